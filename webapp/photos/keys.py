"""Where a photo's files lie in the store: addresses made of ids, never of file names."""

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

_KEY = re.compile(
    r"originals/[0-9a-z]{2}/[0-9a-z]{4,64}"
    r"|derived/[0-9a-z]{2}/[0-9a-z]{4,64}/(?:small|gallery|large)\.webp"
)


def original_key(photo_id: object) -> str:
    """Where the file lies that the photographer uploaded."""
    return checked_key(f"originals/{_folder(photo_id)}/{photo_id}")


def preview_key(photo_id: object, size: Size) -> str:
    """Where one derived preview of a photo lies."""
    return checked_key(f"derived/{_folder(photo_id)}/{photo_id}/{size}.webp")


def all_keys(photo_id: object) -> list[str]:
    """Every place where a file of this photo may lie, the original last."""
    return [*(preview_key(photo_id, size) for size in Size), original_key(photo_id)]


def checked_key(key: str) -> str:
    """The key itself; raises ValueError for anything that no photo id can make."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a key of the photo store: {key!r}")
    return key


def _folder(photo_id: object) -> str:
    return str(photo_id)[:2]
