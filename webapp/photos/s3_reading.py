"""Reads a kept object like a file: one answer from front to end, a further one for each jump."""

import io
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from botocore.exceptions import BotoCoreError, HTTPClientError
from urllib3.exceptions import HTTPError

from webapp.photos.store import StoreDown

_BUFFER = 256 * 1024
_MOST_BREAKS = 2
_Answer = dict[str, Any]


def as_file(first: _Answer, get_from: Callable[[int, str], _Answer]) -> BinaryIO:
    """A seekable stream of an object; `first` is the answer to asking for all of it.

    `get_from(start, etag)` asks for the rest of the very same object. Reading raises StoreDown.
    """
    return cast(BinaryIO, io.BufferedReader(_Remote(first, get_from), _BUFFER))


class _Remote(io.RawIOBase):
    def __init__(self, first: _Answer, get_from: Callable[[int, str], _Answer]) -> None:
        self._size = int(first["ContentLength"])
        self._etag = str(first["ETag"])
        self._get_from = get_from
        self._body: Any = first["Body"]
        self._body_at = 0
        self._at = 0
        self._breaks = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("there is nothing before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        content = self._read(len(buffer))
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _read(self, length: int) -> bytes:
        """Some bytes, however often the connection breaks; a few times at most."""
        while True:
            try:
                content = self._body_here().read(length)
            except (HTTPClientError, BotoCoreError, HTTPError, OSError):
                content = b""
            if content:
                self._body_at += len(content)
                return bytes(content)
            self._let_go()
            self._breaks += 1
            if self._breaks > _MOST_BREAKS:
                raise StoreDown("the object store breaks off while it sends")

    def _body_here(self) -> Any:
        if self._body is None or self._body_at != self._at:
            self._let_go()
            answer = self._get_from(self._at, self._etag)
            if not str(answer.get("ContentRange")).startswith(f"bytes {self._at}-"):
                raise StoreDown("the object store sends other bytes than it was asked for")
            self._body, self._body_at = answer["Body"], self._at
        return self._body

    def _let_go(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
