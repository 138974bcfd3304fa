// A block copied from a spreadsheet goes over the cells from the one that has the focus on: as a
// table where the clipboard holds one (Excel and WPS give text/html), else as lines and tabs with
// quoted line breaks. Nothing is saved; the cells that differ are marked, and one button undoes it.
const sheet = document.querySelector("[data-grid]");
const words = document.querySelector("[data-grid-status]");
const undo = document.querySelector("[data-grid-undo]");
let replaced = [];

function last(list) {
  return list[list.length - 1];
}

// The text of a cell as it is shown: only <br> and blocks break lines, the source's own line ends
// are blanks like any other.
const BLOCKS = /^(P|DIV|LI|UL|OL|H[1-6])$/;

function shownIn(node, text) {
  for (const each of node.childNodes) {
    if (each.nodeType === Node.TEXT_NODE) {
      text += each.data.replace(/[ \t\r\n\u00a0]+/g, " ");
    } else if (each.nodeName === "BR") {
      text += "\n";
    } else if (BLOCKS.test(each.nodeName)) {
      text = `${shownIn(each, text && !text.endsWith("\n") ? `${text}\n` : text)}\n`;
    } else if (each.nodeType === Node.ELEMENT_NODE) {
      text = shownIn(each, text);
    }
  }
  return text;
}

function textOf(cell) {
  const lines = shownIn(cell, "").split("\n");
  return lines.map((line) => line.replace(/ +/g, " ").trim()).join("\n").trim();
}

// The cells of a table as rows and columns; a merged cell stands at its first place, the others blank.
function fromTable(table) {
  const block = [];
  [...table.rows].forEach((row, r) => {
    block[r] = block[r] || [];
    let c = 0;
    for (const cell of row.cells) {
      while (block[r][c] !== undefined) {
        c += 1;
      }
      const text = textOf(cell);
      for (let down = 0; down < cell.rowSpan; down += 1) {
        block[r + down] = block[r + down] || [];
        for (let right = 0; right < cell.colSpan; right += 1) {
          block[r + down][c + right] = down || right ? "" : text;
        }
      }
      c += cell.colSpan;
    }
  });
  return block.slice(0, table.rows.length);
}

// Lines and tabs; a cell that holds one of them stands in quotes, its own quotes doubled.
function fromLines(text) {
  const block = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [, quoted, plain] = match;
    const isCell = quoted !== undefined && /[\t\r\n]/.test(quoted);
    const bare = plain === undefined ? `"${quoted}"` : plain;
    const value = isCell ? quoted.replaceAll('""', '"').replace(/\r\n?/g, "\n") : bare;
    last(block).push(value.trim());
    if (match[3] === "") {
      break;
    }
    if (match[3] !== "\t") {
      block.push([]);
    }
  }
  const end = last(block);
  if (block.length > 1 && end.length === 1 && end[0] === "") {
    block.pop();
  }
  return block;
}

function blockOf(clipboard) {
  const html = clipboard.getData("text/html");
  const table = html ? new DOMParser().parseFromString(html, "text/html").querySelector("table") : null;
  return table ? fromTable(table) : fromLines(clipboard.getData("text/plain"));
}

function rowsOf() {
  return [...sheet.querySelectorAll("[data-grid-row]")];
}

function cellsOf(row) {
  return [...row.querySelectorAll("[data-cell]")];
}

// One more blank row below, under a name of its own.
function addRow() {
  const rows = rowsOf();
  const row = last(rows).cloneNode(true);
  const old = last(rows).querySelector("[name=row]").value;
  const key = `new-${rows.length}`;
  for (const field of row.querySelectorAll("[name]")) {
    field.name = field.name === "row" ? "row" : key + field.name.slice(old.length);
    if (field.name === "row") {
      field.value = key;
    }
  }
  for (const cell of cellsOf(row)) {
    cell.value = "";
    cell.classList.remove("is-changed", "is-writing");
  }
  last(rows).after(row);
  return row;
}

function put(cell, text) {
  replaced.push([cell, cell.value]);
  cell.value = text;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

function paste(block, first) {
  let row = first.closest("[data-grid-row]");
  const column = cellsOf(row).indexOf(first);
  const count = { pasted: 0, changed: 0, left: 0 };
  replaced = [];
  for (const line of block) {
    const cells = cellsOf(row).slice(column);
    line.slice(0, cells.length).forEach((text, at) => {
      count.pasted += 1;
      count.changed += cells[at].value === text ? 0 : 1;
      put(cells[at], text);
    });
    count.left = Math.max(count.left, line.length - cells.length);
    if (line !== last(block)) {
      row = row.nextElementSibling || addRow();
    }
  }
  if (row === last(rowsOf())) {
    addRow();
  }
  return count;
}

function say(said, count) {
  for (const [name, number] of Object.entries(count)) {
    said = said.replaceAll(`%(${name})s`, number);
  }
  words.textContent = said;
}

function tell(count) {
  say(sheet.dataset.pastedWords + (count.left > 0 ? sheet.dataset.leftWords : ""), count);
  undo.hidden = false;
}

// How many rows the table would hold with a block that begins in the row of this cell.
function rowsWith(block, first) {
  const rows = rowsOf();
  return Math.max(rows.length, rows.indexOf(first.closest("[data-grid-row]")) + block.length);
}

// One cell goes where the cursor stands; all of the cell is chosen unless somebody writes in it.
function pasteOne(text, cell) {
  const was = cell.value;
  cell.setRangeText(text, cell.selectionStart, cell.selectionEnd, "end");
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  replaced = [[cell, was]];
  tell({ pasted: 1, changed: cell.value === was ? 0 : 1, left: 0 });
}

sheet.addEventListener("paste", (event) => {
  if (!event.target.matches("[data-cell]")) {
    return;
  }
  const cell = event.target;
  const block = blockOf(event.clipboardData);
  if (block.length < 2 && block[0].length < 2) {
    if (block[0][0] !== event.clipboardData.getData("text/plain")) {
      event.preventDefault();
      pasteOne(block[0][0] || "", cell);
    }
    return;
  }
  event.preventDefault();
  if (rowsWith(block, cell) > Number(sheet.dataset.mostRows)) {
    say(sheet.dataset.tooManyWords, { rows: block.length });
    return;
  }
  tell(paste(block, cell));
  event.target.focus();
  event.target.classList.remove("is-writing");
});

undo.addEventListener("click", () => {
  for (const [cell, text] of replaced.reverse()) {
    cell.value = text;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }
  replaced = [];
  undo.hidden = true;
});
