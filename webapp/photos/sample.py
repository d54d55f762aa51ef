"""A picture that comes with the program, to show what a watermark looks like before it is saved."""

import io
from functools import cache
from pathlib import Path

from PIL import Image

from webapp.photos.watermark import Mark, draw_on

_FILE = Path(__file__).resolve().parents[1] / "demo" / "pictures" / "class-1a-1.jpg"
_QUALITY = 80

WIDTH, HEIGHT = 900, 570
"""What `marked_sample` gives, in pixels."""


def marked_sample(mark: Mark | None) -> bytes:
    """The picture with the mark over it, a WebP; it has dark places and light ones."""
    picture = _sample()
    if mark is not None:
        picture = draw_on(picture, mark)
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=_QUALITY)
    return file.getvalue()


@cache
def _sample() -> Image.Image:
    with Image.open(_FILE, formats=("JPEG",)) as picture:
        picture.thumbnail((WIDTH, HEIGHT))
        return picture.convert("RGB")
