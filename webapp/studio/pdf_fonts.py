"""The letters of every PDF: Latin, Greek and Cyrillic, embedded; and a line that fits its place."""

from functools import cache

from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from webapp.web.assets import STATIC

TEXT, STRONG = "cards", "cards-strong"
INK, SECOND = 0.1, 0.35
_SMALLEST = 7


@cache
def register_fonts() -> None:
    """Make the two fonts known; once is enough."""
    registerFont(TTFont(TEXT, STATIC / "fonts" / "noto-sans-regular.ttf"))
    registerFont(TTFont(STRONG, STATIC / "fonts" / "noto-sans-semibold.ttf"))


def draw_line(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    wide: float,
    font: str = TEXT,
    gray: float = INK,
) -> None:
    """One line of text, smaller if it is too long, and cut off with … if it still is."""
    while size > _SMALLEST and stringWidth(text, font, size) > wide:
        size -= 0.5
    shown = text
    while len(shown) > 1 and stringWidth(shown, font, size) > wide:
        shown = f"{shown.rstrip('…')[:-1]}…"
    canvas.setFont(font, size)
    canvas.setFillGray(gray)
    canvas.drawString(x, y, shown)
