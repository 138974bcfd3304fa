"""A cell with more names than anybody could look through is asked about; its page comes."""

from tests.web.conftest import Browser
from tests.web.test_documents import drafts_of, receive
from tracker.config import Config
from tracker.database import Database
from tracker.directory import Matcher, Rule, pairs_among
from tracker.directory.pairing import MOST_COMPARED
from tracker.intake import MOST_NAMES
from tracker.models import Department, Person
from tracker.storage import Storage

PLACES = [
    f"{first}{second}" for first in "天地玄黄宇宙洪荒日月" for second in "甲乙丙丁戊己庚辛壬癸"
]
NAMES = [
    f"{place}{kind}" for place in PLACES for kind in ("教育局", "财政局", "街道", "公司", "中心")
]
HEAD = "序号\t任务\t内容\t责任部门\t完成时限\n"


def test_cell_of_too_many_names_is_asked_about(
    browser: Browser, database: Database, config: Config, lin: Person
) -> None:
    names = NAMES[: MOST_NAMES + 20]
    text = (
        f"{HEAD}1\t修路\t修通道路。\t{'、'.join(names)}\t年底\n2\t治水\t清理河道。\t水利局\t年底\n"
    )
    storage = Storage(config.data_dir / "uploads")
    document = receive(database, storage, lin, text.encode(), "分解表.txt")
    first = drafts_of(database, document)[0]
    assert first.leads == names
    assert "many_names" in {each["kind"] for each in first.problems}
    page = browser.get(f"/documents/{document}/review?draft={first.id}")
    assert "一栏中有 320 个名称，最多填写 300 个。" in page.text
    assert "另有 20 个名称见下方填写栏。" in page.text
    path = f"/documents/{document}/drafts/{first.id}"
    form = {"act": "save", "version": first.version, "title": "修路", "content": "修通道路。"}
    refused = browser.post(path, {**form, "leads": "\n".join(names)}, 400)
    assert "一栏中有 320 个名称，最多填写 300 个。" in refused.text
    assert len(refused.find("//textarea[@id='leads']")[0].text.split()) == len(names)
    browser.post(path, {**form, "leads": "\n".join(names[:2])})
    assert "many_names" not in {each["kind"] for each in drafts_of(database, document)[0].problems}


def test_names_are_compared_with_each_other_up_to_a_number() -> None:
    pairs = pairs_among([*NAMES, "财政局", "市财政局"], Matcher([]))
    assert pairs == {}
    assert len(NAMES) > MOST_COMPARED
    assert set(pairs_among(["财政局", "市财政局", *NAMES], Matcher([]))) == {"财政局"}


def test_matcher_keeps_what_a_name_means() -> None:
    matcher = Matcher([Department(id=1, name="市财政局")])
    match = matcher.match("财政局")
    assert (match.rule, matcher.match("财政局") is match) == (Rule.level, True)
