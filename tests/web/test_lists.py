import pytest
from flask import Flask

from tests.web.conftest import BASE_URL
from tracker.web.lists import Page


@pytest.mark.parametrize(
    ("total", "asked", "number", "last"),
    [
        (0, "", 1, 1),
        (50, "", 1, 1),
        (51, "page=2", 2, 2),
        (51, "page=3", 2, 2),
        (51, "page=0", 1, 2),
        (51, "page=-1", 1, 2),
        (51, "page=x", 1, 2),
        (51, "page=²", 1, 2),
        (51, "page=99999999999999999999", 1, 2),
    ],
)
def test_page_asked_for_is_one_there_is(
    app: Flask, total: int, asked: str, number: int, last: int
) -> None:
    with app.test_request_context(f"/messages?{asked}", base_url=BASE_URL):
        page = Page.asked_for(total)
    assert (page.number, page.last) == (number, last)
    assert page.offset == (number - 1) * page.size


def test_way_to_the_other_pages_keeps_the_rest_of_the_address(app: Flask) -> None:
    with app.test_request_context("/messages?state=sent&page=2", base_url=BASE_URL):
        page = Page.asked_for(150)
        assert page.previous_url == "/messages?state=sent&page=1"
        assert page.next_url == "/messages?state=sent&page=3"
    with app.test_request_context("/messages", base_url=BASE_URL):
        page = Page.asked_for(3)
        assert page.previous_url is None
        assert page.next_url is None
