"""Keeps the files of photos: whole or not at all, under keys made of ids."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from webapp.photos.keys import checked_key

CHUNK = 1024 * 1024
INCOMING = "incoming"


class StoreFull(Exception):
    """There is no room left where the photos are kept."""


@dataclass(frozen=True)
class Stored:
    """What was written: the SHA-256 of the bytes (hex) and their number."""

    sha256: str
    size: int


class PhotoStore(Protocol):
    """What every place for photos can do, a folder as well as an object store."""

    def put(self, key: str, source: BinaryIO) -> Stored:
        """Keep everything `source` holds under `key`, or nothing. Raises StoreFull."""

    def open(self, key: str) -> BinaryIO:
        """The file as a seekable stream. Raises FileNotFoundError."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """A path on this machine to the file, for as long as the block lasts."""

    def size(self, key: str) -> int:
        """The number of bytes. Raises FileNotFoundError."""

    def delete(self, key: str) -> None:
        """Remove the file; nothing happens if it is already gone."""

    def keys(self) -> Iterator[str]:
        """Every key that is kept, in no particular order."""

    def incoming(self, *, before: datetime) -> list[str]:
        """What interrupted uploads left before that instant of the machine, by name."""

    def clear_incoming(self, *, before: datetime) -> int:
        """Remove that; how many files it was."""


class FolderStore:
    """Photos in a folder of this machine, the default."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, key: str, source: BinaryIO) -> Stored:
        """Write beside, force to disk, then rename: a crash leaves no half file (invariant 6)."""
        target = self._path(key)
        try:
            return self._put(target, source)
        except OSError as fault:
            if fault.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreFull from fault
            raise

    def open(self, key: str) -> BinaryIO:
        """The file as a seekable stream. Raises FileNotFoundError."""
        return self._path(key).open("rb")

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """The file itself; callers only read it."""
        yield self._path(key)

    def size(self, key: str) -> int:
        """The number of bytes. Raises FileNotFoundError."""
        return self._path(key).stat().st_size

    def delete(self, key: str) -> None:
        """Remove the file and the folder of its photo if that is empty now."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        if key.startswith("derived/"):
            _remove_if_empty(path.parent)

    def keys(self) -> Iterator[str]:
        """Every key that is kept; files still being written are not among them."""
        for area in ("originals", "derived"):
            for folder, _, names in os.walk(self._root / area):
                for name in names:
                    yield (Path(folder) / name).relative_to(self._root).as_posix()

    def incoming(self, *, before: datetime) -> list[str]:
        """What interrupted uploads left before that instant of the machine, by name."""
        folder = self._root / INCOMING
        return sorted(
            f"{INCOMING}/{path.name}"
            for path in folder.glob("*")
            if _is_older(path, before.timestamp())
        )

    def clear_incoming(self, *, before: datetime) -> int:
        """Remove that; how many files it was."""
        left = self.incoming(before=before)
        for name in left:
            (self._root / name).unlink(missing_ok=True)
        return len(left)

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)

    def _put(self, target: Path, source: BinaryIO) -> Stored:
        incoming = self._root / INCOMING / secrets.token_hex(16)
        _make_folder(incoming.parent)
        _make_folder(target.parent)
        try:
            stored = _write(incoming, source)
            incoming.replace(target)
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return stored


def _write(path: Path, source: BinaryIO) -> Stored:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Stored(digest.hexdigest(), size)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_older(path: Path, timestamp: float) -> bool:
    try:
        return path.stat().st_mtime < timestamp
    except FileNotFoundError:  # its upload came to its end at this moment
        return False


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError as fault:
        if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
            raise
