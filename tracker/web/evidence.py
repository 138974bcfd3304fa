"""Evidence: a page that shows texts and images, and the file itself to keep."""

import codecs
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from tracker.errors import NotFound, UnreadableFile
from tracker.models import Evidence
from tracker.reading.decoding import decode
from tracker.web.access import Visit, requires, shell
from tracker.web.downloads import download
from tracker.web.protection import DOWNLOAD_POLICY

blueprint = Blueprint("evidence", __name__)
# ISO/IEC 10918-1 (SOI and the next marker) and the PNG specification, section 5.2.
IMAGES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
# What no text begins with, though its bytes might be read as one: zip, PDF, OLE, RTF, GIF.
CONTAINERS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"GIF8")
# UTF-16 has NUL bytes; without its mark almost any bytes could be it.
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A page shows this much of a text; a cut text says so.
SHOWN_BYTES = 200_000
SHOWN_CHARACTERS = 50_000
WHOLE_CHARACTER = 4


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file holds: the type of an image, or a text and whether it goes on; else neither."""

    image: str = ""
    text: str | None = None
    is_cut: bool = False


def preview_of(data: bytes) -> Preview:
    """Return what can be shown of a file, told by its bytes alone."""
    for mark, media_type in IMAGES:
        if data.startswith(mark):
            return Preview(image=media_type)
    if data.startswith(CONTAINERS) or (b"\0" in data and not data.startswith(UTF_16_MARKS)):
        return Preview()
    text = text_of(data)
    if text is None:
        return Preview()
    is_cut = len(data) > SHOWN_BYTES or len(text) > SHOWN_CHARACTERS
    return Preview(text=text[:SHOWN_CHARACTERS], is_cut=is_cut)


def text_of(data: bytes) -> str | None:
    """Return the beginning of a text, None where the bytes are none in any encoding we read.

    A cut may go through a character, so up to three bytes less are tried too.
    """
    beginning = data[:SHOWN_BYTES]
    tries = 1 if len(beginning) == len(data) else WHOLE_CHARACTER
    for less in range(tries):
        with suppress(UnreadableFile):
            return decode(beginning[: len(beginning) - less])
    return None


@blueprint.get("/evidence/<int:evidence_id>")
@requires("evidence.read")
def evidence(visit: Visit, evidence_id: int) -> ResponseReturnValue:
    """Show a text or an image; of any other file say that it can be kept."""
    found = load(visit, evidence_id)
    preview = preview_of(shell().storage.read(found.sha256))
    return render_template("tasks/evidence.html", evidence=found, preview=preview)


@blueprint.get("/evidence/<int:evidence_id>/file")
@requires("evidence.read")
def file(visit: Visit, evidence_id: int) -> ResponseReturnValue:
    """Give a file to keep, never to open inside our pages."""
    found = load(visit, evidence_id)
    return download(shell().storage.read(found.sha256), found.filename, "application/octet-stream")


@blueprint.get("/evidence/<int:evidence_id>/image")
@requires("evidence.read")
def image(visit: Visit, evidence_id: int) -> Response:
    """Hand the bytes of an image to the page that shows it, under a type we have recognised.

    Raises:
        NotFound: the file is no image we know.
    """
    data = shell().storage.read(load(visit, evidence_id).sha256)
    media_type = preview_of(data).image
    if not media_type:
        raise NotFound("This evidence is no image.")
    response = send_file(BytesIO(data), mimetype=media_type)
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def load(visit: Visit, evidence_id: int) -> Evidence:
    """Return the evidence, if the person may see the task it belongs to."""
    return visit.load(Evidence, evidence_id, lambda each: each.report)
