"""What a parent has photographed off the screen: a shop whose pictures are grey."""

import io

from PIL import Image, ImageDraw, ImageFont

from webapp.photos.enclosed import Enclosed, enclosed

_SIZE = (720, 520)
_INK, _QUIET, _LINE, _GREY = "#2b2926", "#77726b", "#dcd8d1", "#c9c6c1"
_COLUMNS = (40, 256, 472)
_ROWS = (230, 374)
_TILE = (208, 128)


def screenshot(job_name: str) -> Enclosed:
    """The page of an archived job in a browser, drawn."""
    page = Image.new("RGB", _SIZE, "#fbfaf8")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, _SIZE[0], 44), fill="#e9e6e1")
    for place, colour in enumerate(("#d9796b", "#d9b66b", "#8fae7a")):
        draw.ellipse((18 + place * 24, 15, 32 + place * 24, 29), fill=colour)
    draw.rounded_rectangle((110, 10, 690, 34), 12, fill="#fbfaf8")
    draw.text((126, 14), "Studio Morgenlicht", fill=_QUIET, font=ImageFont.load_default(14))
    title = job_name.replace("–", "-")  # the font that is always there has no dash
    draw.text((40, 70), title, fill=_INK, font=ImageFont.load_default(28))
    draw.rounded_rectangle((40, 122, 680, 202), 8, fill="#f1eee9", outline=_LINE)
    draw.text((60, 136), "Archived", fill=_INK, font=ImageFont.load_default(18))
    words = "The pictures can no longer be viewed or ordered."
    draw.text((60, 166), words, fill=_QUIET, font=ImageFont.load_default(16))
    for left in _COLUMNS:
        for top in _ROWS:
            _tile(draw, left, top)
    written = io.BytesIO()
    page.save(written, "PNG")
    return enclosed(written)


def _tile(draw: ImageDraw.ImageDraw, left: int, top: int) -> None:
    """A picture of which only the outline of a child can be seen."""
    middle = left + _TILE[0] // 2
    draw.rounded_rectangle((left, top, left + _TILE[0], top + _TILE[1]), 6, fill=_LINE)
    draw.pieslice((middle - 46, top + 78, middle + 46, top + 178), 180, 360, fill=_GREY)
    draw.ellipse((middle - 24, top + 26, middle + 24, top + 74), fill=_GREY)
