"""Draws a studio's text or logo over a picture: light with a soft dark edge, or the other way.

It grows with the picture, so that a preview made smaller shows the same.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageStat

from webapp.domain.watermark import Place

Box = tuple[int, int]
_FONT = Path(__file__).resolve().parents[2] / "static" / "fonts" / "noto-sans-semibold.ttf"
_FONT_PIXELS = 160
_SLOPE = 30  # degrees
_MIDDLE_GREY = 128
_CLEAR = (0, 0, 0, 0)
# Shares of the picture's longer side, its width or its height.
_EDGE, _MARGIN = 0.0022, 0.025
_TILE_WIDE, _TILE_HIGH, _TILE_LOGO, _GAP = 0.6, 0.045, 0.18, 0.06
_CENTRE_WIDE, _CENTRE_HIGH, _CENTRE_TEXT_HIGH = 0.8, 0.5, 0.15
_CORNER_WIDE, _CORNER_HIGH, _CORNER_TEXT_HIGH = 0.5, 0.18, 0.04


@dataclass(frozen=True)
class Mark:
    """What is drawn: `logo`, a PNG, or else `text`; `strength` in percent.

    `look` names it: two with the same one are drawn the same, wherever the logo lies.
    """

    look: str
    place: Place
    strength: int
    text: str = ""
    logo: Path | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Stamp:
    """The mark as it is laid over a picture of one size."""

    colours: Image.Image
    mask: Image.Image
    at: Box


def draw_on(picture: Image.Image, mark: Mark) -> Image.Image:
    """The RGB picture with the mark on it; a picture that is in use elsewhere stays as it is."""
    stamp = _stamp(mark, picture.size)
    marked = picture.copy()
    marked.paste(stamp.colours, stamp.at, stamp.mask)
    return marked


@lru_cache(maxsize=8)  # the pictures of a shoot have two shapes; each stamp takes some 10 MB
def _stamp(mark: Mark, size: Box) -> _Stamp:
    layer, at = _PLACES[mark.place](mark, size)
    mask = layer.getchannel("A").point(lambda value: value * mark.strength // 100)
    return _Stamp(layer.convert("RGB"), mask, at)


def _tiled(mark: Mark, size: Box) -> tuple[Image.Image, Box]:
    """Rows on a slope, every second one moved by half a step: no part of a picture is free."""
    long_edge = max(size)
    high = _TILE_LOGO if mark.logo else _TILE_HIGH
    flat = _drawn(mark, (_TILE_WIDE * long_edge, high * long_edge), long_edge)
    tile = flat.rotate(_SLOPE, Image.Resampling.BICUBIC, expand=True)
    gap = _GAP * long_edge
    step_x = max(round(tile.width + gap), 1)
    step_y = max(round(tile.height * 0.5 + gap), 1)
    layer = Image.new("RGBA", size, _CLEAR)
    for row, y in enumerate(range(-tile.height // 4, size[1], step_y)):
        for x in range(-step_x // 2 * (row % 2) - tile.width // 4, size[0], step_x):
            _lay(layer, tile, (x, y))
    return layer, (0, 0)


def _lay(layer: Image.Image, tile: Image.Image, at: Box) -> None:
    """Lay a tile over what is there already, as far as it is on the picture."""
    left, top = max(-at[0], 0), max(-at[1], 0)
    if left < tile.width and top < tile.height:
        layer.alpha_composite(tile, (max(at[0], 0), max(at[1], 0)), (left, top))


def _centred(mark: Mark, size: Box) -> tuple[Image.Image, Box]:
    high = _CENTRE_HIGH if mark.logo else _CENTRE_TEXT_HIGH
    drawn = _drawn(mark, (_CENTRE_WIDE * size[0], high * size[1]), max(size))
    return drawn, ((size[0] - drawn.width) // 2, (size[1] - drawn.height) // 2)


def _in_corner(mark: Mark, size: Box) -> tuple[Image.Image, Box]:
    margin = round(_MARGIN * max(size))
    high = _CORNER_HIGH * size[1] if mark.logo else _CORNER_TEXT_HIGH * max(size)
    drawn = _drawn(mark, (_CORNER_WIDE * size[0], high), max(size))
    return drawn, (size[0] - drawn.width - margin, size[1] - drawn.height - margin)


def _drawn(mark: Mark, room: tuple[float, float], long_edge: int) -> Image.Image:
    """The mark, as large as the room allows, with its edge around it."""
    plain = _logo(mark.logo) if mark.logo else _written(mark.text)
    scale = min(room[0] / plain.width, room[1] / plain.height)
    fitting = (max(round(plain.width * scale), 1), max(round(plain.height * scale), 1))
    return _edged(plain.resize(fitting, Image.Resampling.LANCZOS), max(_EDGE * long_edge, 0.7))


def _written(text: str) -> Image.Image:
    font = ImageFont.truetype(_FONT, _FONT_PIXELS)
    left, top, right, bottom = (round(each) for each in font.getbbox(text))
    picture = Image.new("RGBA", (max(right - left, 1), max(bottom - top, 1)), (255, 255, 255, 0))
    ImageDraw.Draw(picture).text((-left, -top), text, "white", font)
    return picture


def _logo(path: Path) -> Image.Image:
    with Image.open(path, formats=("PNG",)) as logo:
        return logo.convert("RGBA")


def _edged(picture: Image.Image, radius: float) -> Image.Image:
    """A soft edge, dark around what is light, and light around what is dark."""
    space = round(radius * 3)
    alpha = picture.getchannel("A")
    is_light = ImageStat.Stat(picture.convert("L"), alpha).mean[0] >= _MIDDLE_GREY
    room = (picture.width + 2 * space, picture.height + 2 * space)
    shape = Image.new("L", room)
    shape.paste(alpha, (space, space))
    edge = Image.new("RGBA", room, "black" if is_light else "white")
    soft = shape.filter(ImageFilter.GaussianBlur(radius))
    edge.putalpha(soft.point(lambda value: min(value * 2, 255)))
    edge.alpha_composite(picture, (space, space))
    return edge


_PLACES = {Place.TILED: _tiled, Place.CENTRE: _centred, Place.CORNER: _in_corner}
