"""What happens next to a job, day by day; only what is certain."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.life import Event, Facts, Moment, events
from webapp.queries.job_figures import JobFigures
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


def what_happens_next(facts: Facts, figures: JobFigures, *, stored_bytes: int) -> list[NextView]:
    """Everything from today on that follows from the settings."""
    coming = [event for event in events(facts) if event.day >= facts.today]
    return [
        _view(event, facts, figures, stored_bytes)
        for event in coming
        if event.moment in _ICONS and not facts.standing.is_almost_ready
    ]


def nothing_next(facts: Facts) -> str:
    """Why nothing happens by itself."""
    if facts.standing.is_almost_ready:
        return str(_("Nothing happens by itself while the job is in Planning."))
    if facts.archived is not None:
        return str(_("Deleting its photos frees storage; its numbers stay."))
    return str(_("Nothing happens by itself: the job stays on sale until you archive it."))


def _view(event: Event, facts: Facts, figures: JobFigures, stored_bytes: int) -> NextView:
    is_end = event.moment in (Moment.LAST_DAY, Moment.STOP)
    return NextView(
        day=day_in_row(event.day, today=facts.today),
        small=_("end of the day") if is_end else "",
        icon=_ICONS[event.moment],
        title=_title(event.moment),
        sentence=_sentence(event.moment, figures, stored_bytes),
        is_end=is_end,
    )


def _title(moment: Moment) -> str:
    words = {
        Moment.COUNTER: _("Counter starts"),
        Moment.DATE: _("Archiving date"),
        Moment.LAST_DAY: _("Archiving date: leaves the shop"),
        Moment.STOP: _("Leaves the shop"),
        Moment.DELETION: _("Deletion suggested"),
    }
    return str(words[moment])


def _sentence(moment: Moment, figures: JobFigures, stored_bytes: int) -> str:
    if moment is Moment.COUNTER:
        return str(_("The shop shows ‘14 days left’ and counts down."))
    if moment is Moment.DATE:
        return str(_("Customers are told: last day to order"))
    if moment is Moment.DELETION:
        return str(_("Its photos fill %(size)s of your storage.", size=size(stored_bytes)))
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
}
