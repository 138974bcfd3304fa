"""The calls into PDFium that are made for each character or object, by their addresses.

As pypdfium2 declares them they check and wrap their arguments each time, which takes longer than
the work: these take plain handles, and half the time.
"""

from collections.abc import Callable
from ctypes import PYFUNCTYPE, byref, c_int, c_uint, c_void_p, cast
from typing import Any

import pypdfium2.raw as pdfium

from tracker.reading.pages.turning import IDENTITY, Matrix


def handle_of(page: object) -> int:
    """Return the address of a page or a text page."""
    return cast(page, c_void_p).value or 0  # type: ignore[arg-type]  # a pointer


def _plain(function: object, result: Any, *arguments: Any) -> Callable[..., int]:  # noqa: ANN401 - ctypes
    address = cast(function, c_void_p).value or 0  # type: ignore[arg-type]  # a foreign function
    call: Callable[..., int] = PYFUNCTYPE(result, *arguments)(address)
    return call


unicode_of = _plain(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
has_no_meaning = _plain(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
object_of = _plain(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
object_type = _plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)


def matrix_of(shape: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    """Return how the measure of an object lies on what is around it."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, byref(found)):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f
