"""Keeps files in a folder of this machine, the default: whole or not at all."""

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from webapp.photos.keys import AREAS, checked_area, checked_key, is_key
from webapp.photos.store import (
    CHUNK,
    Entry,
    Stored,
    StoreDown,
    StoreFull,
    disk_in_own_words,
    sha256_of,
    sync_folder,
)

UNFINISHED = ".unfinished"
_KEPT_FREE, _MOST_KEPT_FREE = 0.05, 64 * 1024 * 1024
# Without its page nothing can be deleted, and deleting is what makes room.
_TAKES_THE_LAST_ROOM = "ledger/"
_UNFINISHED_ONCE = "incoming"  # where they lay before parts of uploads did


class FolderStore:
    """Files in a folder, their names being their keys."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, key: str, source: BinaryIO) -> Stored:
        """Write beside, force to disk, then rename: a crash leaves no half file (invariant 6)."""
        target = self._path(key)
        with disk_in_own_words():
            if not key.startswith(_TAKES_THE_LAST_ROOM):
                self._leave_room()
            return self._put(target, source)

    def open(self, key: str) -> BinaryIO:
        """The file as a seekable stream. Raises FileNotFoundError."""
        with disk_in_own_words():
            return self._path(key).open("rb")

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """The file itself; callers only read it. Raises FileNotFoundError."""
        self.size(key)
        yield self._path(key)

    def size(self, key: str) -> int:
        """The number of bytes. Raises FileNotFoundError."""
        with disk_in_own_words():
            return self._path(key).stat().st_size

    def sha256(self, key: str) -> str:
        """The SHA-256 of the bytes (hex). Raises FileNotFoundError."""
        with self.open(key) as file, disk_in_own_words():
            return sha256_of(file)

    def delete(self, key: str) -> None:
        """Remove the file and the folder that it was alone in."""
        path = self._path(key)
        with disk_in_own_words():
            path.unlink(missing_ok=True)
            if key.startswith(("derived/", "incoming/")):
                _remove_if_empty(path.parent)

    def delete_many(self, keys: Iterable[str]) -> None:
        """Remove them one after the other."""
        for key in keys:
            self.delete(key)

    def entries(self, under: str = "") -> Iterator[Entry]:
        """What is kept; files still being written and foreign ones are not among it."""
        for area in [checked_area(under)] if under else AREAS:
            for folder, _, names in os.walk(self._root / area):
                for name in names:
                    path = Path(folder) / name
                    entry = _entry(path, path.relative_to(self._root).as_posix())
                    if entry is not None:
                        yield entry

    def keys(self, under: str = "") -> Iterator[str]:
        """The keys of `entries`."""
        return (entry.key for entry in self.entries(under))

    def interrupted(self, *, before: datetime) -> list[str]:
        """What writing that broke off left before that instant of the machine, by name."""
        folders = (self._root / UNFINISHED, self._root / _UNFINISHED_ONCE)
        return sorted(
            path.relative_to(self._root).as_posix()
            for folder in folders
            for path in folder.glob("*")
            if _is_older_file(path, before.timestamp())
        )

    def clear_interrupted(self, *, before: datetime) -> int:
        """Remove that; how many files it was."""
        left = self.interrupted(before=before)
        for name in left:
            (self._root / name).unlink(missing_ok=True)
        return len(left)

    def refuse_if_down(self) -> None:
        """Whether files can be written in the folder, or it can be made. Raises StoreDown."""
        folder = self._root
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not os.access(folder, os.W_OK | os.X_OK):
            raise StoreDown(f"{folder} cannot be written")

    def address_for_browsers(self, key: str, *, media_type: str) -> str:
        """None: a folder is behind the application, or behind nginx."""
        return ""

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)

    def _leave_room(self) -> None:
        """Photos never take the last room: the database and its work may live on the same disk."""
        folder = self._root
        while not folder.exists():
            folder = folder.parent
        disk = shutil.disk_usage(folder)
        if disk.free < min(disk.total * _KEPT_FREE, _MOST_KEPT_FREE):
            raise StoreFull

    def _put(self, target: Path, source: BinaryIO) -> Stored:
        unfinished = self._root / UNFINISHED / secrets.token_hex(16)
        _make_folder(unfinished.parent)
        try:
            stored = _write(unfinished, source)
            _move(unfinished, target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
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


def _move(path: Path, target: Path) -> None:
    """Into its folder, made anew if whoever deleted its last file removed it at this moment."""
    _make_folder(target.parent)
    try:
        path.replace(target)
    except FileNotFoundError:
        _make_folder(target.parent)
        path.replace(target)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def _entry(path: Path, key: str) -> Entry | None:
    """None for what is no file of ours, or is gone by now."""
    if not is_key(key):
        return None
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return Entry(key, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))


def _is_older_file(path: Path, timestamp: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < timestamp
    except FileNotFoundError:  # its upload came to its end at this moment
        return False


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError as fault:
        if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
            raise
