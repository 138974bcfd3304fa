"""Makes paragraphs of the lines of a scanned page that stand in no table."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.reading.content import NOWHERE, Paragraph
from tracker.reading.line_wrapping import NEW_ITEM, Line, goes_on, join
from tracker.reading.punctuation import widened
from tracker.reading.recognition import Word
from tracker.reading.ruled_grid import Frame
from tracker.reading.scan_cells import Page, box_of, lines_of_words, tightened

# GB/T 9704—2012, 7.5: the number of the page stands between two strokes below the text.
PAGE_NUMBER = re.compile(r"[-—–一_~·.\s]*\d{1,4}[-—–一_~·.\s]*|第\s*\d+\s*页.{0,12}")
MARGIN_SHARE = 0.12
# All in units, the height of a line of text.
INDENT = 1.0
CLOSE = 1.6
SPACING = 1.2
TALLER = 1.35
CENTRED = 1.0
FEWEST_LINES = 4


def paragraphs(
    page: Page, words: Sequence[Word], edges: tuple[int, int]
) -> list[tuple[int, Paragraph]]:
    """Return the paragraphs and the pixel each begins at, from top to bottom.

    `edges` are the left and the right end of all that stands on the page.

    A line continues the one above when that one reaches the right edge of the text and this one
    begins at the left edge; a page number is left out.
    """
    tight = [tightened(page, each) for each in words]
    lines = [line for line in lines_of_words(tight, page.unit) if not is_page_number(page, line)]
    if not lines:
        return []
    left, right = margins(lines, edges)
    groups: list[list[list[Word]]] = []
    for line in lines:
        if groups and continues(page, groups[-1][-1], line, (left, right), edges):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(group[0][0].frame.top, paragraph(page, group, edges)) for group in groups]


def margins(lines: Sequence[Sequence[Word]], edges: tuple[int, int]) -> tuple[int, int]:
    """Return where the lines of the text begin and end; too few of them do not tell."""
    if len(lines) < FEWEST_LINES:
        return edges
    return min(line[0].frame.left for line in lines), max(line[-1].frame.right for line in lines)


def is_page_number(page: Page, line: Sequence[Word]) -> bool:
    """Return whether a line in the upper or lower margin is only the number of the page."""
    height = page.picture.shape[0]
    middle = line[0].middle[1]
    in_margin = min(middle, height - middle) < MARGIN_SHARE * height
    return in_margin and PAGE_NUMBER.fullmatch(text_of(line)) is not None


def text_of(line: Sequence[Word]) -> str:
    """Return what a line says."""
    text = ""
    for word in line:
        text = join(text, word.text.strip())
    return widened(text)


def continues(
    page: Page,
    above: Sequence[Word],
    line: Sequence[Word],
    text: tuple[int, int],
    edges: tuple[int, int],
) -> bool:
    """Return whether a line goes on with the paragraph of the line above it."""
    unit = page.unit
    if NEW_ITEM.match(text_of(line)):
        return False
    if _top(line) - _bottom(above) > SPACING * unit or _is_taller(above, line):
        return False
    if is_centred(page, above, edges) and is_centred(page, line, edges):
        return False  # the lines of a title; the masthead puts them together
    room = text[1] - above[-1].frame.right
    is_flush = line[0].frame.left - text[0] < INDENT * unit
    return is_flush and (room < CLOSE * unit or goes_on(as_line(above), as_line(line), room))


def as_line(line: Sequence[Word]) -> Line:
    """Return the words of a line as one."""
    return Line(text_of(line), line[0].frame.left, line[-1].frame.right)


def is_centred(page: Page, line: Sequence[Word], edges: tuple[int, int]) -> bool:
    """Return whether a line stands in the middle, away from both edges of the page's content."""
    before, after = line[0].frame.left - edges[0], edges[1] - line[-1].frame.right
    return min(before, after) > 2 * page.unit and abs(before - after) < CENTRED * 2 * page.unit


def paragraph(page: Page, group: Sequence[Sequence[Word]], edges: tuple[int, int]) -> Paragraph:
    """Return the lines of one paragraph as it reads."""
    text = ""
    for line in group:
        text = join(text, text_of(line))
    words = [word for line in group for word in line]
    frame = Frame(
        min(each.frame.left for each in words),
        min(each.frame.top for each in words),
        max(each.frame.right for each in words),
        max(each.frame.bottom for each in words),
    )
    alignment = "center" if is_centred(page, group[0], edges) else ""
    place = replace(NOWHERE, part=str(page.number))
    boxes = (box_of(page, frame, words),)
    return Paragraph(widened(text), place, alignment=alignment, boxes=boxes)


def _top(line: Sequence[Word]) -> int:
    return min(each.frame.top for each in line)


def _bottom(line: Sequence[Word]) -> int:
    return max(each.frame.bottom for each in line)


def _is_taller(above: Sequence[Word], line: Sequence[Word]) -> bool:
    """Return whether two lines are of different sizes, as a title and a text are."""
    one, other = _bottom(above) - _top(above), _bottom(line) - _top(line)
    return max(one, other) > TALLER * min(one, other)
