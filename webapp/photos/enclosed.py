"""Takes in a picture that somebody encloses with a request: decoded, and made anew as a JPEG."""

import io
import os
import threading
from dataclasses import dataclass
from typing import BinaryIO

from webapp.photos.checking import Reason, Refused, check_picture
from webapp.photos.decoding import NotAPictureError, TooManyPixelsError, open_picture
from webapp.photos.deriving import upright
from webapp.photos.parts import is_overladen

MOST_BYTES = 8 * 1000 * 1000
MOST_PIXELS = 50_000_000
# Only a JPEG is made small while it is decoded: of anything else a few bytes unfold to a gigabyte.
MOST_PIXELS_UNFOLDED = 16_000_000
_MADE_SMALL = ("JPEG", "MPO")
_LONG_EDGE = 1600
_QUALITY = 80
_DECODING = threading.Lock()


@dataclass(frozen=True)
class Enclosed:
    """A small JPEG with nothing in it but the picture; its size in pixels."""

    width: int
    height: int
    content: bytes


def enclosed(source: BinaryIO) -> Enclosed:
    """The picture, upright and at most 1600 pixels wide or high. Raises Refused.

    It is opened while somebody waits for the page, and anybody may send one: of 8 MB and 50
    megapixels at most, 16 where it is no JPEG, one at a time.
    """
    if source.seek(0, os.SEEK_END) > MOST_BYTES:
        raise Refused(Reason.TOO_LARGE)
    _refuse_many_pixels(source)
    with _DECODING:
        check_picture(source)
        try:
            picture = upright(source, _LONG_EDGE)
        except Exception as fault:  # decoders of damaged files raise nearly anything
            raise Refused(Reason.DAMAGED) from fault
    bare = picture.copy()
    bare.info.clear()
    file = io.BytesIO()
    bare.save(file, "JPEG", quality=_QUALITY)
    return Enclosed(bare.width, bare.height, file.getvalue())


def _refuse_many_pixels(source: BinaryIO) -> None:
    """Known from the head alone, before anything is decoded."""
    if is_overladen(source):
        raise Refused(Reason.DAMAGED)
    try:
        picture = open_picture(source)
    except TooManyPixelsError as fault:
        raise Refused(Reason.TOO_MANY_PIXELS) from fault
    except NotAPictureError:  # which of its faults it is, the check says
        return
    most = MOST_PIXELS if picture.format in _MADE_SMALL else MOST_PIXELS_UNFOLDED
    if picture.width * picture.height > most:
        raise Refused(Reason.TOO_MANY_PIXELS)
