"""Cards as PDF: A4 sheets, two by four cards, dashed lines to cut along."""

import io
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from webapp.studio.pdf_fonts import SECOND, STRONG, draw_line, register_fonts
from webapp.studio.printed_card import PrintedCard, Sheet

WIDTH, HEIGHT = 96 * mm, 69 * mm
COLUMNS, ROWS = 2, 4
_LEFT = (A4[0] - COLUMNS * WIDTH) / 2
_TOP = A4[1] - (A4[1] - ROWS * HEIGHT) / 2
_PAD = 6 * mm
_QR = 33 * mm
_QUIET = 4 * mm
_CUT = 0.6


def cards_pdf(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """The whole file; every letter of Latin, Greek and Cyrillic is embedded."""
    register_fonts()
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
    register_fonts()
    known = getFont(STRONG).face.charToGlyph
    return any(ord(sign) not in known for sign in text)


def _draw_sheet(canvas: Canvas, sheet: Sheet) -> None:
    _draw_cuts(canvas)
    if sheet.group:
        draw_line(canvas, _LEFT, A4[1] - 7 * mm, sheet.group, size=8, gray=SECOND, wide=WIDTH)
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
    draw_line(canvas, left, y, card.studio, size=9, gray=SECOND, wide=beside)
    y -= 7 * mm
    for text in _in_two_lines(card.name, STRONG, 15, beside):
        draw_line(canvas, left, y, text, size=15, font=STRONG, wide=beside)
        y -= 6.2 * mm
    for text in (card.group, card.shoot):
        if text:
            draw_line(canvas, left, y, text, size=9.5, gray=SECOND, wide=beside)
            y -= 4.6 * mm
    _draw_qr(canvas, x + WIDTH - _PAD - _QR, top - _PAD - _QR, card)
    y = top - HEIGHT + _PAD + 12.5 * mm
    draw_line(canvas, left, y, card.code, size=18, font=STRONG, wide=wide)
    told = _("Scan it, or type the code here:")
    draw_line(canvas, left, y - 6.5 * mm, told, size=8.5, gray=SECOND, wide=wide)
    draw_line(canvas, left, y - 11 * mm, card.address, size=9.5, wide=wide)


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
