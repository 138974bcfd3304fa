"""Measures reading a document: `python -m tests.bench.documents [runs]`.

Three ratios, each taken by turns within one run so that a busy machine slows both sides alike:
reading and extracting a .docx against the bare parsing of its parts (at most 5), the same text as
.txt against the .docx (at most 1), and an upload up to its review page against the work in process
plus the start of the child plus 0.3 seconds (at most 1).
"""

import io
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from lxml import etree

from tests.conftest import NOW
from tests.make import make_person
from tests.reading_samples import DOCUMENTS
from tests.web.conftest import Browser, make_app, make_config
from tracker.confined import extract_document
from tracker.database import migrate, open_database
from tracker.directory import open_session
from tracker.extraction import extract
from tracker.models import Role
from tracker.reading import read_document
from tracker.reading.media_types import DOCX, TEXT
from tracker.web.sessions import token_cookie

RUNS = 7
SAMPLES = ("tianning", "jilin-city", "fuxin")
MOST_FOR_DOCX = 5.0
PAGES_AFTER_READING = 0.3
READ_PARTS = frozenset({"word/document.xml", "word/styles.xml", "word/numbering.xml"})
Act = Callable[[], object]


def by_turns(runs: int, *acts: Act) -> list[float]:
    """Return the median seconds of each act, all done once in every run."""
    taken: list[list[float]] = [[] for _act in acts]
    for act in acts:
        act()
    for _run in range(runs):
        for act, times in zip(acts, taken, strict=True):
            begun = perf_counter()
            act()
            times.append(perf_counter() - begun)
    return [median(times) for times in taken]


def read(data: bytes, kind: str) -> None:
    """Read and extract in this process."""
    extract(read_document(data, kind))


def parse(data: bytes) -> None:
    """Parse the parts of a .docx that say something, and nothing else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name in READ_PARTS:
                etree.fromstring(archive.read(name))


def upload_each(folder: Path, data: bytes, runs: int) -> list[float]:
    """Return the median seconds of an upload to its review page, of reading, of a child's start."""
    config = make_config(folder)
    folder.mkdir()
    with closing(open_database(f"sqlite:///{folder}/tracker.db")) as database:
        migrate(database)
        with database.write() as session:
            lin = make_person(session, account="lin", name="林督查", role=Role.coordinator)
            token = open_session(session, lin, NOW, None, None)
        browser = Browser(make_app(config, database))
        browser.client.set_cookie(token_cookie(config), token, domain="127.0.0.1")
        return by_turns(
            runs,
            partial(upload, browser, data),
            partial(read, data, DOCX),
            partial(extract_document, "短文。".encode(), TEXT),
        )


def upload(browser: Browser, data: bytes) -> None:
    """Send a file nobody sent before, and follow to its review page."""
    fresh = io.BytesIO(data + bytes(8) + perf_counter().hex().encode())
    browser.get("/documents")
    taken = browser.post("/documents", {"file": (fresh, "source.docx"), "again": "1"})
    following = taken.response.headers["Location"]
    while following:
        response = browser.client.get(following, base_url="http://127.0.0.1:8017")
        following = response.headers.get("Location", "")


def say(name: str, seconds: float, allowed: float, most: float) -> None:
    """Write one line: milliseconds of both sides, their ratio, what is allowed."""
    sys.stdout.write(
        f"{name:36} {seconds * 1000:8.1f} ms against {allowed * 1000:8.1f} ms"
        f"  ratio {seconds / allowed:5.2f} (at most {most})\n"
    )


def main() -> None:
    """Print medians and ratios, one comparison a line."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    for name in SAMPLES:
        word = (DOCUMENTS / name / "source.docx").read_bytes()
        text = (DOCUMENTS / name / "source.txt").read_bytes()
        docx, bare, plain = by_turns(
            runs, partial(read, word, DOCX), partial(parse, word), partial(read, text, TEXT)
        )
        say(f"{name}.docx, bare parsing", docx, bare, MOST_FOR_DOCX)
        say(f"{name}.txt, the same .docx", plain, docx, 1.0)
    with TemporaryDirectory() as folder:
        word = (DOCUMENTS / "tianning" / "source.docx").read_bytes()
        whole, inside, start = upload_each(Path(folder) / "data", word, runs)
        say("upload to review page", whole, inside + start + PAGES_AFTER_READING, 1.0)


if __name__ == "__main__":
    main()
