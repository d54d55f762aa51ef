"""Looks for QR codes in a picture: what they say, or that there is one that cannot be read."""

from dataclasses import dataclass
from pathlib import Path

import zxingcpp

from webapp.photos.decoding import open_picture

_LONG_EDGE = 4000
_FORMAT = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class Seen:
    """What the codes in a picture say; `is_unreadable`: there is one that says nothing."""

    texts: tuple[str, ...] = ()
    is_unreadable: bool = False


def look_for_codes(path: Path) -> Seen:
    """The QR codes in a picture.

    Raises what the decoder raises: the caller runs it in a process of its own.
    """
    with open_picture(path) as picture:
        picture.draft("L", (_LONG_EDGE, _LONG_EDGE))
        picture.load()
        found = zxingcpp.read_barcodes(picture.convert("L"), formats=_FORMAT, return_errors=True)
    texts = tuple(sorted({code.text for code in found if code.valid}))
    return Seen(texts, is_unreadable=bool(found) and not texts)
