"""What the shop's counter says: '3 days left', until the end of which day (A10)."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import Counter, CounterKind
from webapp.web.words import day


@dataclass(frozen=True)
class CounterWords:
    """The counter as components/counter.html draws it; `days` is 0 on the last day and after."""

    title: str
    sentence: str
    days: int
    kind: str


def counter_words(counter: Counter | None) -> CounterWords | None:
    """The words of a counter; None where it shows nothing (A10)."""
    if counter is None:
        return None
    title, sentence = _WORDS[counter.kind](counter)
    return CounterWords(title, sentence, counter.days_left, counter.kind.value)


def _days(counter: Counter) -> tuple[str, str]:
    return (
        ngettext("%(num)s day left", "%(num)s days left", counter.days_left),
        _("Order until the end of %(day)s", day=day(counter.last_day, "long-no-year")),
    )


def _last_day(counter: Counter) -> tuple[str, str]:
    return (
        _("Last day"),
        _("Order until the end of today, %(day)s", day=day(counter.last_day, "long-no-year")),
    )


def _last_chance(counter: Counter) -> tuple[str, str]:
    return (
        _("Last chance: until the end of %(day)s", day=day(counter.last_day, "long-no-year")),
        _("After that the pictures can no longer be viewed or ordered."),
    )


_WORDS = {
    CounterKind.DAYS: _days,
    CounterKind.LAST_DAY: _last_day,
    CounterKind.LAST_CHANCE: _last_chance,
}
