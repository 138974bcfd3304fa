// A table of fields, data-grid, is walked like a sheet: arrows go from cell to cell, Enter or F2
// writes, Esc gives the old text back, typing replaces it. A changed cell is marked.
const grid = document.querySelector("[data-grid]");
const status = document.querySelector("[data-grid-status]");
let writing = null;
let before = "";

function cells() {
  return [...grid.querySelectorAll("[data-grid-row]")].map((row) => [
    ...row.querySelectorAll("[data-cell]"),
  ]);
}

function placeOf(cell) {
  const all = cells();
  const row = all.findIndex((each) => each.includes(cell));
  return [row, row < 0 ? -1 : all[row].indexOf(cell)];
}

function go(cell, down, right) {
  const [row, column] = placeOf(cell);
  const next = cells()[row + down]?.[column + right];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

function fit(cell) {
  cell.style.height = "auto";
  cell.style.height = `${cell.scrollHeight}px`;
}

function mark(cell) {
  cell.classList.toggle("is-changed", cell.value !== cell.dataset.stored);
  const count = grid.querySelectorAll(".is-changed").length;
  status.textContent = grid.dataset.changedWords.replace("%(count)s", count);
}

function rest(cell) {
  writing = null;
  cell.classList.remove("is-writing");
}

function write(cell) {
  writing = cell;
  before = cell.value;
  cell.classList.add("is-writing");
  cell.setSelectionRange(cell.value.length, cell.value.length);
}

function breakLine(cell) {
  cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

grid.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-cell]")) {
    before = event.target.value;
    event.target.select();
  }
});

grid.addEventListener("focusout", (event) => {
  if (event.target.matches("[data-cell]")) {
    rest(event.target);
  }
});

grid.addEventListener("input", (event) => {
  if (event.target.matches("[data-cell]")) {
    if (event.isTrusted) {
      writing = event.target;
      event.target.classList.add("is-writing");
    }
    fit(event.target);
    mark(event.target);
  }
});

grid.addEventListener("mousedown", (event) => {
  if (event.target === document.activeElement && event.target.matches("[data-cell]")) {
    writing = event.target;
  }
});

const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

grid.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!cell.matches("[data-cell]") || event.isComposing || event.ctrlKey || event.metaKey) {
    return;
  }
  const isWriting = writing === cell;
  if (event.key === "Escape") {
    if (isWriting) {
      cell.value = before;
      fit(cell);
      mark(cell);
      rest(cell);
      cell.select();
    } else {
      cell.blur();
    }
  } else if (event.key === "Enter" && event.altKey) {
    breakLine(cell);
  } else if (event.key === "Enter" && isWriting && !event.shiftKey) {
    go(cell, 1, 0);
  } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "F2") {
    write(cell);
  } else if (STEPS[event.key] && !isWriting) {
    go(cell, ...STEPS[event.key]);
  } else if (event.key === "Delete" && !isWriting) {
    cell.value = "";
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    rest(cell);
  } else {
    return;
  }
  event.preventDefault();
});

// What was written and not saved is not left behind without a question. Only the rows with a
// changed cell are sent, so that a long table stays small; a page that is shown again has all.
let isSaving = false;
function sendAll(isAll) {
  for (const row of grid.querySelectorAll("[data-grid-row]")) {
    const isLeft = !isAll && !row.querySelector(".is-changed");
    row.querySelectorAll("[name]").forEach((field) => { field.disabled = isLeft; });
  }
}
grid.closest("form").addEventListener("submit", () => {
  isSaving = true;
  sendAll(false);
});
window.addEventListener("pageshow", () => {
  isSaving = false;
  sendAll(true);
});
window.addEventListener("beforeunload", (event) => {
  if (!isSaving && grid.querySelector(".is-changed")) {
    event.preventDefault();
    event.returnValue = "";
  }
});

for (const cell of grid.querySelectorAll("[data-cell]")) {
  fit(cell);
}
const first = grid.querySelector("[data-cell]");
if (first) {
  first.focus({ preventScroll: true });
}
