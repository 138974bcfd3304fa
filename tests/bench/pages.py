"""Measures reading .pdf and .ofd: `python -m tests.bench.pages [runs]`.

The yardstick for a PDF is pdfplumber's own table extraction of the pages with tables plus PDFium's
text of the others; reading may take 1.3 times as long. A PDF without tables has no limit: reading
finds the place of each character, which the bare text does without. Both are taken by turns in one
run, so that a busy machine slows them alike. For OFD it is the bare parsing of the same parts.
"""

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter

import pdfplumber
import pypdfium2
from lxml import etree

from tests.reading_samples import DOCUMENTS
from tracker.reading import read_document
from tracker.reading.media_types import OFD, PDF

RUNS = 7
MOST_FOR_PDF = 1.3
# The pages with tables, from 1.
ANNEXES = {
    "tianning/source.pdf": (15, 16, 17),
    "jilin-city/source.pdf": (16, 17),
    "fuxin/source.pdf": (),
}
FIXED = ("tianning/source.ofd", "jilin-city/source.ofd", "tianning/without_rules.ofd")


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds, and how many times as long as the yardstick reading may take."""

    name: str
    reading: float
    yardstick: float
    most: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as long as the yardstick reading takes."""
        return self.reading / self.yardstick


def measure(runs: int = RUNS) -> Iterator[Measured]:
    """Return what each file takes."""
    for name, annex in ANNEXES.items():
        data = (DOCUMENTS / name).read_bytes()
        yield _compared(
            name, runs, (data, PDF), partial(plumbed, data, annex), MOST_FOR_PDF if annex else None
        )
    for name in FIXED:
        data = (DOCUMENTS / name).read_bytes()
        yield _compared(name, runs, (data, OFD), partial(parsed, data), None)


def _compared(
    name: str, runs: int, file: tuple[bytes, str], yardstick: Callable[[], None], most: float | None
) -> Measured:
    read_document(*file)
    yardstick()
    times: tuple[list[float], list[float]] = ([], [])
    for _run in range(runs):
        times[0].append(_milliseconds(lambda: read_document(*file)))
        times[1].append(_milliseconds(yardstick))
    return Measured(name, median(times[0]), median(times[1]), most)


def _milliseconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def plumbed(data: bytes, annex: tuple[int, ...]) -> None:
    """Do what the yardstick for a PDF is."""
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        if number + 1 not in annex:
            document[number].get_textpage().get_text_bounded()
    document.close()
    if annex:
        with pdfplumber.open(io.BytesIO(data)) as pages:
            for number in annex:
                pages.pages[number - 1].extract_tables()


def parsed(data: bytes) -> None:
    """Do what the yardstick for an OFD file is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def main() -> None:
    """Print medians and ratios, one file a line."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    for found in measure(runs):
        allowed = "" if found.most is None else f"  (at most {found.most})"
        sys.stdout.write(
            f"{found.name:28} {found.reading:7.1f} ms  yardstick {found.yardstick:7.1f} ms"
            f"  ratio {found.ratio:5.2f}{allowed}\n"
        )


if __name__ == "__main__":
    main()
