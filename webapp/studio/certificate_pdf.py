"""A certificate of deletion as PDF: one A4 page, and the hashes of all photos behind it."""

import io
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from webapp.studio.pdf_fonts import SECOND, STRONG, TEXT, draw_line, register_fonts
from webapp.web.words import number

_LEFT, _TOP, _BOTTOM = 25 * mm, A4[1] - 30 * mm, 25 * mm
_WIDE = A4[0] - 2 * _LEFT
_VALUES = _LEFT + 48 * mm
_LINE, _ROW = 5.2 * mm, 9 * mm
_HASH_LINE = 4.6 * mm


def certificate_pdf(rows: Sequence[tuple[str, str]], photos: Sequence[tuple[str, str]]) -> bytes:
    """The whole file; `rows` are labels and values, `photos` numbers and hashes."""
    register_fonts()
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    canvas.setTitle(_("Certificate of deletion"))
    _draw_first_page(canvas, rows, photos)
    canvas.showPage()
    _draw_hashes(canvas, photos)
    canvas.save()
    return written.getvalue()


def _draw_first_page(
    canvas: Canvas, rows: Sequence[tuple[str, str]], photos: Sequence[tuple[str, str]]
) -> None:
    draw_line(canvas, _LEFT, _TOP, _("Certificate of deletion"), size=22, font=STRONG, wide=_WIDE)
    y = _TOP - 18 * mm
    for label, value in rows:
        draw_line(canvas, _LEFT, y, label, size=10, gray=SECOND, wide=44 * mm)
        for line in simpleSplit(value, TEXT, 10.5, _WIDE - 48 * mm):
            draw_line(canvas, _VALUES, y, line, size=10.5, wide=_WIDE - 48 * mm)
            y -= _LINE
        y -= _ROW - _LINE
    y -= 6 * mm
    for line in simpleSplit(_below(photos), TEXT, 10, _WIDE):
        draw_line(canvas, _LEFT, y, line, size=10, gray=SECOND, wide=_WIDE)
        y -= _LINE


def _below(photos: Sequence[tuple[str, str]]) -> str:
    if not photos:
        told = _(
            "No photos belonged to this deletion. This certificate names nobody who was"
            " photographed, and no customer."
        )
        return str(told)
    told = ngettext(
        "The hash of %(shown)s original stands on the next page. It proves what the file was, and"
        " does not let anybody make the picture again. This certificate names nobody who was"
        " photographed, and no customer.",
        "The hashes of %(shown)s originals stand on the next pages. They prove what the files were,"
        " and do not let anybody make the pictures again. This certificate names nobody who was"
        " photographed, and no customer.",
        len(photos),
        shown=number(len(photos)),
    )
    return str(told)


def _draw_hashes(canvas: Canvas, photos: Sequence[tuple[str, str]]) -> None:
    y = 0.0
    for label, content_hash in photos:
        if y < _BOTTOM:
            if y:
                canvas.showPage()
            heads = _("Photo"), "SHA-256"
            y = _TOP
            for x, head in zip((_LEFT, _LEFT + 22 * mm), heads, strict=True):
                draw_line(canvas, x, y, head, size=9, font=STRONG, wide=_WIDE)
            y -= 7 * mm
        draw_line(canvas, _LEFT, y, label, size=8.5, wide=20 * mm)
        draw_line(canvas, _LEFT + 22 * mm, y, content_hash, size=8.5, wide=_WIDE - 22 * mm)
        y -= _HASH_LINE
