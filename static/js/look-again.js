// A part with data-look-again is fetched anew while it is data-open; where the address then leads to
// another page, that page is opened. Without scripts the page itself is loaded again.
const PAUSE = 2500;
const part = document.querySelector("[data-look-again]");

async function look() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.redirected) {
      location.replace(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-look-again]");
    if (!fresh || !fresh.hasAttribute("data-open")) {
      location.reload();
      return;
    }
    if (fresh.innerHTML !== part.innerHTML) {
      part.innerHTML = fresh.innerHTML;
    }
  } catch {
    // The server is not there for a moment; the next look may find it.
  }
  setTimeout(look, PAUSE);
}

if (part?.hasAttribute("data-open")) {
  setTimeout(look, PAUSE);
}
