"""A held clock and a held outbox in words: what has happened, and what a release sets off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import format_timedelta, ngettext
from flask_babel import gettext as _

from webapp.domain.copies import Held
from webapp.models.operation import ClockHold
from webapp.queries.clock_release import ReleaseFacts
from webapp.queries.outbox import HeldSince, Waiting
from webapp.web.words import day, local, time_of_day

_ZONE = "UTC"


@dataclass(frozen=True)
class HoldView:
    """A hold as the page shows it; `then`: what happens when it is released, in sentences."""

    text: str
    then: list[str]
    advice: str
    hold_id: str = ""


def instant(at: datetime) -> str:
    """'Sunday, 29 November 2026, 10:34 UTC'."""
    return f"{day(local(at, _ZONE))}, {time_of_day(at, _ZONE)} UTC"


def clock_view(hold: ClockHold, facts: ReleaseFacts, *, machine_now: datetime) -> HoldView:
    """The clock is held: how far it jumped, what it says now, and what would be done."""
    text = _(
        "On %(when)s, the clock of the machine had jumped ahead by %(far)s. Nothing is archived,"
        " deleted or reminded of by the clock until somebody releases it. Shops, orders and"
        " archiving by hand go on.",
        when=instant(hold.held_at),
        far=format_timedelta(timedelta(seconds=hold.jumped_seconds)),
    )
    advice = _(
        "The clock says %(now)s. If that is wrong, set it right first: what is due is counted by"
        " it.",
        now=instant(machine_now),
    )
    return HoldView(str(text), release_words(facts), str(advice), hold.id)


def release_words(facts: ReleaseFacts) -> list[str]:
    """What the worker does within a minute, in sentences that are counted."""
    if facts.is_nothing:
        return [str(_("Nothing is due: nothing is archived, deleted or sent at once."))]
    return _of(facts)


def outbox_view(held: HeldSince, waiting: Waiting) -> HoldView:
    """The outbox is held because this is a copy."""
    why = {
        Held.ELSEWHERE: _("the database has moved or was copied"),
        Held.OLDER: _("the database is older than what was sent from here: a copy was restored"),
    }[held.why]
    text = _("Nothing goes out since %(when)s: %(why)s.", when=instant(held.at), why=why)
    then = ngettext(
        "%(num)s message goes out, as long as it is still true and not too late.",
        "%(num)s messages go out, as long as they are still true and not too late.",
        waiting.number,
    )
    advice = _("Only one installation may send. Release this one if the other is switched off.")
    return HoldView(str(text), [str(then)], str(advice))


def _of(facts: ReleaseFacts) -> list[str]:
    jobs = ngettext("%(num)s job is archived.", "%(num)s jobs are archived.", facts.jobs)
    reopened = ngettext(
        "%(num)s job that is open again for one code is closed.",
        "%(num)s jobs that are open again for one code are closed.",
        facts.reopenings,
    )
    messages = ngettext(
        "%(num)s planned message is looked at again, and sent if it is true and not too late.",
        "%(num)s planned messages are looked at again, and sent where they are true and not too"
        " late.",
        facts.messages,
    )
    trash = ngettext(
        "The trash of %(num)s studio is emptied (%(photos)s).",
        "The trash of %(num)s studios is emptied (%(photos)s).",
        facts.trash_studios,
        photos=ngettext("%(num)s photo", "%(num)s photos", facts.trash_photos),
    )
    retention = ngettext(
        "The photos of %(num)s archived job are deleted, unless an order needs them.",
        "The photos of %(num)s archived jobs are deleted, unless an order needs them.",
        facts.retention_jobs,
    )
    visitors = ngettext(
        "%(num)s browser that has not come for ninety days is forgotten, with its basket.",
        "%(num)s browsers that have not come for ninety days are forgotten, with their baskets.",
        facts.visitors,
    )
    told = (
        (facts.jobs, jobs),
        (facts.reopenings, reopened),
        (facts.messages, messages),
        (facts.trash_studios, trash),
        (facts.retention_jobs, retention),
        (facts.visitors, visitors),
    )
    return [str(sentence) for counted, sentence in told if counted]
