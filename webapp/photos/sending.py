"""A file that the browser saves instead of showing it; bytes flow while they are made."""

from collections.abc import Callable, Iterator

from flask import Response

JPEG = "image/jpeg"
ZIP = "application/zip"


def attachment(
    name: str,
    media_type: str,
    length: int,
    chunks: Iterator[bytes],
    *,
    close: Callable[[], None] | None = None,
) -> Response:
    """The answer; `name` in ASCII without quotes, `length` in bytes.

    `close` is called at the end, also when the reader goes away.
    """
    response = Response(chunks, mimetype=media_type, direct_passthrough=True)
    response.content_length = length
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    if close is not None:
        response.call_on_close(close)
    return response
