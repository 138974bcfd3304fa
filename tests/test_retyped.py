"""The same document typed, wrapped or saved otherwise gives the same rows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.unseen import FOLDER, documents
from tracker.extraction import extract
from tracker.reading import media_type, read_document

TEXTS = [name for name in documents() if (FOLDER / f"{name}.txt").exists()]
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
FULL, HALF = "，；：（）", ",;:()"
WIDTH = 36
Said = tuple[str, ...]


def rows_of(text: str) -> Counter[Said]:
    """Return who answers for each row and by when, in characters of one width."""
    data = text.encode()
    found = extract(read_document(data, media_type(data, "要点.txt")))
    return Counter(
        tuple(map(plain, (*row.leads, "/", *row.cooperating, "/", row.deadline_text or "")))
        for row in (*found.rows, *found.measures)
        if row.leads or row.cooperating
    )


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def as_typed(name: str) -> tuple[str, Counter[Said]]:
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return text, rows_of(text)


def wrapped(text: str) -> str:
    """Return the text in lines of one length, as printed pages have them; cells stay whole."""
    parts = (
        [line] if "|" in line or "\t" in line else re.findall(rf".{{1,{WIDTH}}}", line) or [""]
        for line in text.splitlines()
    )
    return "\n".join(line for each in parts for line in each)


WAYS: dict[str, tuple[Callable[[str], str], float]] = {
    "wide digits": (lambda text: text.translate(WIDE), 0.98),
    "full stops of width": (lambda text: text.translate(str.maketrans(HALF, FULL)), 1.0),
    "marks of half width": (lambda text: text.translate(str.maketrans(FULL, HALF)), 1.0),
    "set in": (lambda text: re.sub(r"^", "\u3000\u3000", text, flags=re.MULTILINE), 1.0),
    "lines of Windows": (lambda text: text.replace("\n", "\r\n"), 1.0),
    "a blank line between": (lambda text: text.replace("\n", "\n\n"), 0.99),
    "blanks around digits": (
        lambda text: re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", text),
        0.94,
    ),
    "hard lines": (wrapped, 0.96),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_how_a_document_is_typed_changes_little_of_what_is_read(way: str) -> None:
    retype, least = WAYS[way]
    kept, total, lost = 0, 0, list[str]()
    for text, rows in map(as_typed, TEXTS):
        again = rows_of(retype(text))
        kept += (rows & again).total()
        total += max(rows.total(), again.total())
        lost += [f"{way}: {' '.join(row)}" for row in (rows - again).elements()]
    assert kept >= least * total, "\n".join(lost)
