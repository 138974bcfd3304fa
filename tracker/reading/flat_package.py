"""Turns a Word document whose package is one XML file ("flat OPC") into Content.

Word saves such files as "Word XML document"; ECMA-376 knows the parts, [MS-OE376] the file.
"""

import binascii
import io
import zipfile

from lxml import etree

from tracker.reading import word
from tracker.reading.archive import MAX_ENTRIES
from tracker.reading.compound import damaged
from tracker.reading.content import Content

SPACE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
ROOT = SPACE + "package"
NAME, XML, BINARY = SPACE + "name", SPACE + "xmlData", SPACE + "binaryData"


def content_of(root: etree._Element) -> Content:
    """Return the content of the document in the package.

    Raises:
        UnreadableFile: see `word`; a part that is not whole is a DamagedFile.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in list(root.iterchildren(SPACE + "part"))[:MAX_ENTRIES]:
            archive.writestr(part.get(NAME, "").lstrip("/"), _bytes(part))
    return word.read(file.getvalue())


def _bytes(part: etree._Element) -> bytes:
    held = part.find(XML)
    if held is not None and len(held):
        return etree.tostring(held[0], encoding="UTF-8", with_tail=False)
    try:
        return binascii.a2b_base64(part.findtext(BINARY, ""))
    except binascii.Error as error:
        raise damaged() from error
