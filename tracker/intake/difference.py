"""Says how two editions of a document differ, row by row and field by field. Pure.

Rows are paired in two steps, each the same whichever edition comes first. Step one pairs rows that
say the same but for their number. Step two looks at what is left: a pair is possible where number
and title are the same, where the title is the same and no other row of either edition bears it, or
where the contents are alike by ALIKE; of all possible pairs the likest is taken first. Likeness is
the share of two-character pieces that both texts have (Dice's coefficient), 0 to 1; unlike
difflib's ratio it does not depend on which text is named first.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from tracker.tasks import Aspect

# Of the real tables under tests/documents no two different rows of one table are alike by more
# than 0.62 (建设用地规划许可, 建设工程规划许可); the next are at 0.48.
ALIKE = 0.65
# What the same number, or the same title, adds to the likeness of two contents.
SAME_MARK = 0.1


class Kind(StrEnum):
    """新增 变更 删除 未变."""

    added = "added"
    changed = "changed"
    removed = "removed"
    same = "same"


@dataclass(frozen=True, slots=True)
class When:
    """A time as written, and how it is read: normal form, due date, the day it names."""

    text: str = ""
    normal: str = "none"
    due_on: date | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row as an edition says it."""

    number: str
    heading: str
    content: str
    deadline: When = When()
    leads: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()


Pairing = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the old edition and the one of the new that it became, by their places from 0.

    One of the two is None where a row was added or removed; `aspects` are those that changed.
    """

    old: int | None
    new: int | None
    aspects: tuple[Aspect, ...] = ()

    @property
    def kind(self) -> Kind:
        """What became of the row."""
        if self.old is None:
            return Kind.added
        if self.new is None:
            return Kind.removed
        return Kind.changed if self.aspects else Kind.same


def compare(old: Sequence[Line], new: Sequence[Line]) -> tuple[Pair, ...]:
    """Return every row of both editions once, in the order of the new one.

    A removed row stands behind the row that it followed in the old edition.
    """
    found = pair_rows(old, new)
    pairs = [Pair(at, to, changed(old[at], new[to])) for at, to in found.items()]
    paired = set(found.values())
    pairs += [Pair(None, to) for to in range(len(new)) if to not in paired]
    pairs += [Pair(at, None) for at in range(len(old)) if at not in found]

    def place(pair: Pair) -> tuple[int, int]:
        if pair.new is not None:
            return pair.new, -1
        at = pair.old or 0
        before = [found[each] for each in range(at) if each in found]
        return (before[-1] if before else -1), at

    return tuple(sorted(pairs, key=place))


def pair_rows(old: Sequence[Line], new: Sequence[Line]) -> dict[int, int]:
    """Return which row of the new edition each row of the old one became."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for step in (same_pairs(old, new), alike_pairs(old, new, found, taken)):
        for at, to in step:
            if at not in found and to not in taken:
                found[at] = to
                taken.add(to)
    return found


def same_pairs(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Pairing]:
    """Yield the pairs that say the same but for the number; the same number first."""
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for to, line in enumerate(new):
        places[words_of(line)].append(to)
    pairs = [(at, to) for at, line in enumerate(old) for to in places[words_of(line)]]

    def key(pair: Pairing) -> tuple[bool, int, int]:
        at, to = pair
        return old[at].number != new[to].number, abs(at - to), at + to

    yield from sorted(pairs, key=key)


def alike_pairs(
    old: Sequence[Line], new: Sequence[Line], found: dict[int, int], taken: set[int]
) -> Iterator[Pairing]:
    """Yield the possible pairs of the rows that are left, the likest first."""
    left = [at for at in range(len(old)) if at not in found]
    right = [to for to in range(len(new)) if to not in taken]
    pieces_old = {at: pieces(old[at]) for at in left}
    pieces_new = {to: pieces(new[to]) for to in right}
    unique = sole_headings(old) & sole_headings(new)
    scored = []
    for at, to in product(left, right):
        score = likeness(pieces_old[at], pieces_new[to])
        heading = fold(old[at].heading)
        same_heading = heading != "" and heading == fold(new[to].heading)
        same_number = old[at].number != "" and old[at].number == new[to].number
        is_named = same_heading and (same_number or heading in unique)
        if is_named or score >= ALIKE:
            total = score + SAME_MARK * (same_heading + same_number)
            scored.append(((-round(total, 6), abs(at - to), at + to), (at, to)))
    for _score, pair in sorted(scored):
        yield pair


def sole_headings(lines: Iterable[Line]) -> frozenset[str]:
    """Return the titles that one row alone bears."""
    counts = Counter(fold(line.heading) for line in lines)
    return frozenset(heading for heading, count in counts.items() if heading and count == 1)


def pieces(line: Line) -> Counter[str]:
    """Return the two-character pieces of the content, of the title where there is none."""
    text = fold(line.content) or fold(line.heading)
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return Dice's coefficient of two bags of pieces: 0 nothing in common, 1 the same."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def words_of(line: Line) -> Hashable:
    """Return everything a row says but its number, as it is compared."""
    return tuple(read(line) for aspect, read in READ.items() if aspect is not Aspect.number)


def changed(old: Line, new: Line) -> tuple[Aspect, ...]:
    """Return what differs between a row and what became of it; blanks and widths do not count."""
    return tuple(aspect for aspect, read in READ.items() if read(old) != read(new))


def fold(text: str) -> str:
    """Return a text as it is compared: widths alike, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def folded_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names as they are compared, in their order."""
    return tuple(map(fold, names))


READ: dict[Aspect, Callable[[Line], Hashable]] = {
    Aspect.number: lambda line: fold(line.number),
    Aspect.heading: lambda line: fold(line.heading),
    Aspect.content: lambda line: fold(line.content),
    Aspect.deadline: lambda line: (
        fold(line.deadline.text),
        line.deadline.normal,
        line.deadline.due_on,
    ),
    Aspect.leads: lambda line: folded_names(line.leads),
    Aspect.cooperating: lambda line: folded_names(line.cooperating),
}
