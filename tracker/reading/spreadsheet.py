"""Turns a workbook (.xlsx, transitional or strict) into Content: a table for each visible sheet.

The walk is our own, over the cells that are really there. openpyxl was tried and left: it fills
every cell of a merged range (A1:XFD1048576 takes all memory), refuses the whole file for one odd
style, as office systems write them, and does not know the date formats 27 to 58 of Chinese Excel.
"""

from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from tracker.errors import DamagedFile
from tracker.reading.archive import open_archive
from tracker.reading.content import Block, Content, in_order
from tracker.reading.media_types import XLSX
from tracker.reading.package import (
    Relation,
    main_part,
    parse_optional,
    parse_part,
    relations_of,
)
from tracker.reading.sheet_boxes import around, drawn_on
from tracker.reading.sheet_grid import Looks, left_out
from tracker.reading.spreadsheet_cells import Strings, read_grid, read_looks, tag
from tracker.reading.word_objects import only_pictures, unread_pictures
from tracker.texts import gettext as _

USUAL_MAIN_PART = "xl/workbook.xml"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(data: bytes) -> Content:
    """Return the visible sheets in their order; each table begins in row 1 of its sheet.

    Numbers are text as their cells show them. Sheets without text are no tables; what text boxes
    say stands above or below the table.

    Raises:
        UnreadableFile: see `archive`; a workbook without sheets is a DamagedFile, a sheet that
            reaches over the limits of `check_size` is TooLarge.
    """
    with open_archive(data) as archive:
        main = main_part(archive, USUAL_MAIN_PART)
        workbook = parse_part(archive, main)
        sheets = workbook.findall(f"{tag('sheets')}/{tag('sheet')}")
        if not sheets:
            raise DamagedFile(
                _("The file is damaged or cut off; open it, save it again and upload that.")
            )
        warnings: list[str] = []
        relations = relations_of(archive, main)
        looks, strings = _shared_parts(archive, workbook, relations)
        visible = list(_visible(sheets, warnings))
        blocks: list[Block] = []
        pictures = 0
        for key, name in visible:
            if key in relations and relations[key].kind == "worksheet":
                part = relations[key].target
                grid = read_grid(parse_part(archive, part), looks, strings)
                boxes, large = drawn_on(archive, part)
                blocks.extend(around(grid.table(name, warnings), boxes))
                pictures += large
    if pictures and not blocks:
        raise only_pictures()
    return Content(in_order(blocks), XLSX, (*warnings, *unread_pictures(pictures)))


def _shared_parts(
    archive: ZipFile, workbook: etree._Element, relations: dict[str, Relation]
) -> tuple[Looks, Strings]:
    """Return the number formats and the texts that all sheets share."""
    named = {relation.kind: relation.target for relation in relations.values()}
    properties = workbook.find(tag("workbookPr"))
    from_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    looks = read_looks(parse_optional(archive, named.get("styles")), from_1904=from_1904)
    return looks, Strings.read(parse_optional(archive, named.get("sharedStrings")))


def _visible(sheets: list[etree._Element], warnings: list[str]) -> Iterator[tuple[str, str]]:
    """Return relation id and name of each visible sheet; a hidden one is only told of."""
    for sheet in sheets:
        name = str(sheet.get("name", ""))
        if sheet.get("state", "visible") == "visible":
            yield str(sheet.get(RELATION_ID)), name
        else:
            warnings.append(left_out(name))
