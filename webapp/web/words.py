"""Days, money, sizes and counts in words, in the reader's language; filters for every template.

A table of fifty rows writes the same days and counts again and again: each is put together once.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.domain.archiving import local_day

_PATTERNS = {
    "row": {"en": "EEE d MMM", "de": "EEE d. MMM"},
    "row-year": {"en": "EEE d MMM y", "de": "EEE d. MMM y"},
    "row-day": {"en": "EEE d", "de": "EEE d."},
    "short": {"en": "d MMM", "de": "d. MMM"},
    "short-year": {"en": "d MMM y", "de": "d. MMM y"},
    "plain": {"en": "d MMMM", "de": "d. MMMM"},
    "plain-year": {"en": "d MMMM y", "de": "d. MMMM y"},
    "long": {"en": "EEEE, d MMMM y", "de": "EEEE, d. MMMM y"},
    "long-no-year": {"en": "EEEE, d MMMM", "de": "EEEE, d. MMMM"},
}
_NO_BREAK = "\N{NO-BREAK SPACE}"
_KILO = 1000
_REMEMBERED = 2048


def day(value: date, form: str = "long") -> str:
    """A day in words; forms: row (Thu 26 Nov), row-day (Thu 26), short (26 Nov), plain, long."""
    return _day(value, form, _locale())


def day_in_row(value: date, *, today: date) -> str:
    """'Thu 26 Nov', with the year when it is not this one."""
    return day(value, "row" if value.year == today.year else "row-year")


def local(value: datetime, zone: str) -> date:
    """The calendar day of an instant in the studio's zone."""
    return local_day(value, zone)


def time_of_day(value: datetime, zone: str) -> str:
    """'10:00', in the studio's zone."""
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def money(minor_units: int, currency: str) -> str:
    """€41.70 or 41,70 €: an amount in minor units."""
    return str(format_currency(minor_units / 100, currency, locale=_locale()))


def number(value: int) -> str:
    """1,204 or 1.204."""
    return _decimal(value, None, _locale())


def percent(share: float) -> str:
    """40% or 40 %."""
    return str(format_percent(share, locale=_locale()))


def size(value: int) -> str:
    """Bytes in words: 9.8 GB, 612 kB; steps of a thousand, one decimal."""
    amount, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < _KILO or unit == "TB":
            break
        amount /= _KILO
    decimals = "0" if unit in ("B", "kB") else "0.#"
    return f"{_decimal(amount, decimals, _locale())}{_NO_BREAK}{unit}"


def quoted(text: str) -> str:
    """‘Name’ or „Name“."""
    return f"„{text}“" if _locale().language == "de" else f"‘{text}’"


def emphasised(sentence: str, **values: object) -> Markup:
    """A translated sentence with its values in bold; names and texts are escaped."""
    return Markup(sentence) % {  # noqa: S704 - the sentence is ours, the values are escaped
        name: Markup("<b>{}</b>").format(value) for name, value in values.items()
    }


def last_instant(value: date, zone: str) -> str:
    """'end of Tuesday, 15 December 2026 (midnight, Europe/Berlin)': never a bare midnight."""
    return str(_("end of %(day)s (midnight, %(zone)s)", day=day(value), zone=zone))


def install(app: Flask) -> None:
    """Give every template these words as filters."""
    for filter_ in (day, day_in_row, local, time_of_day, money, number, percent, size, quoted):
        app.add_template_filter(filter_)


def _locale() -> Locale:
    return get_locale() or Locale("en")


@lru_cache(_REMEMBERED)
def _day(value: date, form: str, locale: Locale) -> str:
    text = format_date(value, _PATTERNS[form][locale.language], locale=locale)
    return _hold_day_and_month_together(text)


@lru_cache(_REMEMBERED)
def _decimal(value: float, pattern: str | None, locale: Locale) -> str:
    return str(format_decimal(value, pattern, locale=locale))


def _hold_day_and_month_together(text: str) -> str:
    """A no-break space inside '26 Nov', so that a line never ends between them."""
    words = text.split(" ")
    joined = words[0]
    for before, word in zip(words, words[1:], strict=False):
        joined += (_NO_BREAK if before.rstrip(".").isdecimal() else " ") + word
    return joined
