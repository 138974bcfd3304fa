"""Finds the characters and the drawn lines of one page of an OFD file (GB/T 33190—2016)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from math import atan2, hypot

from lxml import etree

from tracker.errors import TooLarge
from tracker.reading.pages.parts import MOST_RULES, Page, Point, Rule, Sign, Stroke, rules_of
from tracker.reading.pages.pictured import Pictured, judged
from tracker.reading.pages.spelling import spelled
from tracker.reading.pages.turning import (
    IDENTITY,
    QUARTER,
    Matrix,
    Run,
    Turn,
    composed,
    find_turn,
    upright,
)
from tracker.texts import gettext as _

MILLIMETRE = 72 / 25.4
MOST_DEPTH = 32
REMEMBERED = 4096
MOST_OBJECTS = 100_000
MOST_CHARACTERS = 200_000
LEAST_TURN = 0.05
# How many signs and numbers a piece of a path has: the letter and the points of a curve.
PIECE = 7
THICK = 8.0
WHITE = 250
CJK = 0x2E80
WIDE_SIGNS = frozenset("“”‘’…—·×")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TOKEN = re.compile(rf"[A-Za-z]|{NUMBER.pattern}")
# How many numbers follow each sign of a path; the last two are the point it leads to.
OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
BEGINS = frozenset("MS")
BOX = 4
RGB = 3
REACH = 1.3
USUAL_WIDTH = 0.353

Box = tuple[float, float, float, float]


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Return the children of that name; writers use several namespaces and none."""
    if element is not None:
        yield from (one for one in element if local(one) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of that name."""
    return next(children(element, name), None)


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def box_of(area: etree._Element | None) -> Box | None:
    """Return x, y, width and height of an area in millimetres."""
    found = child(area, "PhysicalBox")
    numbers = _numbers(found.text if found is not None else None)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == BOX else None


def _numbers(text: str | None) -> list[float]:
    return [_finite(number) for number in NUMBER.findall(text or "")]


def _finite(text: str) -> float:
    """Return a number, one beyond any page cut to it."""
    return max(-1e6, min(1e6, float(text)))


def _number(element: etree._Element, name: str, default: float) -> float:
    text = element.get(name) or element.get(name.lower())
    found = NUMBER.match((text or "").strip())
    return _finite(found[0]) if found else default


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page, its templates first: characters, paths with matrix, pictures."""

    units: Mapping[str, etree._Element]
    found: list[Run] = field(default_factory=list)
    paths: list[tuple[etree._Element, Matrix]] = field(default_factory=list)
    pictures: list[tuple[etree._Element, Matrix]] = field(default_factory=list)
    count: int = 0
    characters: int = 0

    def add(self, root: etree._Element) -> None:
        """Add the layers of a page or a template.

        Raises:
            TooLarge: more objects than any real page has, as with a drawing that uses itself.
        """
        for layer in children(child(root, "Content"), "Layer"):
            self._walk(layer, IDENTITY, 0)

    def _count(self, element: etree._Element) -> None:
        self.count += 1
        self.characters += sum(len(code.text or "") for code in children(element, "TextCode"))
        if self.count > MOST_OBJECTS or self.characters > MOST_CHARACTERS:
            raise TooLarge(_("A page holds more drawings than we read."))

    def _walk(self, holder: etree._Element, around: Matrix, depth: int) -> None:
        for element in holder:
            self._count(element)
            if element.get("Visible") == "false":
                continue
            name = local(element)
            if name == "TextObject":
                self.found.extend(_characters(element, composed(_matrix(element), around)))
            elif name == "PathObject":
                self.paths.append((element, composed(_matrix(element), around)))
            elif name == "ImageObject":
                self.pictures.append((element, around))
            elif depth < MOST_DEPTH and name == "PageBlock":
                self._walk(element, around, depth + 1)
            elif depth < MOST_DEPTH and name == "CompositeObject":
                unit = child(self.units.get(element.get("ResourceID", "").strip()), "Content")
                if unit is not None:
                    self._walk(unit, composed(_matrix(element), around), depth + 1)


def read_page(drawing: Drawing, number: int, box: Box) -> Page:
    """Return the page upright; `box` is where it lies, in millimetres."""
    left, top, width, height = box
    turn = find_turn(drawing.found, _points(left, -top - height, left + width, -top))
    signs = upright(turn, drawing.found)
    rules = list(islice(_rules(drawing, turn), MOST_RULES + 1))
    page = Page(number, _shape(turn, signs), turn.width, signs, rules).without_drawings()
    return judged(page, _pictured(drawing, turn))


def _pictured(drawing: Drawing, turn: Turn) -> Pictured:
    """Return where pictures lie on the upright page, and of how many pieces its paths are."""
    drawn = Pictured(turn.width, turn.height)
    for element, around in drawing.pictures:
        corners = boundary(element, around)
        if corners:
            drawn.add(turn.place(x * MILLIMETRE, -y * MILLIMETRE) for x, y in corners)
    for element, _matrix_of in drawing.paths:
        data = child(element, "AbbreviatedData")
        drawn.pieces += len(TOKEN.findall((data.text if data is not None else "") or "")) // PIECE
    return drawn


def boundary(element: etree._Element, around: Matrix) -> list[Point]:
    """Return the corners of the box in which an object shows, in millimetres; none without one."""
    box = _numbers(element.get("Boundary"))
    if len(box) != BOX:
        return []
    left, top, width, height = box
    a, b, c, d, e, f = around
    right, bottom = left + width, top + height
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in corners]


def picture_matrix(element: etree._Element, around: Matrix) -> Matrix:
    """Return how the unit square of a picture lies on the page, in millimetres.

    Without a matrix of its own it fills its box.
    """
    box = _numbers(element.get("Boundary"))
    if element.get("CTM") is None and len(box) == BOX:
        return composed((box[2], 0.0, 0.0, box[3], box[0], box[1]), around)
    return composed(_matrix(element), around)


def _shape(turn: Turn, signs: Sequence[Sign]) -> str:
    """Return the shape of the page; of one whose box is wrong, that of what stands on it."""
    right = max((sign.right for sign in signs), default=0.0)
    bottom = max((sign.base for sign in signs), default=0.0)
    if right <= turn.width and bottom <= turn.height:
        return turn.shape
    return "across" if right > bottom else "upright"


def _points(left: float, bottom: float, right: float, top: float) -> Box:
    return left * MILLIMETRE, bottom * MILLIMETRE, right * MILLIMETRE, top * MILLIMETRE


def _matrix(element: etree._Element) -> Matrix:
    """Return how an object's own measure lies on what is around it."""
    own = _numbers(element.get("CTM"))
    matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else IDENTITY
    box = _numbers(element.get("Boundary"))
    x, y = (box[0], box[1]) if len(box) == BOX else (0.0, 0.0)
    return composed(matrix, (1.0, 0.0, 0.0, 1.0, x, y))


def _characters(element: etree._Element, matrix: Matrix) -> Iterator[Run]:
    """Return the characters of a text object, in points and y up."""
    own = _number(element, "Size", 0.0)
    wide = _number(element, "HScale", 1.0)
    a, b, c, d, e, f = matrix
    angle = -atan2(b, a) - _number(element, "CharDirection", 0.0) * QUARTER / 90
    turns = round(angle / QUARTER)
    size = own * hypot(c, d) * MILLIMETRE
    if not size or abs(angle - turns * QUARTER) > LEAST_TURN:
        return
    is_level = turns % 2 == 0
    run: Run | None = None
    for text, x, y, width in _placed(element, own, wide):
        start = (a * x + c * y + e) * MILLIMETRE, -(b * x + d * y + f) * MILLIMETRE
        far = x + width
        end = (a * far + c * y + e) * MILLIMETRE, -(b * far + d * y + f) * MILLIMETRE
        first, second = (start[0], end[0]) if is_level else (start[1], end[1])
        if run is None or start[is_level] != run.base[is_level]:
            run = Run(size, -turns % 4, start, [])
            yield run
        run.signs.append((text, min(first, second), max(first, second)))


def _placed(
    element: etree._Element, size: float, wide: float
) -> Iterator[tuple[str, float, float, float]]:
    """Return each character with its place in the object's own measure and its width."""
    x = y = 0.0
    for code in children(element, "TextCode"):
        text = code.text or ""
        x, y = _number(code, "X", x), _number(code, "Y", y)
        across, down = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        at_x, at_y, last = x, y, None
        for sign in text:
            natural = size * wide * (1.0 if ord(sign) >= CJK or sign in WIDE_SIGNS else 0.5)
            step = next(across, None)
            last = step or last
            meant = spelled(ord(sign))
            if meant:
                yield meant, at_x, at_y, _width(natural, step or last, size)
            at_x += natural if step is None and code.get("DeltaX") is None else step or 0.0
            at_y += next(down, None) or 0.0


def _width(natural: float, step: float | None, size: float) -> float:
    """Return the width of a character: up to the next one, if that stands within reach."""
    return natural if step is None or not 0 < step <= REACH * size else step


def _steps(text: str | None, most: int) -> Iterator[float]:
    """Return the distances between characters; `g n d` stands for n times d."""
    parts = iter((text or "").split())
    given = 0
    for part in parts:
        repeat = 1
        if part == "g":
            repeat = int(min(_distance(next(parts, "")), most))
            part = next(parts, "")  # noqa: PLW2901 - the distance itself
        distance = _distance(part)
        for _time in range(min(repeat, most - given)):
            yield distance
        given += max(0, repeat)
        if given >= most:
            return


@lru_cache(REMEMBERED)
def _distance(text: str) -> float:
    """Return a number, 0 for what is none."""
    found = NUMBER.match(text)
    return _finite(found[0]) if found else 0.0


def _rules(drawing: Drawing, turn: Turn) -> Iterator[Rule]:
    for element, matrix in drawing.paths:
        is_line, is_shape = is_stroked(element), is_filled(element)
        if is_line or is_shape:
            strokes = list(islice(_strokes(element, matrix, turn), MOST_RULES))
            yield from rules_of(strokes, is_stroked=is_line, is_filled=is_shape)


def _line_width(element: etree._Element) -> float:
    return _number(element, "LineWidth", USUAL_WIDTH) * MILLIMETRE


def is_stroked(element: etree._Element) -> bool:
    """Return whether a path is drawn along as a line that could be a rule."""
    return element.get("Stroke", "true") != "false" and _line_width(element) <= THICK


def is_filled(element: etree._Element) -> bool:
    """Return whether a path is filled with another colour than white."""
    channels = _channels(element)
    is_white = bool(channels) and min(channels) >= WHITE
    return element.get("Fill", "false") == "true" and not is_white


def filled_colour(element: etree._Element) -> tuple[int, int, int]:
    """Return the colour of a filled path, blue first; black where it is not given as RGB."""
    channels = [int(max(0.0, min(255.0, each))) for each in _channels(element)]
    return (channels[2], channels[1], channels[0]) if len(channels) == RGB else (0, 0, 0)


def _channels(element: etree._Element) -> list[float]:
    colour = child(element, "FillColor")
    return _numbers(colour.get("Value") if colour is not None else None)


def _strokes(element: etree._Element, matrix: Matrix, turn: Turn) -> Iterator[Stroke]:
    """Return the pieces of a path; a curve is left out and goes on from its end."""
    a, b, c, d, e, f = matrix
    data = child(element, "AbbreviatedData")
    points: list[Point] = []
    for sign, numbers in commands(data.text if data is not None else ""):
        if sign == "C":
            if points:
                yield Stroke(tuple(points), is_closed=True)
            points = points[:1]
            continue
        x, y = numbers[-2:]
        point = turn.place((a * x + c * y + e) * MILLIMETRE, -(b * x + d * y + f) * MILLIMETRE)
        if sign != "L" and points:
            yield Stroke(tuple(points))
            points = []
        points.append(point)
    if len(points) > 1:
        yield Stroke(tuple(points))


def commands(text: str | None) -> Iterator[tuple[str, list[float]]]:
    """Return the signs of a path with their numbers; one with too few ends it."""
    tokens: Iterable[str] = (found[0] for found in TOKEN.finditer(text or ""))
    tokens = iter(tokens)
    for sign in tokens:
        wanted = OPERANDS.get(sign)
        if wanted is None:
            return
        numbers = [_finite(token) for token in islice(tokens, wanted) if not token.isalpha()]
        if len(numbers) != wanted:
            return
        yield sign, numbers
