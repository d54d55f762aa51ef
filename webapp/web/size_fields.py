"""A field for the size of a print, as photographers write it: 13 × 18 cm, 10.5x15, 130 x 180 mm."""

import re
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import StringField

from webapp.domain.names import cleaned
from webapp.domain.products import LONGEST_MM, SHORTEST_MM

_LONGEST = 40
_NUMBER = r"([0-9]{1,4}(?:[.,][0-9])?)"
_UNIT = r"(cm|mm)?"
_SIZE = re.compile(rf"{_NUMBER}\s*{_UNIT}\s*(?:[x×X*]|by|mal)\s*{_NUMBER}\s*{_UNIT}", re.IGNORECASE)
_MM_IN_CM = 10


class SizeField(StringField):
    """Width and height; its data is a pair of whole millimetres, None without a size.

    A length has at most one decimal, after a point or a comma: lengths have no thousands.
    """

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return size_words(*self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.typed, self.data = valuelist[0][:_LONGEST], None
        text = cleaned(valuelist[0])
        if text:
            self.data = _size(text)


def size_words(width: int, height: int) -> str:
    """'13 × 18 cm' of millimetres."""
    return f"{_in_cm(width)} × {_in_cm(height)}\N{NO-BREAK SPACE}cm"


def _size(text: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    units = {unit.lower() for unit in found.group(2, 4) if unit} if found else set()
    if found is None or len(units) > 1:
        raise ValueError(_("Write width and height, like 13 × 18 cm or 130 × 180 mm."))
    is_mm = units == {"mm"}
    sides = [_in_mm(length, is_mm=is_mm) for length in found.group(1, 3)]
    if any(side % 1 for side in sides):
        raise ValueError(_("Write whole millimetres: nothing smaller is kept."))
    width, height = (int(side) for side in sides)
    if not all(SHORTEST_MM <= side <= LONGEST_MM for side in (width, height)):
        raise ValueError(_("Write lengths from 1 cm to 5 m."))
    return width, height


def _in_mm(length: str, *, is_mm: bool) -> Decimal:
    number = Decimal(length.replace(",", "."))
    return number if is_mm else number * _MM_IN_CM


def _in_cm(length: int) -> str:
    return str(format_decimal(Decimal(length) / _MM_IN_CM, "0.#", locale=get_locale()))
