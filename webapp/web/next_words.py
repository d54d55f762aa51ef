"""What happens next to a job, day by day; only what is certain."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.life import Event, Facts, Moment, events
from webapp.models.job import Job
from webapp.queries.job_figures import JobFigures
from webapp.web.photos_end import archived_words, goes_words
from webapp.web.words import day_in_row, number, size


@dataclass(frozen=True)
class NextView:
    """One thing that will happen; `is_end`: the job leaves the shop."""

    day: str
    small: str
    icon: str
    title: str
    sentence: str
    is_end: bool = False


def what_happens_next(
    job: Job, facts: Facts, figures: JobFigures, *, now: datetime
) -> list[NextView]:
    """Everything from today on that follows from the settings."""
    coming = [event for event in events(facts) if event.day >= facts.today]
    return [
        _view(event, job, facts, figures, now)
        for event in coming
        if event.moment in _ICONS and not facts.standing.is_almost_ready
    ]


def nothing_next(job: Job, facts: Facts, *, now: datetime) -> str:
    """Why nothing happens by itself."""
    if facts.standing.is_almost_ready:
        return str(_("Nothing happens by itself while the job is in Planning."))
    if facts.archived is not None:
        return archived_words(job, now=now)
    return str(_("Nothing happens by itself: the job stays on sale until you archive it."))


def _view(event: Event, job: Job, facts: Facts, figures: JobFigures, now: datetime) -> NextView:
    is_end = event.moment in (Moment.LAST_DAY, Moment.STOP)
    return NextView(
        day=day_in_row(event.day, today=facts.today),
        small=_("end of the day") if is_end or event.moment is Moment.GOES else "",
        icon=_ICONS[event.moment],
        title=_title(event.moment),
        sentence=_sentence(event.moment, job, figures, now),
        is_end=is_end,
    )


def _title(moment: Moment) -> str:
    words = {
        Moment.COUNTER: _("Counter starts"),
        Moment.DATE: _("Archiving date"),
        Moment.LAST_DAY: _("Archiving date: leaves the shop"),
        Moment.STOP: _("Leaves the shop"),
        Moment.DELETION: _("Deletion suggested"),
        Moment.GOES: _("Photos are deleted"),
    }
    return str(words[moment])


def _sentence(moment: Moment, job: Job, figures: JobFigures, now: datetime) -> str:
    if moment is Moment.COUNTER:
        return str(_("The shop shows ‘14 days left’ and counts down."))
    if moment is Moment.DATE:
        return str(_("Customers are told: last day to order"))
    if moment is Moment.DELETION:
        return str(_("Its photos fill %(size)s of your storage.", size=size(job.original_bytes)))
    if moment is Moment.GOES:
        return goes_words(job, now=now)
    return _closing(figures)


def _closing(figures: JobFigures) -> str:
    """'Photos close, 28 baskets lose 71 products'."""
    if not figures.baskets:
        return str(_("Photos can no longer be viewed or ordered."))
    baskets = ngettext(
        "%(shown)s basket loses", "%(shown)s baskets lose", figures.baskets,
        shown=number(figures.baskets),
    )  # fmt: skip
    products = ngettext(
        "%(shown)s product", "%(shown)s products", figures.products_in_baskets,
        shown=number(figures.products_in_baskets),
    )  # fmt: skip
    return str(_("Photos close, %(baskets)s %(products)s.", baskets=baskets, products=products))


_ICONS = {
    Moment.COUNTER: "clock",
    Moment.DATE: "calendar-clock",
    Moment.LAST_DAY: "archive",
    Moment.STOP: "archive",
    Moment.DELETION: "hard-drive",
    Moment.GOES: "trash-2",
}
