"""Handing a file to a browser, as a download it will not try to run."""

from __future__ import annotations

from django.http import FileResponse

from guiju.files.kinds import clean_name
from guiju.files.models import File
from guiju.files.selectors import open_file


def attachment(file: File, *, name: str = "") -> FileResponse:
    """A download under `name`, else under the name the file first came with.

    The name travels as RFC 5987 wants it. Nothing between keeps a copy, the browser takes the
    stated type, and what is opened all the same stands in a sandbox. Raises Refusal when the
    bytes are lost.
    """
    response = FileResponse(
        open_file(file),
        as_attachment=True,
        filename=clean_name(name or file.name),
        content_type=file.content_type,
    )
    response.headers["Content-Length"] = str(file.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
