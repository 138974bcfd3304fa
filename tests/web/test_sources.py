from typing import Any

from tracker.extraction import Extraction, Masthead, RowKind, TaskRow, extract
from tracker.models import Draft, DraftKind
from tracker.reading import read_document
from tracker.reading.content import Cell, Content, Paragraph, Place, Table, expand
from tracker.web.sources import Piece, SourceBlock, anchor_of, lay_out, split_at

HEADINGS = (("number", "序号"), ("content", "主要内容"), ("deadline", "完成时间"))


def make_draft(**changes: Any) -> Draft:
    source = {"block": 1, "row": 2}
    values: dict[str, Any] = {"id": 1, "deadline_text": "长期", "problems": [], "source": source}
    return Draft(kind=DraftKind.annex, **{**values, **changes})


def make_extraction(table: Table, *rows: TaskRow) -> Extraction:
    paragraph = Paragraph("附件", Place(block=0), alignment="center")
    content = Content((paragraph, table), "text/plain")
    return Extraction(Masthead(), rows, (), (), (), (), content)


def table_of(*rows: tuple[str, ...]) -> Table:
    cells = [Cell((text,), r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Table(expand(cells, len(rows), len(rows[0])), Place(block=1, table=1))


def task_row(row: int) -> TaskRow:
    place = Place(block=1, table=1, row=row)
    return TaskRow(RowKind.ANNEX, "1", None, "x", place=place, column_headings=HEADINGS)


def test_every_paragraph_and_row_has_its_own_anchor() -> None:
    table = table_of(("序号", "主要内容", "完成时间"), ("1", "x", "长期"))
    blocks = lay_out(make_extraction(table, task_row(2)), [], "")
    anchors = [block.anchor for block in blocks] + [row.anchor for row in blocks[1].rows]
    assert anchors == ["source-0", "source-1", "source-1-1", "source-1-2"]


def test_place_of_a_draft_is_the_anchor_of_its_row() -> None:
    assert anchor_of(make_draft()) == "source-1-2"
    assert anchor_of(make_draft(source={"block": 7, "row": None})) == "source-7"


def test_heading_printed_again_at_a_page_break_is_left_out() -> None:
    head = ("序 号", "主要\n内容", "完成时间")
    table = table_of(head, ("1", "x", "长期"), head, ("2", "y", "2020年"))
    rows = lay_out(make_extraction(table, task_row(2), task_row(4)), [], "")[1].rows
    assert [row.is_repeated for row in rows] == [False, False, True, False]
    assert [row.is_head for row in rows] == [True, False, True, False]


def test_columns_are_as_wide_as_what_they_hold() -> None:
    table = table_of(("序号", "主要内容", "完成时间"), ("1", "x", "长期"))
    block = lay_out(make_extraction(table, task_row(2)), [], "")[1]
    assert block.column_classes == ("r-no", "", "r-due")
    assert [cell.is_centred for cell in block.rows[1].cells] == [True, False, True]


def test_merged_cell_is_printed_once() -> None:
    cells = [Cell(("编办",), 0, 0, row_span=2), Cell(("a",), 0, 1), Cell(("b",), 1, 1)]
    table = Table(expand(cells, 2, 2), Place(block=1, table=1))
    rows = lay_out(make_extraction(table), [], "")[1].rows
    assert [[cell.row_span for cell in row.cells] for row in rows] == [[2, 1], [1]]


def test_words_two_readings_are_about_are_marked() -> None:
    problem = {"kind": "deadline_conflict", "text": "", "reading": "每年9月"}
    table = table_of(("序号", "主要内容", "完成时间"), ("1", "于每年9月检查", "长期"))
    draft = make_draft(problems=[problem])
    row = lay_out(make_extraction(table, task_row(2)), [draft], "source-1-2")[1].rows[1]
    assert row.is_here
    assert row.cells[1].pieces == (Piece("于"), Piece("每年9月", is_marked=True), Piece("检查"))
    assert row.cells[2].pieces == (Piece("长期", is_marked=True),)


def test_pieces_put_together_are_the_text() -> None:
    text = "2020年前（2020年）.*"
    for words in ((), ("2020年", "2020年前"), (".*",)):
        assert "".join(piece.text for piece in split_at(text, words)) == text


def test_plain_text_is_laid_out_whole() -> None:
    text = "常天政发〔2017〕68号\n一、总体要求\n"
    content = read_document(text.encode(), "text/plain")
    blocks = lay_out(extract(content), [], "source-1")
    assert [words(block) for block in blocks] == ["常天政发〔2017〕68号", "一、总体要求"]
    assert [block.is_here for block in blocks] == [False, True]


def words(block: SourceBlock) -> str:
    return "".join(piece.text for piece in block.pieces)
