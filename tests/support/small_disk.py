"""A disk that fills: a small tmpfs where one may be mounted, a limit of file sizes elsewhere."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.support.run import Run
from webapp.photos.folder_store import FolderStore
from webapp.photos.store import Stored

SIZE = 16 * 1024 * 1024
_FILLER = "filler"


class SmallDisk:
    """A folder on which, once it is full, nothing more can be written; and a store on it."""

    def __init__(self, folder: Path, *, is_mounted: bool) -> None:
        self.folder = folder
        self.store = FolderStore(folder / "photos") if is_mounted else _Limited(folder / "photos")
        self._is_mounted = is_mounted

    @contextmanager
    def full(self, *, leaving: float = 0) -> Iterator[None]:
        """Not a byte more fits, or so much of the whole at most, until the block ends."""
        if not self._is_mounted:
            assert isinstance(self.store, _Limited)
            self.store.is_full = True
            yield
            self.store.is_full = False
            return
        filler = self.folder / _FILLER
        with filler.open("wb", buffering=0) as file:
            for size in (65536, 4096, 1):
                _fill(file, bytes(size))
            file.truncate(file.tell() - int(SIZE * leaving))
        yield
        filler.unlink()

    @contextmanager
    def full_for_everything(self) -> Iterator[None]:
        """The same for whoever does not write through the store."""
        with self.full(), _no_growth(not self._is_mounted):
            yield


class _Limited(FolderStore):
    is_full = False

    def put(self, key: str, source: BinaryIO) -> Stored:
        with _no_growth(self.is_full and not key.startswith("ledger/")):
            return super().put(key, source)


@pytest.fixture
def small_disk(tmp_path: Path, run: Run) -> Iterator[SmallDisk]:
    """A disk of sixteen megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = os.geteuid() == 0 and not _typed(
        "mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "shelflife-test", str(folder)
    )
    if not mounted:
        run.note_instead("small tmpfs", "may not mount one; a limit of file sizes stood in for it")
    try:
        yield SmallDisk(folder, is_mounted=mounted)
    finally:
        if mounted:
            _typed("umount", "--lazy", str(folder))


def _typed(*words: str) -> int:
    try:
        return subprocess.run(words, check=False, capture_output=True, timeout=10).returncode
    except OSError:
        return 1


def _fill(file: BinaryIO, content: bytes) -> None:
    try:
        while True:
            file.write(content)
    except OSError:
        return


@contextmanager
def _no_growth(is_so: bool) -> Iterator[None]:
    """No file of this process grows: writing fails as on a full disk."""
    if not is_so:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
