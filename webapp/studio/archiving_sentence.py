"""The live sentence of the settings: what date and delay mean, in words, before saving (A3)."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp.domain.archiving import ArchivePlan
from webapp.domain.shelf import Block, live_blocks
from webapp.web.words import day, emphasised, number


@dataclass(frozen=True)
class Label:
    """A word below the drawing; `x` in per cent."""

    x: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Sentence:
    """What stands in the panel: the sentence, and the shelf below it (none: no drawing)."""

    words: Markup
    blocks: tuple[Block, ...] = ()
    labels: tuple[Label, ...] = ()


def without_archiving() -> Sentence:
    """Archiving is not ticked: nothing happens by itself."""
    return Sentence(Markup.escape(_("The job stays on sale until you archive it.")))


def without_date() -> Sentence:
    """Archiving is ticked, a date is missing or no date at all."""
    return Sentence(Markup.escape(_("Choose the day that customers are told as the last one.")))


def sentence(plan: ArchivePlan, *, today: date, reminded: int, is_on_sale: bool = True) -> Sentence:
    """The result of this date and delay as seen today; `reminded` customers (A3)."""
    last = plan.last_selling_day
    if last is None:
        told = _(
            "Customers are told %(day)s; the job stays on sale until you archive it.", day="%(day)s"
        )
        return Sentence(
            emphasised(told, day=day(plan.archiving_date, "plain-year")),
            live_blocks(plan, today=today),
            (Label(0, _("Today")),),
        )
    if last < today:
        return Sentence(_passed(last, is_on_sale=is_on_sale))
    parts = [_leaves(plan, last), _counter(plan, today)]
    if reminded:
        parts.append(_reminded(reminded))
    return Sentence(Markup(" ").join(parts), live_blocks(plan, today=today), _labels(plan, today))


def _passed(last: date, *, is_on_sale: bool) -> Markup:
    if is_on_sale:
        passed = _("The end of %(day)s has passed: the job leaves the shop at once.", day="%(day)s")
    else:
        passed = _(
            "The end of %(day)s has passed. Choose a later day before the job goes on sale.",
            day="%(day)s",
        )
    return emphasised(passed, day=day(last))


def _leaves(plan: ArchivePlan, last: date) -> Markup:
    told = _(
        "Leaves the shop at the end of %(day)s (midnight, %(zone)s).",
        day="%(day)s",
        zone=plan.zone,
    )
    words = emphasised(told, day=day(last))
    if last == plan.archiving_date:
        return words
    told = _("Customers are told %(day)s.", day="%(day)s")
    return words + " " + emphasised(told, day=day(plan.archiving_date, "plain"))


def _counter(plan: ArchivePlan, today: date) -> Markup:
    if plan.counter_starts <= today:
        told = _("The counter has been running since %(day)s.", day="%(day)s")
    else:
        told = _("The counter starts on %(day)s.", day="%(day)s")
    return emphasised(told, day=day(plan.counter_starts, "plain"))


def _reminded(count: int) -> Markup:
    customers = ngettext("%(shown)s customer", "%(shown)s customers", count, shown=number(count))
    told = ngettext(
        "%(customers)s will be reminded.",
        "%(customers)s will be reminded.",
        count,
        customers="%(customers)s",
    )
    return emphasised(told, customers=customers)


def _labels(plan: ArchivePlan, today: date) -> tuple[Label, ...]:
    last = plan.last_selling_day or plan.archiving_date
    end = Label(100, _("end of %(day)s", day=day(last, "short")), "end")
    counter = next((each for each in live_blocks(plan, today=today) if each.kind == "later"), None)
    if counter is None or not _ROOM_FROM <= counter.x <= _ROOM_UNTIL:
        return (Label(0, _("Today")), end)
    return (Label(0, _("Today")), Label(counter.x, day(plan.counter_starts, "short")), end)


_ROOM_FROM, _ROOM_UNTIL = 14, 72
