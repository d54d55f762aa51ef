"""The picture of a job's shelf life with its words and dates, as components/life.html draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.life import Event, Facts, Moment, events
from webapp.domain.life_drawing import Label, Phase, PhaseName, Segment, labels, phases, segments
from webapp.models.job import Job
from webapp.web.photos_end import photos_end
from webapp.web.words import day, day_in_row


@dataclass(frozen=True)
class LabelView:
    """The date and the words below a tick."""

    x: float
    level: int
    anchor: str
    day: str
    text: str


@dataclass(frozen=True)
class PhaseView:
    """The name of a phase above the line; `kind` names its colour."""

    x: float
    anchor: str
    kind: str
    text: str


@dataclass(frozen=True)
class EventView:
    """One line of the list that says the same as the drawing."""

    kind: str
    day: str
    text: str


@dataclass(frozen=True)
class Picture:
    """Everything the component reads; dots and bracket are for reminders, which come later."""

    segments: Sequence[Segment]
    phases: Sequence[PhaseView]
    labels: Sequence[LabelView]
    today_x: float
    today_text: str
    events: Sequence[EventView]
    summary: str
    dots: tuple[()] = ()
    bracket: None = None

    @property
    def ticks(self) -> Sequence[LabelView]:
        """Every label has its tick."""
        return self.labels


def life_facts(job: Job, *, now: datetime) -> Facts:
    """The days of the job's life in the studio's zone."""
    zone = job.studio.time_zone
    return Facts(
        standing=job.standing(now),
        created=local_day(job.created_at, zone),
        today=local_day(now, zone),
        on_sale=local_day(job.selling_since, zone) if job.selling_since else None,
        archived=local_day(job.archived_at, zone) if job.archived_at else None,
        plan=job.archive_plan,
        photos=photos_end(job, now=now),
    )


def life_picture(facts: Facts) -> Picture:
    """The picture of these facts in the reader's language."""
    happenings = events(facts)
    today = next(event for event in happenings if event.moment is Moment.TODAY)
    return Picture(
        segments=segments(facts),
        phases=[_phase(name, facts) for name in phases(facts)],
        labels=[_label(label, facts.today) for label in labels(facts)],
        today_x=today.x,
        today_text=_("Today, %(day)s", day=day(facts.today, "row")),
        events=[_event(event, facts) for event in happenings],
        summary=_("Shelf life of this job"),
    )


def moment_words(moment: Moment) -> str:
    """What happens at this moment."""
    words = {
        Moment.CREATED: _("Created"),
        Moment.ON_SALE: _("On sale"),
        Moment.COUNTER: _("Counter starts"),
        Moment.DATE: _("Archiving date: customers’ last day"),
        Moment.LAST_DAY: _("Archiving date: leaves the shop"),
        Moment.STOP: _("Leaves the shop"),
        Moment.ARCHIVED: _("Archived"),
        Moment.DELETION: _("Deletion suggested"),
        Moment.GOES: _("Photos are deleted"),
        Moment.GONE: _("Photos deleted"),
        Moment.TODAY: _("Today"),
    }
    return str(words[moment])


def _label(label: Label, today: date) -> LabelView:
    event = label.event
    return LabelView(
        event.x, label.level, label.anchor, _day(event, today), moment_words(event.moment)
    )


def _day(event: Event, today: date) -> str:
    """'Fri 4 Dec' for what is decided, 'End of Sun 6 Dec' for the stop, '12 Oct' for the rest."""
    if event.moment in (Moment.STOP, Moment.LAST_DAY, Moment.GOES):
        return str(_("End of %(day)s", day=day_in_row(event.day, today=today)))
    if event.moment in (Moment.DATE, Moment.TODAY):
        return day_in_row(event.day, today=today)
    return day(event.day, "short" if event.day.year == today.year else "short-year")


def _event(event: Event, facts: Facts) -> EventView:
    kind = _LIST_KINDS[event.moment]
    text = moment_words(event.moment)
    if event.moment is Moment.TODAY:
        left = next((name for name in phases(facts) if name.phase is Phase.LEFT), None)
        kind = "today" if left else f"today {_CALM[facts.standing.value]}"
        text = _("Today: %(left)s", left=_left(facts)) if left else text
    return EventView(kind, _day(event, facts.today), text)


def _phase(name: PhaseName, facts: Facts) -> PhaseView:
    return PhaseView(name.x, name.anchor, _PHASE_KINDS[name.phase], _phase_words(name, facts))


def _phase_words(name: PhaseName, facts: Facts) -> str:
    if name.phase is Phase.LEFT:
        return _left(facts)
    if name.phase is Phase.DELAY:
        return _delay(facts)
    words = {
        Phase.PLANNING: _("Planning"),
        Phase.SELLING: _("Selling"),
        Phase.ARCHIVED: _("Archived"),
    }
    return str(words[name.phase])


def _left(facts: Facts) -> str:
    left = facts.plan.days_left(facts.today) if facts.plan else 0
    if left > 0:
        return str(ngettext("%(num)s day left", "%(num)s days left", left))
    return str(_("Last day") if left == 0 else _("Last chance"))


def _delay(facts: Facts) -> str:
    days = (facts.plan.delay.days if facts.plan else 0) or 0
    return str(ngettext("+%(num)s day’s delay", "+%(num)s days’ delay", days))


_PHASE_KINDS = {
    Phase.PLANNING: "",
    Phase.SELLING: "",
    Phase.LEFT: "safe",
    Phase.DELAY: "safe2",
    Phase.ARCHIVED: "silver",
}
_LIST_KINDS = {
    Moment.CREATED: "plan",
    Moment.ON_SALE: "sold",
    Moment.COUNTER: "later",
    Moment.TODAY: "today",
    Moment.DATE: "safe",
    Moment.LAST_DAY: "stop",
    Moment.STOP: "stop",
    Moment.ARCHIVED: "arch",
    Moment.DELETION: "fade",
    Moment.GOES: "fade",
    Moment.GONE: "fade",
}
_CALM = {"almost-ready": "plan", "on-sale": "left", "archiving-now": "stop", "archived": "arch"}
