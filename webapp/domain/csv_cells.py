"""Tables for spreadsheets: a cell that looks like a formula is text there, whoever typed it."""

import csv
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_COMMA, _SEMICOLON = ",", ";"


def safe_cell(text: str) -> str:
    """The text; with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def separator_in(language: str) -> str:
    """What parts cells where a comma parts decimals is a semicolon."""
    return _SEMICOLON if language == "de" else _COMMA


def csv_row(cells: Iterable[str | int], *, separator: str) -> str:
    """One line of a table with its end; texts are made safe, numbers are ours."""
    out = io.StringIO()
    safe = [safe_cell(each) if isinstance(each, str) else str(each) for each in cells]
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerow(safe)
    return out.getvalue()


def decimal(minor_units: int, language: str) -> str:
    """'8.90' or '8,90': an amount without its currency and without thousands."""
    mark = "," if language == "de" else "."
    whole, part = divmod(abs(minor_units), 100)
    return f"{'-' if minor_units < 0 else ''}{whole}{mark}{part:02d}"
