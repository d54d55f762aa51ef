"""Photographs of QR cards, as they come from a shoot: turned, small, a little out of focus."""

import io
from functools import cache
from itertools import count

import segno
from PIL import Image, ImageDraw, ImageFilter

from tests.photos.pictures import saved

_numbers = count(1)
_SIZE = (900, 1200)


def a_card_picture(
    text: str, *, edge: int = 360, angle: float = 0, blur: float = 0, thumb: bool = False
) -> bytes:
    """A JPEG of 900 × 1200 pixels with the card of `edge` pixels held into it.

    `thumb`: somebody's thumb covers a good part of the code.
    """
    picture = _background().copy()
    card = _card(text).resize((edge, edge), Image.Resampling.LANCZOS).convert("RGBA")
    if thumb:
        middle = (edge // 3, edge // 3, edge, edge)
        ImageDraw.Draw(card).ellipse(middle, fill=(214, 170, 140, 255))
    turned = card.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    picture.paste(turned, (250, 400), turned)
    return saved(picture.filter(ImageFilter.GaussianBlur(blur)) if blur else picture, quality=85)


def a_portrait() -> bytes:
    """A picture without a card, one of its own each time."""
    return saved(_background(), quality=85, comment=f"{next(_numbers)}")


def _card(text: str) -> Image.Image:
    file = io.BytesIO()
    segno.make_qr(text, error="m").save(file, kind="png", scale=12, border=4)
    return Image.open(file)


@cache
def _background() -> Image.Image:
    """Soft light, skin, noise: nothing in it looks like a code."""
    light = Image.radial_gradient("L").resize(_SIZE)
    noise = Image.effect_noise(_SIZE, 24)
    return Image.merge("RGB", (Image.blend(light, noise, 0.3), noise, light))
