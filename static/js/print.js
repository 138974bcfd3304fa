// A button with data-print appears where scripts run and prints the page; without it the browser's
// own print command gives the same sheet.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
