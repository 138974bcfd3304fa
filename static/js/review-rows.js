// Arrow keys go from one data-row to the next; the source shows the place of the row. Enter opens
// it, the blank ticks it. The open one, data-opened, takes the keys first.
const box = document.querySelector("[data-show-here]");
const rows = [...document.querySelectorAll("[data-row]")];

function isHidden(row) {
  return row.offsetParent === null;
}

function show(row) {
  const place = document.getElementById(row.dataset.place);
  if (!box || !place) {
    return;
  }
  for (const each of box.querySelectorAll(".here")) {
    each.classList.remove("here");
  }
  place.classList.add("here");
  const above = place.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += above - box.clientHeight / 3;
}

function go(from, step) {
  const shown = rows.filter((row) => !isHidden(row));
  const at = shown.indexOf(from);
  const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : at + step];
  if (next) {
    next.focus();
  }
}

for (const row of rows) {
  row.tabIndex = -1;
  row.addEventListener("focus", () => show(row));
}

const opened = document.querySelector("[data-opened]");
if (opened) {
  opened.tabIndex = -1;
  opened.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  const typed = event.target.closest("input, textarea, select, button, a, summary");
  if (typed || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const row = event.target.closest("[data-row]") || (opened ? opened.querySelector("[data-row]") : null);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    go(row, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === " " && row) {
    row.querySelector("input[type=checkbox]").click();
  } else if (event.key === "Enter" && row && !opened?.contains(row)) {
    location.assign(row.dataset.open);
  } else if (event.key === "Enter" && opened) {
    opened.querySelector("form input:not([type=hidden]), form textarea").focus();
  } else {
    return;
  }
  event.preventDefault();
});
