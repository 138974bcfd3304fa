"""The catalogue holds every text of the source, translated, with the same places to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tracker.config import ROOT

CATALOGUE = ROOT / "tracker/translations/zh_Hans_CN/LC_MESSAGES/tracker.po"
PLACE = re.compile(r"%\((\w+)\)[sd]")
METHODS = [("tracker/**.py", "python"), ("templates/**", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def source_messages() -> set[str]:
    found: set[str] = set()
    for folder in ("tracker", "templates"):
        method = [("**.py", "python")] if folder == "tracker" else [("**", "jinja2")]
        for _name, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), method, {"**": {"silent": "false"}}, KEYWORDS
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


def first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def translated(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_text_of_the_source_is_in_the_catalogue(catalogue: Catalog) -> None:
    known = {first(message) for message in catalogue if message.id}
    assert source_messages() - known == set()


def test_the_catalogue_holds_nothing_the_source_lost(catalogue: Catalog) -> None:
    known = {first(message) for message in catalogue if message.id}
    assert known - source_messages() == set()


def test_every_text_is_translated(catalogue: Catalog) -> None:
    missing = [
        first(message)
        for message in catalogue
        if message.id and not (message.string and all(translated(message)))
    ]
    assert missing == []


def test_a_translation_fills_the_same_places(catalogue: Catalog) -> None:
    for message in catalogue:
        if not message.id:
            continue
        allowed = set(PLACE.findall(first(message)))
        if not isinstance(message.id, str):
            allowed |= set(PLACE.findall(message.id[1])) | {"num"}
        for text in translated(message):
            assert set(PLACE.findall(text)) <= allowed, text


def test_no_translation_was_left_in_english(catalogue: Catalog) -> None:
    words = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}")
    english = [
        text
        for message in catalogue
        if message.id
        for text in translated(message)
        if words.search(text)
    ]
    assert english == []


def test_the_compiled_catalogue_is_not_older_than_its_source() -> None:
    compiled: Path = CATALOGUE.with_suffix(".mo")
    assert compiled.stat().st_mtime >= CATALOGUE.stat().st_mtime, "run `make catalogue`"
