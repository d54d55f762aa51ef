"""Many files as one ZIP that is made while it is sent: nothing of it is ever held as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zipstream import ZipStream

from webapp.photos.store import CHUNK, PhotoStore


@dataclass(frozen=True)
class Entry:
    """A file in the archive; `name` with forward slashes, `size` in bytes of all `chunks`."""

    name: str
    size: int
    chunks: Iterable[bytes]


def zipped(entries: Sequence[Entry]) -> tuple[int, Iterator[bytes]]:
    """The length of the archive in bytes, and its bytes. Pictures are stored, not compressed.

    The length is promised before the first byte: a file that fails on the way breaks the answer
    off, and the browser says so.
    """
    archive = ZipStream(sized=True)
    for entry in entries:
        archive.add(iter(entry.chunks), entry.name, size=entry.size)
    return len(archive), iter(archive)


def untouched(store: PhotoStore, key: str) -> Iterator[bytes]:
    """A kept file as it is, opened when its turn comes."""
    with store.open(key) as file:
        while chunk := file.read(CHUNK):
            yield chunk
