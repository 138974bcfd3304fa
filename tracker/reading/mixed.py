"""Reads files of which only some pages are pictures: the recognised among the typed, in order."""

from collections.abc import Callable, Mapping, Sequence

from tracker.errors import UnknownFormat
from tracker.reading import media_types, ofd, portable
from tracker.reading.content import Block, Content
from tracker.reading.pages.layout import content_of
from tracker.reading.pages.parts import Page
from tracker.reading.picture_pages import warnings_of
from tracker.reading.pictures import count_pages, require_few
from tracker.reading.scan_joining import joined_pages
from tracker.texts import gettext as _

# The types whose pages may be typed or pictures, and what finds the pages.
PAGED: dict[str, Callable[[bytes], list[Page]]] = {
    media_types.PDF: portable.pages_of_file,
    media_types.OFD: ofd.pages_of_file,
}


def picture_pages(data: bytes, media_type: str) -> tuple[int, ...]:
    """Return the numbers of the pages (from 1) that have to be recognised.

    Raises:
        UnreadableFile: the file does not open, has no such page, or more than we read at once.
    """
    if media_type not in PAGED:
        return tuple(range(1, count_pages(data, media_type) + 1))
    numbers = tuple(page.number for page in PAGED[media_type](data) if page.is_scan)
    require_few(len(numbers))
    return numbers


def merged(
    data: bytes, media_type: str, pages: Mapping[int, Sequence[Block]], warnings: Sequence[str] = ()
) -> Content:
    """Return the whole file: `pages` are the blocks of each recognised page by its number.

    Raises:
        UnreadableFile: the file does not open, or holds no text at all.
    """
    read = PAGED[media_type](data) if media_type in PAGED else [Page(number) for number in pages]
    for page in read:
        if page.number in pages:
            page.is_scan = False
            page.signs = [] if media_type == media_types.PDF else page.signs
            page.rules = []
    found = content_of(read, media_type, (*warnings, *warnings_of(read)), in_runs(pages))
    if not found.blocks:
        raise UnknownFormat(_("No text was recognised in the scan."))
    return found


def in_runs(pages: Mapping[int, Sequence[Block]]) -> dict[int, list[Block]]:
    """Return the blocks of pages that follow each other as one, by the number of the first."""
    runs: dict[int, list[Sequence[Block]]] = {}
    first = last = -1
    for number in sorted(pages):
        first = first if number == last + 1 else number
        runs.setdefault(first, []).append(pages[number])
        last = number
    return {number: joined_pages(found) for number, found in runs.items()}
