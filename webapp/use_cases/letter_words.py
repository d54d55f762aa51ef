"""Days and amounts in letters, in a language that is named: a letter has no reader's browser."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import Counter, CounterKind

_DAY = {"en": "EEEE, d MMMM y", "de": "EEEE, d. MMMM y"}


def day_words(day: date, language: str) -> str:
    """'Thursday, 26 November 2026'."""
    return str(format_date(day, _DAY[language], locale=language))


def money_words(minor_units: int, currency: str, language: str) -> str:
    """'€41.70': an amount in minor units."""
    return str(format_currency(minor_units / 100, currency, locale=language))


def counter_sentence(counter: Counter, language: str) -> str:
    """The shop's counter as a line of a letter, in the language spoken just now (A10)."""
    last = day_words(counter.last_day, language)
    if counter.kind is CounterKind.LAST_DAY:
        return str(_("Last day: order until the end of today, %(day)s", day=last))
    if counter.kind is CounterKind.LAST_CHANCE:
        return str(_("Last chance: order until the end of %(day)s", day=last))
    left = ngettext("%(num)s day left", "%(num)s days left", counter.days_left)
    return str(_("%(left)s: order until the end of %(day)s", left=left, day=last))
