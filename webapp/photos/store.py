"""What a place for files can do, be it a folder or an object store, and how it can fail.

Files are kept whole or not at all, under the keys of `webapp/photos/keys.py`.
"""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 1024 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DOWN = (errno.EIO, errno.ESTALE, errno.EROFS, errno.ENOTCONN, errno.EACCES, errno.EPERM)


class StoreFull(Exception):
    """There is no room left where the photos are kept."""


class StoreDown(Exception):
    """Where the photos are kept does not answer, or refuses to: later it may again."""


@dataclass(frozen=True)
class Stored:
    """What was written: the SHA-256 of the bytes (hex) and their number."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Entry:
    """One file that is kept: `size` in bytes, and when it was written, in the store's time."""

    key: str
    size: int
    changed_at: datetime


@contextmanager
def disk_in_own_words() -> Iterator[None]:
    """What the system says of a disk, as StoreFull or StoreDown."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            raise StoreFull from fault
        if fault.errno in _DOWN:
            raise StoreDown(fault.strerror) from fault
        raise


def sync_folder(folder: Path) -> None:
    """Force the names of a folder to disk: what was renamed into it is there after a crash."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(file: BinaryIO) -> str:
    """The SHA-256 (hex) of what a file still holds, with little memory."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


class PhotoStore(Protocol):
    """What every place for photos can do; everything may raise StoreDown.

    A name that no function of `keys` makes is refused with ValueError.
    """

    def put(self, key: str, source: BinaryIO) -> Stored:
        """Keep what `source` still holds under `key`, or nothing. Raises StoreFull."""

    def open(self, key: str) -> BinaryIO:
        """The file as a seekable stream. Raises FileNotFoundError."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """A path on this machine to the file, only to be read, for as long as the block lasts.

        Raises FileNotFoundError, and StoreFull where there is no room for a copy.
        """

    def size(self, key: str) -> int:
        """The number of bytes. Raises FileNotFoundError."""

    def sha256(self, key: str) -> str:
        """The SHA-256 of the bytes (hex), found without sending them. Raises FileNotFoundError."""

    def delete(self, key: str) -> None:
        """Remove the file; nothing happens if it is already gone."""

    def delete_many(self, keys: Iterable[str]) -> None:
        """Remove many, in as few steps as can be; any that are already gone do not matter."""

    def entries(self, under: str = "") -> Iterator[Entry]:
        """What is kept, in no particular order; `under` narrows it to 'incoming', 'logos/ab' …

        Never the whole list in memory. What comes or goes meanwhile may be among it or not.
        """

    def keys(self, under: str = "") -> Iterator[str]:
        """The keys of `entries`."""

    def interrupted(self, *, before: datetime) -> list[str]:
        """What writing that broke off left before that instant of the machine, by name."""

    def clear_interrupted(self, *, before: datetime) -> int:
        """Remove that; how many files it was."""

    def refuse_if_down(self) -> None:
        """A cheap look whether files can be reached. Raises StoreDown."""

    def address_for_browsers(self, key: str, *, media_type: str) -> str:
        """Where a browser may get the file by itself for a minute; '' where it goes through us."""
