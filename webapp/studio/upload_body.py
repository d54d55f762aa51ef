"""The bytes of a request as they come in; where the connection breaks, they just end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from flask import Request
from werkzeug.exceptions import ClientDisconnected

_AT_ONCE = 64 * 1024
# A laptop that is closed says nothing: nobody waits for it longer than this.
_LONGEST_SILENCE_SECONDS = 60.0


class ArrivingBody:
    """Read from the first byte to the last that arrives."""

    def __init__(self, request: Request) -> None:
        self._stream = request.stream

    def read(self, size: int = _AT_ONCE) -> bytes:
        """At most `size` bytes, b'' at the end and where the connection broke."""
        try:
            return self._stream.read(max(0, min(size, _AT_ONCE)))
        except (ClientDisconnected, OSError):
            return b""

    def seekable(self) -> bool:
        """What has been sent is not sent again."""
        return False


@contextmanager
def arriving(request: Request) -> Iterator[BinaryIO]:
    """The body as a file to be read once; whoever falls silent counts as gone."""
    connection: Any = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(_LONGEST_SILENCE_SECONDS)
    try:
        yield cast(BinaryIO, ArrivingBody(request))
    finally:
        if connection is not None:
            connection.settimeout(None)
