"""Hands out a stored file so that no browser opens it inside the program."""

from io import BytesIO

from flask import Response, send_file

from tracker.web.protection import DOWNLOAD_POLICY


def download(data: bytes, filename: str, media_type: str) -> Response:
    """Return the bytes as a file to save under its own name (RFC 6266), never to be shown here."""
    response = send_file(
        BytesIO(data), mimetype=media_type, as_attachment=True, download_name=filename
    )
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response
