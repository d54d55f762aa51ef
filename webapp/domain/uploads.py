"""Uploads: which album a file belongs to, in which order files are numbered, how long they wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from webapp.domain.file_order import NameKey, shooting_key
from webapp.domain.names import cleaned

MOST_AT_ONCE = 5000
# Of one studio: those that never come are forgotten after a week.
MOST_WAITING = 50_000
MOST_ALBUMS_AT_ONCE = 1000
MOST_HASHES_AT_ONCE = 100
LONGEST_PATH = 1000
LONGEST_ALBUM_NAME = 120
# What is announced and never sent is forgotten then, with the pieces that have arrived.
LASTS = timedelta(days=7)
# Whatever came in so lately is an upload that goes on, on this page or another one.
RUNNING = timedelta(minutes=2)
# Files that were announced so shortly after each other are one upload.
ONE_SITTING = timedelta(minutes=1)
# Of a connection that broke, so much is worth keeping: less is sent again in a moment.
SMALLEST_PIECE = 256 * 1024
# What cameras write without developing it; some of it opens, as the small picture inside.
_RAW = (".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dng", ".erf", ".iiq", ".nef", ".nrw", ".orf",
        ".pef", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f")  # fmt: skip
_BETWEEN = " / "
_ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
_NO_NAME = "unnamed"


class State(StrEnum):
    """What became of a file: waiting for (the rest of) its bytes, or one of three ends."""

    WAITING = "waiting"
    STORED = "stored"
    DUPLICATE = "duplicate"
    REFUSED = "refused"

    @property
    def is_here(self) -> bool:
        """Whether its picture is in the job, by this file or by another one of the same bytes."""
        return self in (State.STORED, State.DUPLICATE)


@dataclass(frozen=True)
class Announced:
    """A file that somebody is about to send: its path below what was chosen, its bytes, and when
    it was changed (milliseconds, 0: unknown)."""

    path: str
    size: int
    modified: int = 0

    @property
    def key(self) -> tuple[str, int, int]:
        """What finds it again when the same files are chosen once more."""
        return self.path, self.size, self.modified


@dataclass(frozen=True)
class Twin:
    """A photo of the job with the same bytes: its album's name, and its number."""

    photo_id: str
    album: str
    number: int


def album_of(path: str) -> str | None:
    """The album that a folder becomes: 'Class 1a' of 'Autumn/Class 1a/x.jpg'; None without one.

    The chosen folder itself is only named where pictures lie in it directly; deeper ones are
    joined: 'Class 1a / Groups'.
    """
    root, *below = path.split("/")[:-1] or [""]
    if not root and not below:
        return None
    names = [name for name in map(cleaned, below or [root]) if name]
    return _shortened(_BETWEEN.join(names)) or _NO_NAME


def looks_like_a_picture(path: str) -> bool:
    """By its ending only: what a camera writes beside its pictures is not sent from folders."""
    return path.lower().endswith(_ENDINGS)


def is_raw(path: str) -> bool:
    """By its ending: many of these files are TIFF by their first bytes."""
    return path.lower().endswith(_RAW)


def in_order(files: Iterable[Announced]) -> list[Announced]:
    """By folder and then by name, as a person would sort them: numbers follow it."""
    return sorted(files, key=lambda file: order_of(file.path))


def order_of(path: str) -> tuple[NameKey, NameKey, str]:
    """What files are sorted by."""
    folder, _, name = path.rpartition("/")
    return shooting_key(folder, 0)[0], shooting_key(name, 0)[0], path


def _shortened(name: str) -> str:
    """Its end tells more than its beginning."""
    if len(name) <= LONGEST_ALBUM_NAME:
        return name
    return f"…{name[-(LONGEST_ALBUM_NAME - 1) :].lstrip(' /')}"
