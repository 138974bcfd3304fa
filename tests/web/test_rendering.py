from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, render_template_string
from jinja2 import UndefinedError
from markupsafe import Markup

from tests.web.conftest import BASE_URL, Browser, StoppedClock, make_config
from tracker.config import Config
from tracker.database import Database
from tracker.models import Person
from tracker.web import create_app
from tracker.web.dates import day_words, full_day_words, moment_words, short_day_words
from tracker.web.rendering import shown, size_words

TODAY = date(2017, 8, 16)


@pytest.mark.parametrize(
    ("day", "short", "with_weekday", "full"),
    [
        (date(2017, 8, 31), "8月31日", "8月31日（周四）", "2017年8月31日（周四）"),
        (date(2017, 1, 1), "1月1日", "1月1日（周日）", "2017年1月1日（周日）"),
        (date(2018, 12, 31), "2018年12月31日", "2018年12月31日（周一）", "2018年12月31日（周一）"),
    ],
)
def test_day_is_written_with_the_year_only_where_it_differs(
    day: date, short: str, with_weekday: str, full: str
) -> None:
    assert short_day_words(day, TODAY) == short
    assert day_words(day, TODAY) == with_weekday
    assert full_day_words(day) == full


def test_moment_is_local() -> None:
    moment = datetime(2017, 8, 18, 17, 40, tzinfo=UTC)
    assert moment_words(moment, TODAY, "Asia/Shanghai") == "8月19日 01:40"
    new_year = datetime(2017, 12, 31, 16, 0, tzinfo=UTC)
    assert moment_words(new_year, TODAY, "Asia/Shanghai") == "2018年1月1日 00:00"


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (2048, "2 KB"), (1024 * 1024 * 3 // 2, "1.5 MB")]
)
def test_size_of_a_file(size: int, words: str) -> None:
    assert size_words(size) == words


def test_characters_that_turn_the_text_are_not_shown() -> None:
    assert shown("报告\u202excod.exe\u200b") == "报告xcod.exe"
    assert shown(None) == ""
    assert shown(Markup("<b>")) == Markup("<b>")


def test_missing_variable_is_an_error(app: Flask) -> None:
    with app.test_request_context(base_url=BASE_URL), pytest.raises(UndefinedError):
        render_template_string("{{ nobody_gave_this }}")


def test_text_with_a_percent_sign_goes_through_the_catalogue(app: Flask) -> None:
    with app.test_request_context(base_url=BASE_URL):
        words = render_template_string('{{ _("Progress %(percent)s%%", percent=45) }}')
    assert words == "进度45%"


def test_shifted_clock_says_so_on_every_page(database: Database, config: Config) -> None:
    clock = StoppedClock(shift=timedelta(days=-3000))
    page = Browser(create_app(config, database, clock)).get("/sign-in")
    assert "演示日期：本系统按2017年8月16日（周三）运行" in page.text


def test_real_clock_says_nothing(stranger: Browser) -> None:
    assert "演示日期" not in stranger.get("/sign-in").text


def test_top_bar_holds_only_what_the_person_may_open(
    sign_in: Callable[[Person], Browser], lin: Person, administrator: Person
) -> None:
    def bar(person: Person) -> list[str]:
        page = sign_in(person).get("/messages")
        return [str(name) for name in page.find("//nav[@class='rolenav']//a/text()")]

    office = ["发送记录", "单位与联络员", "设置"]
    assert bar(lin) == ["工作台", "督查台账", "文件与分解", "领导看板", *office]
    assert [name for name in bar(administrator) if name != "账号"] == ["工作台", *office]


def test_current_place_is_marked(sign_in: Callable[[Person], Browser], lin: Person) -> None:
    page = sign_in(lin).get("/documents")
    assert page.find("//a[@aria-current='page']/text()") == ["文件与分解"]


def test_missing_folder_of_the_data_is_made(database: Database, config: Config) -> None:
    keyless = make_config(config.data_dir / "new", TRACKER_SECRET_KEY="")
    create_app(keyless, database, StoppedClock())
    assert (config.data_dir / "new" / "secret-key").is_file()
