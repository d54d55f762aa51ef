"""Why a job is archived, or again, or is not, in words (H1)."""

from collections.abc import Callable, Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext, pgettext

from webapp.domain.archiving import ArchivePlan
from webapp.domain.explaining import Reason
from webapp.domain.explaining_archiving import ArchiveFacts, ArchiveWhy, Step
from webapp.queries.explaining_archiving import ArchivingAnswer
from webapp.web.explanation_words import (
    AnswerView,
    Links,
    Place,
    Words,
    answer_view,
    by_words,
    moment_words,
    since_words,
)
from webapp.web.setting_words import DELAYS
from webapp.web.status_words import standing_view, status_view
from webapp.web.words import day, last_instant

_STEPS = 6


def archiving_view(found: ArchivingAnswer, *, links: Links) -> AnswerView:
    """The answer about the archiving of a job."""
    zone, answer = found.facts.zone, found.answer
    return answer_view(
        "silver" if answer.is_archived else "info",
        _headline(found, zone),
        answer.reasons,
        WORDS,
        _facts(found.facts, zone),
        zone=zone,
        links=links,
    )


def _headline(found: ArchivingAnswer, zone: str) -> str:
    answer = found.answer
    when = since_words(answer.at, zone)
    if answer.is_again:
        return str(_("The job is archived again, since %(when)s.", when=when))
    if answer.is_archived:
        return str(_("The job is archived since %(when)s.", when=when))
    return str(_("The job is not archived."))


def _facts(facts: ArchiveFacts, zone: str) -> Iterator[tuple[str, str]]:
    plan = facts.plan
    yield _("Status"), str(standing_view(facts.standing).label)
    yield _("Archiving date"), _date(plan)
    yield _("Archiving delay"), str(DELAYS[plan.delay.value]) if plan else ""
    last = plan.last_selling_day if plan else None
    yield pgettext("job", "Stop"), last_instant(last, zone) if last else str(_("never"))
    yield _("Time zone"), zone
    yield _("On record"), "\n".join(_step(each, zone) for each in facts.steps[-_STEPS:])


def _date(plan: ArchivePlan | None) -> str:
    return day(plan.archiving_date) if plan else str(pgettext("archiving date", "none"))


def _step(step: Step, zone: str) -> str:
    """'Selling → Archived on …, Shelflife, by itself'."""
    before, after = (status_view(end).label for end in (step.move.before, step.move.after))
    who = by_words(step.by) or str(_("Shelflife, by itself"))
    return f"{before} → {after}, {moment_words(step.at, zone)}, {who}"


def _by(known: str, by_itself: str) -> Callable[[Reason], str]:
    """A sentence that names who did it, where somebody did."""

    def told(reason: Reason) -> str:
        return str(known if reason.by else by_itself)

    return told


def _profile_removed(reason: Reason) -> str:
    told = ngettext(
        "The profile %(whose)s went when the job was put on sale again on %(when)s: it had been"
        " archived for %(num)s day.",
        "The profile %(whose)s went when the job was put on sale again on %(when)s: it had been"
        " archived for %(num)s days.",
        reason.number,
        whose="%(whose)s",
        when="%(when)s",
    )
    return str(told)


def _would_go(reason: Reason) -> str:
    told = ngettext(
        "It has been archived for %(num)s day, so that its communication profile would go.",
        "It has been archived for %(num)s days, so that its communication profile would go.",
        reason.number,
    )
    return str(told)


_FOURTEEN_DAYS = _l(
    "Of a job that was archived for more than 14 days the communication profile is removed when it"
    " is put on sale again."
)
_AT_THE_STOP = _l(
    "A job leaves the shop at its stop: the end of the archiving date, or so many days after it as"
    " the delay says, in the studio’s time zone."
)
_ON_SALE_AGAIN = _l("Put the job on sale again with a later date, or without one.")

WORDS = {
    ArchiveWhy.BY_HAND: Words(
        "archive", _l("%(name)s archived it by hand on %(when)s."),
        _l("A job on sale can be archived at any time."), _ON_SALE_AGAIN, Place.SELLING,
    ),
    ArchiveWhy.BY_ITSELF: Words(
        "archive",
        _l("Shelflife archived it by itself: the last day was %(day)s, and its end was the stop"
           " (midnight, %(zone)s)."),
        _AT_THE_STOP, _ON_SALE_AGAIN, Place.SELLING,
    ),
    ArchiveWhy.NOT_ON_RECORD: Words(
        "archive", _l("It came into this installation as archived; no record says who did it."),
        "", _ON_SALE_AGAIN, Place.SELLING,
    ),
    ArchiveWhy.PLANNED: Words(
        "pencil-ruler", _l("It is still being planned: it has never been on sale."),
        _l("Only a job on sale is archived."), _l("Put the job on sale."), Place.SELLING,
    ),
    ArchiveWhy.PAUSED: Words(
        "pause", _l("It is back in Planning; it went on sale on %(when)s."),
        _l("Only a job on sale is archived."), _l("Put the job on sale."), Place.SELLING,
    ),
    ArchiveWhy.NO_ARCHIVING: Words(
        "calendar-x", _l("It has no archiving date."),
        _l("Without a date a job stays on sale until it is archived by hand."),
        _l("Tick Archiving and choose a date, or archive it by hand."), Place.SETTINGS,
    ),
    ArchiveWhy.NEVER: Words(
        "calendar-x", _l("Its date is %(day)s, with ‘Do not archive the job automatically’."),
        _l("Customers are told the date; the job stays on sale until it is archived by hand."),
        _l("Another delay, or archive it by hand."), Place.SETTINGS,
    ),
    ArchiveWhy.STOP_AHEAD: Words(
        "clock", _l("Its stop is still ahead: the end of %(day)s (midnight, %(zone)s)."),
        _AT_THE_STOP, _l("An earlier date, or archive it by hand."), Place.SETTINGS,
    ),
    ArchiveWhy.STOPPED: Words(
        "hourglass", _l("It is being archived: its stop was the end of %(day)s (midnight,"
                        " %(zone)s)."),
        _l("From the stop on customers see nothing; Shelflife notes it as archived within a"
           " minute."),
    ),
    ArchiveWhy.HELD: Words(
        "pause", _l("Its stop has passed, and archiving waits for a person since %(when)s: the"
                    " clock of the machine has jumped."),
        _l("When the clock jumps far ahead nothing is archived until somebody has looked."),
        _l("Whoever runs the installation releases it on the operations page."),
    ),
    ArchiveWhy.WAS_LATE: Words(
        "clock", _l("It was noted only on %(when)s: Shelflife was not running at the stop."),
        _l("Customers saw nothing from the stop on all the same."),
    ),
    ArchiveWhy.WAS_ON_SALE_AGAIN: Words(
        "store",
        _by(
            _l("Before that, %(name)s had put it on sale again on %(when)s."),
            _l("Before that, it had been put on sale again on %(when)s."),
        ),
        _l("A job that is on sale again is archived again at its new stop."), "", Place.HISTORY,
    ),
    ArchiveWhy.DATE_CHOSEN: Words(
        "calendar",
        _by(
            _l("%(name)s chose the date (%(day)s) and its delay on %(when)s."),
            _l("The date (%(day)s) and its delay were set on %(when)s."),
        ),
        "", "", Place.HISTORY,
    ),
    ArchiveWhy.ZONE_CHANGED: Words(
        "globe",
        _by(
            _l("%(name)s changed the studio’s time zone on %(when)s, which moved the stop."),
            _l("The studio’s time zone was changed on %(when)s, which moved the stop."),
        ),
        "", "", Place.HISTORY,
    ),
    ArchiveWhy.ZONE_CHANGED_SINCE: Words(
        "globe", _l("The studio’s time zone has changed since; the stop was on %(when)s in today’s"
                    " zone."),
        _l("A change of zone takes no job back from Archived."),
    ),
    ArchiveWhy.PROFILE_REMOVED: Words(
        "bell-off", _profile_removed, _FOURTEEN_DAYS, _l("Choose the profile again."),
        Place.SETTINGS,
    ),
    ArchiveWhy.PROFILE_WOULD_GO: Words(
        "bell-off", _would_go, _FOURTEEN_DAYS,
        _l("Choose the profile again once the job is on sale."), Place.SETTINGS,
    ),
}  # fmt: skip
