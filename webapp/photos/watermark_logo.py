"""Takes in a studio's logo: only a PNG that can be decoded, written anew without anything else."""

import io
from typing import BinaryIO

from PIL import Image

MOST_BYTES = 2 * 1000 * 1000
_MOST_PIXELS = 25_000_000
_LONG_EDGE = 1200


class NoLogoError(Exception):
    """The file is no PNG of at most 2 MB and 25 megapixels in which something is to be seen."""


def clean_logo(source: BinaryIO) -> bytes:
    """The logo as a PNG of at most 1200 pixels, cut to what is to be seen. Raises NoLogoError."""
    content = source.read(MOST_BYTES + 1)
    if not content or len(content) > MOST_BYTES:
        raise NoLogoError
    try:
        logo = _decoded(content)
    except NoLogoError:
        raise
    except Exception as fault:  # decoders of damaged files raise nearly anything
        raise NoLogoError from fault
    seen = logo.getchannel("A").getbbox()
    if seen is None:
        raise NoLogoError
    return _written(logo.crop(seen))


def _decoded(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise NoLogoError
        picture.load()
        return picture.convert("RGBA")


def _written(logo: Image.Image) -> bytes:
    logo.thumbnail((_LONG_EDGE, _LONG_EDGE), Image.Resampling.LANCZOS)
    bare = Image.new("RGBA", logo.size)
    bare.paste(logo)
    file = io.BytesIO()
    bare.save(file, "PNG")
    return file.getvalue()
