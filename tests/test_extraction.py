"""Golden documents: what is extracted equals the labels, field by field."""

import json
from collections import Counter
from datetime import date

import pytest

from tests.reading_samples import (
    content_of,
    extraction_from,
    extraction_of,
    labels,
    pasted_html,
    pasted_text,
    read,
    squeeze,
    tables_of,
)
from tracker.extraction import Extraction, RowKind, TaskRow, extract
from tracker.extraction.wire import from_json, to_json
from tracker.reading import Cell, Table
from tracker.texts import gettext as _

FOLDERS = ["tianning", "jilin-city", "fuxin", "jinzhong", "jilin-province"]
TIANNING = [
    "source.txt",
    "source.docx",
    "pages.docx",
    "twolevel.docx",
    "autonum.docx",
    "tracked.docx",
    "nested.docx",
    "docx_named.doc",
    "source.html",
    "pages.html",
    "twolevel.html",
    "autonum.html",
    "html_gbk_named.doc",
]
JILIN_CITY = ["source.txt", "source.docx", "blank.docx", "source.html", "blank.html"]
FUXIN = ["source.txt", "source.docx", "source.html"]
FILES = {"tianning": TIANNING, "jilin-city": JILIN_CITY, "fuxin": FUXIN}
# These hold the annex alone.
TIANNING_ANNEX = ["source.xlsx", "dates.xlsx", "utf8bom.csv", "gbk.csv", "html_gbk_named.xls"]
JILIN_CITY_ANNEX = ["source.xlsx", "utf8bom.csv", "gbk.csv"]
ALL = [(folder, file) for folder in FOLDERS for file in FILES.get(folder, ["source.txt"])]

FIELDS = ("no", "title", "content", "deadline_text", "leads", "cooperating")


def said(row: TaskRow) -> list[object]:
    words = [squeeze(text) for text in (row.no, row.title, row.content, row.deadline_text)]
    return [*words, list(row.leads), list(row.cooperating)]


@pytest.mark.parametrize("file", [*TIANNING, *TIANNING_ANNEX])
def test_every_field_of_the_annex_of_tianning_is_right(file: str) -> None:
    rows = extraction_of(f"tianning/{file}").rows
    gold = labels("tianning")["annex_tasks"]
    assert [said(row) for row in rows] == [[row[name] for name in FIELDS] for row in gold]
    assert {row.kind for row in rows} == {RowKind.ANNEX}
    assert all(row.has_lead_column and row.has_deadline_column for row in rows)


@pytest.mark.parametrize("file", [*JILIN_CITY, *JILIN_CITY_ANNEX])
def test_every_row_of_jilin_city_stands_under_its_unit(file: str) -> None:
    rows = extraction_of(f"jilin-city/{file}").rows
    gold = labels("jilin-city")["annex_tasks"]
    assert [(row.no, row.content, list(row.leads)) for row in rows] == [
        (row["no"], row["content"], row["leads"]) for row in gold
    ]
    assert {row.deadline_text for row in rows} == {None}
    assert not any(row.has_cooperating_column for row in rows)


PASTED_FROM = [
    ("tianning/source.xlsx", 13),
    ("tianning/dates.xlsx", 13),
    ("jilin-city/source.xlsx", 45),
]


@pytest.mark.parametrize(("file", "count"), PASTED_FROM)
def test_a_pasted_table_gives_the_rows_of_its_file(file: str, count: int) -> None:
    (table,) = tables_of(content_of(file))
    rows = [
        [one.text * _begins(one, r, c) for c, one in enumerate(row)]
        for r, row in enumerate(table.rows)
    ]
    expected = [said(row) for row in extraction_of(file).rows]
    assert len(expected) == count
    assert [said(row) for row in extract(read(pasted_html(table))).rows] == expected
    assert [said(row) for row in extract(read(pasted_text(rows))).rows] == expected


def _begins(cell: Cell, row: int, column: int) -> bool:
    """Return whether a position shows its cell; the others of a merged cell are pasted blank."""
    return (cell.row, cell.column) == (row, column)


def test_a_sheet_says_its_title_and_what_was_hidden() -> None:
    extraction = extraction_of("tianning/dates.xlsx")
    assert extraction.masthead.title == "天宁区城乡义务教育优质均衡发展重点任务分解表"
    assert ["数据字典" in remark.text for remark in extraction.remarks] == [True]
    assert (extraction.rows[0].place.part, extraction.rows[0].place.row) == ("任务分解表", 3)


def test_a_unit_taken_from_the_row_above_is_marked() -> None:
    blank = extraction_of("jilin-city/blank.docx").rows
    merged = extraction_of("jilin-city/source.docx").rows
    assert sum("leads" in row.inherited for row in blank) == 35
    assert not any(row.inherited for row in merged)


@pytest.mark.parametrize(("folder", "file"), ALL)
def test_measures_have_the_number_heading_parties_and_clause_of_the_labels(
    folder: str, file: str
) -> None:
    measures = extraction_of(f"{folder}/{file}").measures
    gold = labels(folder)["measures"]
    assert len(measures) == len(gold)
    for found, row in zip(measures, gold, strict=True):
        assert squeeze(found.title) == squeeze(row["heading"])
        assert list(found.leads) == row["leads"]
        assert list(found.cooperating) == row["cooperating"]
        assert found.clause == row["clause"]
        start = squeeze(row["content_start"])
        assert squeeze(found.content).startswith(start) or squeeze(found.title).startswith(start)


@pytest.mark.parametrize(("folder", "file"), ALL)
def test_the_masthead_is_that_of_the_labels(folder: str, file: str) -> None:
    masthead = extraction_of(f"{folder}/{file}").masthead
    gold = labels(folder)["document"]
    issued_on = gold["issued_on"] and date.fromisoformat(gold["issued_on"])
    assert (masthead.doc_number, masthead.issuer) == (gold["doc_number"], gold["issuer"])
    assert squeeze(masthead.title) == squeeze(gold["title"])
    assert masthead.issued_on == issued_on
    assert list(masthead.annexes) == gold["annexes"]
    assert squeeze(masthead.embedded_title) == squeeze(gold["embedded_title"])


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_expression_of_time_is_found_once(folder: str) -> None:
    found = [(squeeze(one.text), one.normal) for one in _all(folder).deadlines]
    gold = labels(folder)["deadlines"]
    sure = [(squeeze(row["text"]), row["normal"]) for row in gold if not row.get("borderline")]
    spare = [(squeeze(row["text"]), row["normal"]) for row in gold if row.get("borderline")]
    for one in sure:
        found.remove(one)
    for one in found:
        spare.remove(one)


def test_nine_of_ten_targets_are_right() -> None:
    hits = known = given = 0
    for folder in FOLDERS:
        gold = labels(folder)["targets"]
        sure = [_target(row) for row in gold if not row.get("borderline")]
        spare = [_target(row) for row in gold if row.get("borderline")]
        found = [(one.comparator, one.value, one.unit, one.by) for one in _all(folder).targets]
        hit = (Counter(sure) & Counter(found)).total()
        extra = (Counter(found) - Counter(sure) - Counter(spare)).total()
        hits, known, given = hits + hit, known + len(sure), given + hit + extra
    assert hits / known > 0.9
    assert hits / given > 0.9


def _target(row: dict[str, str]) -> tuple[str, float, str, str | None]:
    return row["comparator"], float(row["value"]), row["unit"], row["by"]


def _all(folder: str) -> Extraction:
    return extraction_of(f"{folder}/source.txt")


@pytest.mark.parametrize("folder", ["fuxin", "jinzhong", "jilin-province"])
def test_a_document_without_a_task_table_gives_no_rows(folder: str) -> None:
    assert _all(folder).rows == ()


@pytest.mark.parametrize("folder", ["jinzhong", "jilin-province"])
def test_a_document_without_responsibilities_names_nobody(folder: str) -> None:
    assert not any(row.leads or row.cooperating or row.clause for row in _all(folder).measures)


def test_remarks_tell_of_repeated_headers_and_of_the_missing_annex() -> None:
    assert len(_all("tianning").remarks) == 1
    assert "2" in _all("tianning").remarks[0].text
    assert "分年度目标" in _all("jilin-province").remarks[0].text
    assert _all("jilin-city").remarks == ()


@pytest.mark.parametrize(("folder", "file"), ALL)
def test_an_extraction_survives_the_border(folder: str, file: str) -> None:
    extraction = extraction_of(f"{folder}/{file}")
    assert from_json(to_json(extraction)) == extraction


@pytest.mark.parametrize("text", ["", "[]", '{"rows": 1}', '{"masthead": {}, "nonsense": 1}'])
def test_other_json_is_no_extraction(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        from_json(text)


def test_a_place_leads_back_to_the_block_and_row() -> None:
    extraction = extraction_of("tianning/source.docx")
    row = extraction.rows[4]
    table = extraction.content.blocks[row.place.block]
    assert (row.place.table, row.place.row) == (1, 6)
    assert json.loads(to_json(extraction))["rows"][4]["place"]["row"] == 6
    assert isinstance(table, Table)
    assert table.rows[5][0].text == row.no


MASTHEADS = [
    (
        "某市人民政府文件\n\n某政发〔2020〕5号\n\n关于加快发展的意见\n\n各县：\n请执行。",
        "某市人民政府",
    ),
    ("某市人民政府办公室关于加快发展的通知\n\n各县：\n请执行。", "某市人民政府办公室"),
    ("关于加快发展的通知\n各县：\n请执行。\n某市教育局\n2020年5月6日", "某市教育局"),
    ("发布机构：某市人民政府\n关于加快发展的通知\n各县：\n请执行。", "某市人民政府"),
    ("关于加快发展的通知\n各县：\n请执行。", None),
]


@pytest.mark.parametrize(("text", "issuer"), MASTHEADS)
def test_the_issuer_stands_in_the_title_the_red_head_or_the_signature(
    text: str, issuer: str | None
) -> None:
    assert extraction_from(text).masthead.issuer == issuer


def test_annexes_are_listed_and_missing_ones_told() -> None:
    text = "关于发展的通知\n各县：\n请执行。\n附件：1．分工表\n2．名单\n\n"
    text += "附件1\n分工表\n文字。\n附件2\n名单\n文字。"
    extraction = extraction_from(text)
    assert extraction.masthead.annexes == ("分工表", "名单")
    (remark,) = extraction.remarks
    assert remark.text == _("No task was found in this document.")
    cut = extraction_from(text.partition("\n附件1")[0])
    assert [remark.text for remark in cut.remarks] != []
    assert cut.measures == ()


def test_a_date_of_issue_in_wide_digits_is_read() -> None:
    text = "关于印发要点的通知\n（区城管局负责，２０２３年６月底前）\n２０２３年１月１２日\n"
    assert extraction_from(text).masthead.issued_on == date(2023, 1, 12)
