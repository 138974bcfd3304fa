"""Evidence on a page: texts and images are shown, nothing in them is run, the rest is kept."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest

from tests.web.conftest import BASE_URL, Browser, Page
from tests.web.test_tasks import add_task, send_report
from tracker.database import Database
from tracker.models import Person
from tracker.web.evidence import SHOWN_CHARACTERS, preview_of
from tracker.web.protection import DOWNLOAD_POLICY

SignIn = Callable[[Person], Browser]
WORDS = "会签意见：同意。"
CUT = "只显示开头部分"


def png() -> bytes:
    """Return a picture of one white point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def show(sign_in: SignIn, zhou: Person, database: Database) -> Callable[[bytes, str], Page]:
    """Return a function that sends a report with one file and opens the file's page."""
    browser = sign_in(zhou)

    def send(data: bytes, name: str) -> Page:
        send_report(browser, add_task(database), evidence=(BytesIO(data), name))
        return browser.get("/evidence/1")

    return send


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_shown_whatever_its_encoding(
    show: Callable[[bytes, str], Page], encoding: str
) -> None:
    page = show(WORDS.encode(encoding), "意见.txt")
    assert page.find("//pre")[0].text == WORDS
    assert CUT not in page.text


def test_long_text_is_cut_and_says_so(show: Callable[[bytes, str], Page]) -> None:
    page = show((WORDS * 9_000).encode(), "长.txt")
    assert len(page.find("//pre")[0].text) == SHOWN_CHARACTERS
    assert CUT in page.text


@pytest.mark.parametrize("less", range(6))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_cut_through_a_character_is_no_hindrance(encoding: str, less: int) -> None:
    found = preview_of(b"." * less + ("规范" * 100_000).encode(encoding))
    assert found.text is not None
    assert found.is_cut


def test_markup_is_shown_as_text(show: Callable[[bytes, str], Page]) -> None:
    page = show(b"<script>alert(1)</script><h1>x</h1>", "x.html")
    assert page.find("//pre")[0].text == "<script>alert(1)</script><h1>x</h1>"
    assert not page.find("//main//script")


def test_image_is_shown_from_a_route_with_its_own_policy(
    show: Callable[[bytes, str], Page], sign_in: SignIn, zhou: Person
) -> None:
    page = show(png(), "现场.txt")
    address = page.find("//main//img/@src")[0]
    assert page.find("//main//img/@alt") == ["图片：现场.txt"]
    answer = sign_in(zhou).client.get(address, base_url=BASE_URL)
    assert answer.get_data() == png()
    assert answer.mimetype == "image/png"
    assert answer.headers["Content-Security-Policy"] == DOWNLOAD_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 plain words",
        b"%PDF-1.7 plain words",
        b"GIF89a\x01\x00",
        b"\x00\x01\x02\x03" * 9,
        b"{\\rtf1 words}",
        bytes(range(256)) * 4,
    ],
)
def test_other_kinds_are_offered_for_download_only(
    show: Callable[[bytes, str], Page], sign_in: SignIn, zhou: Person, data: bytes
) -> None:
    page = show(data, "图.png")
    assert "这类文件不在此显示" in page.text
    assert not page.find("//main//img | //main//pre")
    sign_in(zhou).get("/evidence/1/image", 404)


def test_svg_is_text_and_never_an_image() -> None:
    found = preview_of(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    assert found.image == ""
    assert found.text is not None
