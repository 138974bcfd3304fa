"""Reads a form, in which labels stand beside their values, as a header and a row for each task."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from tracker.extraction.fields import HEADING_END, column_field
from tracker.extraction.headers import Row, bare
from tracker.reading.content import Cell

# Labels beside their values; a row or two may be neither.
MAX_FORM_ROWS, MAX_FORM_WIDTH = 40, 4
LEAST_PAIRS, MOST_OTHERS = 3, 2
# A longer heading is known by its last word: 建设高标准农田 is none.
LONGEST_SURE, LONGEST_LABEL = 4, 10
COLON = re.compile(r"[:：]")
Pair = tuple[Cell, Cell]
NO_CELL = Cell()


def form(rows: Sequence[Row]) -> tuple[Row, ...] | None:
    """Return labels and values of a form as a header and a row for each task, None for no form.

    Its cells are label and value by turns, one pair or two in a row; where the first label comes
    again, the next task begins.
    """
    if rows and COLON.search(rows[-1][0].text[:LONGEST_LABEL]):
        return _by_colons(rows)
    again = _labels_that_come_again(rows)
    if len(rows) > MAX_FORM_ROWS and not again:
        return None
    pairs: list[Pair] = []
    others = 0
    for at, row in enumerate(rows):
        cells = list({id(cell): cell for cell in row if cell.row == at}.values())
        found = list(_pairs(cells, again))
        pairs.extend(found)
        others += sum(bool(cell.lines) for cell in cells) - 2 * len(found)
        others += sum(not value.lines for _label, value in found)
    if len(pairs) < LEAST_PAIRS or others > max(MOST_OTHERS, len(pairs) // 2):
        return None
    return _form(_tasks(pairs))


def _by_colons(rows: Sequence[Row]) -> tuple[Row, ...] | None:
    """Return rows of cells that say their label themselves (任务：… | 责任单位：…) below a header.

    A row of one other cell is the heading of those below it; none is returned where others stand.
    """
    tasks: list[dict[str, Cell]] = []
    for at, row in enumerate(rows):
        cells = list({id(cell): cell for cell in row if cell.lines and cell.row == at}.values())
        said = {label: value for label, value in map(_parted, cells) if label}
        if len(said) != len(cells) or len(said) < MOST_OTHERS:
            if len(cells) != 1 or said:
                return None
            said = {"": cells[0]}
        tasks.append(said)
    labels = list(dict.fromkeys(label for task in tasks for label in task if label))
    if len(labels) < LEAST_PAIRS:
        return None
    lines = [[task.get("") or task.get(label, NO_CELL) for label in labels] for task in tasks]
    width = len(labels)
    header = tuple(Cell((label,), 0, at) for at, label in enumerate(labels))
    return header, *(
        (Cell(line[0].lines, at, 0, 1, width),) * width
        if "" in task
        else tuple(Cell(cell.lines, at, column) for column, cell in enumerate(line))
        for at, (task, line) in enumerate(zip(tasks, lines, strict=True), 1)
    )


def _parted(cell: Cell) -> tuple[str, Cell]:
    """Return the label that a cell begins with and its other words, no label where it has none."""
    label, colon, words = COLON.sub("：", cell.text, count=1).partition("：")
    bare_label = "".join(label.split())
    is_label = bool(colon) and len(bare_label) <= LONGEST_LABEL and column_field(bare_label)
    return (bare_label if is_label else ""), Cell(tuple(words.strip().splitlines()))


def _labels_that_come_again(rows: Sequence[Row]) -> frozenset[str]:
    """Return the headings that stand at the left of a narrow table more than once."""
    if not rows or len(rows[0]) > MAX_FORM_WIDTH:
        return frozenset()
    seen = Counter(bare(row[0]) for row in rows[:MAX_FORM_ROWS])
    return frozenset(text for text, count in seen.items() if count > 1 and column_field(text))


def _tasks(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Return the pairs of each task: the next one begins where the first label comes again.

    What stands above the first task holds for all of them. A label that only two persons have
    (责任人) begins none: all tasks share most of their labels, and have each of them once.
    """
    filled = [(label, value) for label, value in pairs if value.lines]
    seen = Counter(bare(label) for label, _value in filled)
    first = next((label for label, count in seen.items() if count == max(seen.values())), "")
    above: list[Pair] = []
    tasks: list[list[Pair]] = []
    for label, value in filled:
        if bare(label) == first:
            tasks.append([])
        (tasks[-1] if tasks else above).append((label, value))
    named = [{bare(label) for label, _value in task} for task in tasks]
    shared = set[str].intersection(*named) if named else set()
    is_several = all(len(names) == len(task) for names, task in zip(named, tasks, strict=True))
    if not is_several or len(shared) < LEAST_PAIRS:
        return [list(pairs)]
    return [above + task for task in tasks]


def _form(tasks: Sequence[Sequence[Pair]]) -> tuple[Row, ...]:
    """Return the labels of the longest task as a header, and the values of each as a row."""
    labels = [bare(label) for label, _value in max(tasks, key=len)]
    if len(tasks) == 1:
        values = [[value for _label, value in tasks[0]]]
    else:
        known = [{bare(label): value for label, value in task} for task in tasks]
        values = [[task.get(label, NO_CELL) for label in labels] for task in known]
    header = [label for label, _value in max(tasks, key=len)]
    return tuple(
        tuple(Cell(cell.lines, row, at) for at, cell in enumerate(line))
        for row, line in enumerate([header, *values])
    )


def _pairs(cells: Sequence[Cell], again: Collection[str]) -> Iterator[Pair]:
    """Return each heading that stands before a cell which is none, with that cell."""
    at = 0
    while at + 1 < len(cells):
        label, value = cells[at : at + 2]
        is_value = bare(label) in again or not _is_heading(value)
        is_pair = column_field(label.text) is not None and is_value
        if is_pair:
            yield label, value
        at += 1 + is_pair


def _is_heading(cell: Cell) -> bool:
    """Return whether a cell may be a label: words that only hold those of one are a value."""
    text = bare(cell)
    is_known = column_field(text) is not None
    return is_known and (len(text) <= LONGEST_SURE or HEADING_END.search(text) is not None)
