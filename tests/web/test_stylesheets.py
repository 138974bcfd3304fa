"""The one style sheet of every page, joined from the small ones."""

from pathlib import Path

from tests.web.conftest import Browser
from tracker.config import shipped
from tracker.web.stylesheets import STYLESHEETS, joined


def test_every_small_file_is_in_the_joined_sheet() -> None:
    folder = Path(shipped("static"), "css")
    files = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.css")}
    assert files == set(STYLESHEETS)
    assert len(STYLESHEETS) == len(set(STYLESHEETS))


def test_joined_sheet_holds_every_rule_in_the_order_of_the_cascade() -> None:
    folder = Path(shipped("static"), "css")
    place = 0
    for name in STYLESHEETS:
        text = (folder / f"{name}.css").read_text(encoding="utf-8")
        place = joined().index(text, place) + len(text)


def test_page_links_two_sheets_that_may_be_kept_for_a_year(stranger: Browser) -> None:
    links = stranger.get("/sign-in").find("//link[@rel='stylesheet']/@href")
    assert len(links) == 2
    for link in links:
        assert "v=" in link
        answer = stranger.get(str(link)).response
        assert answer.mimetype == "text/css"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000"
        answer.close()


def test_page_of_a_refusal_links_the_same_sheets(stranger: Browser) -> None:
    links = "//link[@rel='stylesheet']/@href"
    assert stranger.get("/nowhere", 404).find(links) == stranger.get("/sign-in").find(links)
