"""Makes the previews of a photo: upright, in the colours of screens, with nothing else in them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from webapp.photos.colours import to_srgb
from webapp.photos.decoding import open_picture, orientation, profile_in
from webapp.photos.keys import Size
from webapp.photos.watermark import Mark, draw_on

_QUALITY = 80
_EFFORT = 2  # of the WebP encoder, 0 to 6: more costs twice the time for 3 % of the bytes
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Preview:
    """One derived picture as a WebP file."""

    size: Size
    content: bytes


@dataclass(frozen=True)
class Original:
    """The file a photographer uploaded, and what is drawn over its previews."""

    path: Path
    mark: Mark | None = None


def derive(original: Original, sizes: Sequence[Size] = tuple(Size)) -> list[Preview]:
    """The previews of one original, largest first; it is decoded once, and marked once.

    Raises what the decoder raises: the caller runs it in a process of its own.
    """
    wanted = sorted(sizes, key=lambda size: size.long_edge, reverse=True)
    picture = upright(original.path, wanted[0].long_edge)
    if original.mark is not None:
        picture = draw_on(picture, original.mark)
    previews = []
    for size in wanted:
        picture = _shrunk(picture, size.long_edge)
        previews.append(Preview(size, _as_webp(picture)))
    return previews


def upright(original: BinaryIO | Path, long_edge: int) -> Image.Image:
    """The picture as people hold it, in sRGB, at most so many pixels wide or high.

    Raises what the decoder raises.
    """
    with open_picture(original) as source:
        target = _fitting(source.size, long_edge)
        source.draft(None, target)
        turn = orientation(source)
        source.load()
        profile = profile_in(source)
        # Colours and turns cost by the pixel, so the picture is made small first.
        small = _shrunk(source, long_edge) if source.mode in _SCALABLE else source
        picture = _shrunk(to_srgb(small, profile), long_edge)
    return picture.transpose(TURNS[turn]) if turn in TURNS else picture


_SCALABLE = ("L", "RGB", "CMYK", "RGBA")


def _shrunk(picture: Image.Image, long_edge: int) -> Image.Image:
    target = _fitting(picture.size, long_edge)
    if target == picture.size:
        return picture
    return picture.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _fitting(size: tuple[int, int], long_edge: int) -> tuple[int, int]:
    scale = long_edge / max(size)
    if scale >= 1:
        return size
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _as_webp(picture: Image.Image) -> bytes:
    bare = picture.copy()
    bare.info.clear()
    file = io.BytesIO()
    bare.save(file, "WEBP", quality=_QUALITY, method=_EFFORT)
    return file.getvalue()
