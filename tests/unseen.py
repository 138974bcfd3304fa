"""Scores what is read from documents of other kinds against labels made before.

`python -m tests.unseen` prints the score of each document.

A labelled row is found when the text of a row that names somebody begins or contains its own.
Over the rows found, names are right when both roles have the same names in the same order, times
when the normal form agrees; names marked optional may be there or not. A deadline, in prose or in
a cell, is found when its words and normal form are those labelled; borderline ones do not count.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tracker.extraction import Extraction, TaskRow, extract
from tracker.intake import interpret
from tracker.reading import media_type, read_document

FOLDER = Path(__file__).with_name("documents") / "unseen"
ENOUGH = 12
ALMOST_ALL = 24
MARKS = str.maketrans("，：；（）．", ",:;().")
Labels = dict[str, Any]


@dataclass
class Score:
    """Counts of one document or of many; `wrong` names what was not as labelled."""

    labelled: int = 0
    found: int = 0
    hit: int = 0
    names: int = 0
    times: int = 0
    timed: int = 0
    expressions: int = 0
    expressions_found: int = 0
    expressions_hit: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        counts = [each.name for each in fields(self) if each.name != "wrong"]
        summed = {name: getattr(self, name) + getattr(other, name) for name in counts}
        return Score(**summed, wrong=[*self.wrong, *other.wrong])

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall over rows; 1 where there is no row at all."""
        return harmonic(self.hit, self.labelled, self.found)

    @property
    def deadlines_f1(self) -> float:
        """The harmonic mean of precision and recall over the expressions of time."""
        return harmonic(self.expressions_hit, self.expressions, self.expressions_found)

    @property
    def names_right(self) -> float:
        """The share of the rows found whose names are right."""
        return self.names / self.hit if self.hit else 1.0

    @property
    def times_right(self) -> float:
        """The share of the rows found and labelled with a time whose normal form is right."""
        return self.times / self.timed if self.timed else 1.0


def harmonic(hit: int, labelled: int, found: int) -> float:
    """Return F1, the harmonic mean of precision and recall; 1 where there is nothing at all."""
    return 2 * hit / (labelled + found) if labelled + found else 1.0


def documents() -> list[str]:
    """Return the names of the labelled documents."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def labels_of(name: str) -> Labels:
    """Return the labels of a document."""
    found: Labels = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def extraction_of(name: str) -> Extraction:
    """Return what is read from a document."""
    path = next(path for path in FOLDER.glob(f"{name}.*") if path.suffix != ".json")
    data = path.read_bytes()
    return extract(read_document(data, media_type(data, path.name)))


def score(name: str) -> Score:
    """Return how a document was read."""
    labels, extraction = labels_of(name), extraction_of(name)
    rows = [row for row in (*extraction.rows, *extraction.measures) if row.leads or row.cooperating]
    result = Score(labelled=len(labels["items"]), found=len(rows))
    same = equivalents(labels)
    for item, row in matched(labels["items"], rows):
        result.hit += 1
        draft = interpret(row, extraction.masthead, None)
        told = (draft.leads, draft.cooperating)
        if item.get("ambiguous") or names(item, same, told) == names(item, same):
            result.names += 1
        else:
            result.wrong.append(f"{name}: {item['leads']} {item['cooperating']} != {told}")
        if item.get("deadline"):
            result.timed += 1
            wanted, read = item["deadline"]["normal"], draft.deadline_normal
            is_right = read in {wanted, *wanted.split(" or ")}
            result.times += is_right
            if not is_right:
                result.wrong.append(f"{name}: {item['deadline']} != {read}")
    return result + score_deadlines(name, labels, extraction)


def score_deadlines(name: str, labels: Labels, extraction: Extraction) -> Score:
    """Return how the expressions of time were found, each occurrence by its words and form."""
    listed = [(each, (fold(each["text"]), each["normal"])) for each in labels["deadlines"]]
    wanted = Counter(mark for each, mark in listed if not each.get("borderline"))
    spare = {mark[0] for each, mark in listed if each.get("borderline")}
    found = Counter((fold(each.text), each.normal) for each in extraction.deadlines)
    missed = wanted - found
    invented = Counter({mark: n for mark, n in (found - wanted).items() if mark[0] not in spare})
    hit = (wanted & found).total()
    wrong = [f"{name}: missed {', '.join(mark)}" for mark in missed.elements()]
    wrong += [f"{name}: invented {', '.join(mark)}" for mark in invented.elements()]
    return Score(
        expressions=wanted.total(),
        expressions_found=hit + invented.total(),
        expressions_hit=hit,
        wrong=wrong,
    )


def names(
    item: Labels, same: dict[str, str], told: tuple[list[str], list[str]] | None = None
) -> tuple[list[str], list[str]]:
    """Return the names by role, folded, without the optional ones; those labelled, or `told`."""
    leads, others = told or (item.get("leads", []), item.get("cooperating", []))
    spare = {fold(name) for name in item.get("optional", [])}

    def kept(listed: Sequence[str]) -> list[str]:
        return [same.get(name, name) for name in map(fold, listed) if name not in spare]

    return kept(leads), kept(others)


def equivalents(labels: Labels) -> dict[str, str]:
    """Return the spelling that counts for each other spelling."""
    given = (labels.get("equivalents") or {}).items()
    listed = ((name, [others] if isinstance(others, str) else others) for name, others in given)
    return {fold(other): fold(name) for name, others in listed for other in others}


def matched(items: Sequence[Labels], rows: Sequence[TaskRow]) -> Iterator[tuple[Labels, TaskRow]]:
    """Pair each labelled item with the first row of the same text that is free, names first."""
    free = list(rows)
    for item in items:
        alike = [row for row in free if is_same(item, row)]
        if alike:
            best = max(alike, key=lambda row: list(row.leads) == item.get("leads"))
            free.remove(best)
            yield item, best


def is_same(item: Labels, row: TaskRow) -> bool:
    """Return whether an item and a row are of the same text."""
    alternatives = item.get("content_alt") or []
    wanted = [alternatives] if isinstance(alternatives, str) else list(alternatives)
    wanted += [item.get("content") or item.get("heading") or item.get("title") or ""]
    told = [row.content, row.title or "", (row.title or "") + row.content]
    return any(overlap(key(one), key(other)) for one in wanted for other in told)


def overlap(one: str, other: str) -> bool:
    """Return whether two texts begin alike, or one contains the beginning of the other."""
    if not one or not other:
        return False
    begins = one[:ENOUGH] == other[:ENOUGH]
    return begins or one[:ALMOST_ALL] in other or other[:ALMOST_ALL] in one


def fold(text: str) -> str:
    """Return a text without blanks, its marks of one width."""
    return "".join(text.split()).translate(MARKS)


def key(text: str) -> str:
    """Return a text as rows are compared: folded, without the number it begins with."""
    return re.sub(r"^[\d一二三四五六七八九十()、.,:\-*#|]+", "", fold(text))


def main() -> None:
    """Print one line a document, what was read otherwise than labelled, and the totals."""
    total, counted = Score(), Counter[str]()
    for name in documents():
        found = score(name)
        total += found
        counted[name] = found.labelled
        sys.stdout.write(
            f"{name:30} rows {found.labelled:3} found {found.found:3} hit {found.hit:3}  "
            f"F1 {found.f1:.3f} names {found.names_right:.3f} times {found.times_right:.3f} "
            f"deadlines {found.deadlines_f1:.3f}\n"
        )
    sys.stdout.write("".join(f"  {line}\n" for line in total.wrong))
    sys.stdout.write(
        f"{len(counted)} documents, {total.labelled} rows: F1 {total.f1:.3f}, "
        f"names {total.names_right:.3f}, times {total.times_right:.3f}\n"
        f"{total.expressions} deadlines: F1 {total.deadlines_f1:.3f} "
        f"({total.expressions_found} found, {total.expressions_hit} hit)\n"
    )


if __name__ == "__main__":
    main()
