"""Where files lie in the store: addresses made of ids, never of file names."""

import re
from enum import StrEnum


class Size(StrEnum):
    """The previews of a photo, by the place where they are shown."""

    SMALL = "small"
    GALLERY = "gallery"
    LARGE = "large"

    @property
    def long_edge(self) -> int:
        """The most pixels that the longer side of this preview may have."""
        return _LONG_EDGES[self]


_LONG_EDGES = {Size.SMALL: 400, Size.GALLERY: 900, Size.LARGE: 1800}

# The top folders that keys lie in.
AREAS = ("originals", "derived", "incoming", "logos", "ledger")
# Parts of one upload follow each other by the bytes before them: a trillion, by their names.
_KEY = re.compile(
    r"originals/[0-9a-z]{2}/[0-9a-z]{4,64}"
    r"|derived/[0-9a-z]{2}/[0-9a-z]{4,64}/(?:small|gallery|large)\.webp"
    r"|incoming/[0-9a-z]{4,64}/[0-9]{12}-[0-9a-z]{8}"
    r"|logos/[0-9a-z]{2}/[0-9a-z]{4,64}\.png"
    r"|ledger/[0-9a-z-]{1,80}\.json"
)
_AREA = re.compile(rf"(?:{'|'.join(AREAS)})(?:/[0-9a-z]{{1,64}}){{0,2}}")


def original_key(photo_id: object) -> str:
    """Where the file lies that the photographer uploaded."""
    return checked_key(f"originals/{_folder(photo_id)}/{photo_id}")


def preview_key(photo_id: object, size: Size) -> str:
    """Where one derived preview of a photo lies."""
    return checked_key(f"derived/{_folder(photo_id)}/{photo_id}/{size}.webp")


def preview_keys(photo_id: object) -> list[str]:
    """Every place where a derived preview of this photo may lie."""
    return [preview_key(photo_id, size) for size in Size]


def all_keys(photo_id: object) -> list[str]:
    """Every place where a file of this photo may lie, the original last."""
    return [*preview_keys(photo_id), original_key(photo_id)]


def part_key(upload_id: object, offset: int, nonce: str) -> str:
    """Where a part of an unfinished upload lies: `offset` in bytes, `nonce` eight of 0-9a-z."""
    return checked_key(f"incoming/{upload_id}/{offset:012d}-{nonce}")


def logo_key(studio_id: object) -> str:
    """Where the logo lies that a studio's watermark shows."""
    return checked_key(f"logos/{_folder(studio_id)}/{studio_id}.png")


def ledger_key(name: str) -> str:
    """Where a page of the ledger of deletions lies; `name` of 0-9, a-z and hyphens."""
    return checked_key(f"ledger/{name}.json")


def checked_key(key: str) -> str:
    """The key itself; raises ValueError for anything that the functions above do not make."""
    if not is_key(key):
        raise ValueError(f"not a key of the photo store: {key!r}")
    return key


def is_key(name: str) -> bool:
    """Whether the functions above can make this name."""
    return _KEY.fullmatch(name) is not None


def checked_area(under: str) -> str:
    """A folder that keys may lie in, such as 'incoming' or 'incoming/<id>'; or ValueError."""
    if under and not _AREA.fullmatch(under):
        raise ValueError(f"not a folder of the photo store: {under!r}")
    return under


def _folder(photo_id: object) -> str:
    return str(photo_id)[:2]
