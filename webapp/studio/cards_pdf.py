"""Cards as PDF: A4 sheets, two by four cards, dashed lines to cut along."""

import io
from collections.abc import Iterator, Sequence
from functools import cache

from flask_babel import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from webapp.studio.printed_card import PrintedCard, Sheet
from webapp.web.assets import STATIC

WIDTH, HEIGHT = 96 * mm, 69 * mm
COLUMNS, ROWS = 2, 4
_LEFT = (A4[0] - COLUMNS * WIDTH) / 2
_TOP = A4[1] - (A4[1] - ROWS * HEIGHT) / 2
_PAD = 6 * mm
_QR = 33 * mm
_QUIET = 4 * mm
_TEXT, _STRONG = "cards", "cards-strong"
_SMALLEST = 7
_INK, _SECOND, _CUT = 0.1, 0.35, 0.6


def cards_pdf(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """The whole file; every letter of Latin, Greek and Cyrillic is embedded."""
    _fonts()
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    canvas.setTitle(title)
    for sheet in sheets or [Sheet("", ())]:
        _draw_sheet(canvas, sheet)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def cannot_print(text: str) -> bool:
    """Whether a character of it is missing in the letters of the file; the page prints it."""
    _fonts()
    known = getFont(_STRONG).face.charToGlyph
    return any(ord(sign) not in known for sign in text)


@cache
def _fonts() -> None:
    registerFont(TTFont(_TEXT, STATIC / "fonts" / "noto-sans-regular.ttf"))
    registerFont(TTFont(_STRONG, STATIC / "fonts" / "noto-sans-semibold.ttf"))


def _draw_sheet(canvas: Canvas, sheet: Sheet) -> None:
    _draw_cuts(canvas)
    if sheet.group:
        _line(canvas, _LEFT, A4[1] - 7 * mm, sheet.group, size=8, gray=_SECOND)
    for place, card in enumerate(sheet.cards):
        row, column = divmod(place, COLUMNS)
        _draw_card(canvas, _LEFT + column * WIDTH, _TOP - row * HEIGHT, card)


def _draw_cuts(canvas: Canvas) -> None:
    canvas.setStrokeGray(_CUT)
    canvas.setLineWidth(0.4)
    canvas.setDash(3, 3)
    for row in range(ROWS + 1):
        canvas.line(_LEFT, _TOP - row * HEIGHT, _LEFT + COLUMNS * WIDTH, _TOP - row * HEIGHT)
    for column in range(COLUMNS + 1):
        x = _LEFT + column * WIDTH
        canvas.line(x, _TOP, x, _TOP - ROWS * HEIGHT)


def _draw_card(canvas: Canvas, x: float, top: float, card: PrintedCard) -> None:
    """`x` and `top` are the card's upper left corner, in points from below."""
    left, wide = x + _PAD, WIDTH - 2 * _PAD
    beside = wide - _QR - _QUIET
    y = top - _PAD - 9
    _line(canvas, left, y, card.studio, size=9, gray=_SECOND, wide=beside)
    y -= 7 * mm
    for text in _in_two_lines(card.name, _STRONG, 15, beside):
        _line(canvas, left, y, text, size=15, font=_STRONG, wide=beside)
        y -= 6.2 * mm
    for text in (card.group, card.shoot):
        if text:
            _line(canvas, left, y, text, size=9.5, gray=_SECOND, wide=beside)
            y -= 4.6 * mm
    _draw_qr(canvas, x + WIDTH - _PAD - _QR, top - _PAD - _QR, card)
    y = top - HEIGHT + _PAD + 12.5 * mm
    _line(canvas, left, y, card.code, size=18, font=_STRONG, wide=wide)
    told = _("Scan it, or type the code here:")
    _line(canvas, left, y - 6.5 * mm, told, size=8.5, gray=_SECOND, wide=wide)
    _line(canvas, left, y - 11 * mm, card.address, size=9.5, wide=wide)


def _line(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    font: str = _TEXT,
    gray: float = _INK,
    wide: float = WIDTH,
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


def _in_two_lines(text: str, font: str, size: float, wide: float) -> list[str]:
    """A long name, broken where its halves are most alike."""
    words = text.split(" ")
    if len(words) == 1 or stringWidth(text, font, size) <= wide:
        return [text]
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return list(min(halves, key=lambda pair: max(stringWidth(half, font, size) for half in pair)))


def _draw_qr(canvas: Canvas, x: float, y: float, card: PrintedCard) -> None:
    """The QR code of 33 mm, its quiet zone being the white around it."""
    rows = card.qr.matrix
    module = _QR / len(rows)
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for number, row in enumerate(rows, 1):
        for start, length in _runs(row):
            path.rect(x + start * module, y + _QR - number * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin, and how many stand side by side."""
    start = None
    for place, is_dark in enumerate([*row, 0]):
        if is_dark and start is None:
            start = place
        elif not is_dark and start is not None:
            yield start, place - start
            start = None
