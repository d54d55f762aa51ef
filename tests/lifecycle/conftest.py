"""The stage on which lives are lived: in memory where that can be had, for speed alone."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's disk in memory; a folder of our own in it


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Nothing is switched off: files are written and synced as always, where that is quick."""
    base = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="shelflife-life-", dir=base) as folder:
        yield Path(folder)
