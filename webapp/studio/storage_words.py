"""The storage page in words: what is used and by what, and what would free some space (D1, A11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.storage import Kind, Suggestion
from webapp.queries.storage import Sort, Split
from webapp.queries.storage_suggestions import FailedPhotos
from webapp.web.words import day_in_row, number, quoted, size


@dataclass(frozen=True)
class Part:
    """A part of the meter in words; `kind` names its colour, `url` where it lies, if anywhere."""

    kind: str
    label: str
    size: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class SuggestionView:
    """A suggestion: what, why it may go, how much it frees ('': nothing), and where that is."""

    title: str
    words: str
    size: str
    url: str
    label: str


@dataclass(frozen=True)
class Places:
    """Where suggestions lead; `trash_ends`: when the next piece of trash is deleted."""

    trash_ends: datetime | None
    failed: Sequence[FailedPhotos]


def legend(found: Split) -> list[Part]:
    """Live, archived (counted in full), trash and free."""
    meter, live, archived = found.meter, found.live_jobs, found.archived_jobs
    in_jobs = ngettext("%(shown)s job", "%(shown)s jobs", live, shown=number(live))
    in_archive = ngettext(
        "%(shown)s job, counted in full",
        "%(shown)s jobs, counted in full",
        archived,
        shown=number(archived),
    )
    return [
        Part("leaf", _("Live"), size(meter.live), in_jobs),
        Part("silver", _("Archived"), size(meter.archived), in_archive),
        Part(
            "safe",
            _("Trash"),
            size(meter.trash),
            _("emptied by itself after 7 days"),
            url_for("studio.trash"),
        ),
        Part("free", _("Free"), size(meter.free), ""),
    ]


def suggestion_views(
    told: Sequence[Suggestion], places: Places, zone: str, *, now: datetime
) -> list[SuggestionView]:
    """The suggestions in their order, each with the page on which it is carried out."""
    return [_suggestion(each, places, zone, now=now) for each in told]


def _suggestion(told: Suggestion, places: Places, zone: str, *, now: datetime) -> SuggestionView:
    match told.kind:
        case Kind.OLD_JOBS:
            return _old_jobs(told)
        case Kind.TRASH:
            return _trash(told, places, zone, now=now)
        case Kind.NEVER_SOLD:
            return _never_sold(told)
        case Kind.FAILED:
            return _failed(told, places)


def _old_jobs(told: Suggestion) -> SuggestionView:
    jobs = told.group.number
    return SuggestionView(
        title=ngettext(
            "%(shown)s job archived more than %(months)s months ago",
            "%(shown)s jobs archived more than %(months)s months ago",
            jobs,
            shown=number(jobs),
            months=told.months,
        ),
        words=ngettext(
            "No order needs its pictures. Delete its albums, keep the statistics.",
            "No order needs their pictures. Delete their albums, keep the statistics.",
            jobs,
        ),
        size=size(told.group.size),
        url=url_for("studio.storage_deletion", older=told.months),
        label=ngettext("Show %(shown)s job", "Show %(shown)s jobs", jobs, shown=number(jobs)),
    )


def _trash(told: Suggestion, places: Places, zone: str, *, now: datetime) -> SuggestionView:
    photos = ngettext(
        "%(shown)s photo", "%(shown)s photos", told.group.number, shown=number(told.group.number)
    )
    words = photos
    if places.trash_ends:
        day = day_in_row(local_day(places.trash_ends, zone), today=local_day(now, zone))
        words = _("%(photos)s; the oldest are deleted on %(day)s.", photos=photos, day=day)
    return SuggestionView(
        title=_("Trash: can be freed now"),
        words=words,
        size=size(told.group.size),
        url=url_for("studio.trash"),
        label=_("Show the trash"),
    )


def _never_sold(told: Suggestion) -> SuggestionView:
    jobs = told.group.number
    return SuggestionView(
        title=ngettext(
            "%(shown)s job planned for over a year",
            "%(shown)s jobs planned for over a year",
            jobs,
            shown=number(jobs),
        ),
        words=ngettext("It was never on sale.", "They were never on sale.", jobs),
        size=size(told.group.size),
        url=url_for("studio.storage", status="planning", sort=Sort.OLDEST.value),
        label=ngettext("Look at it", "Look at them", jobs),
    )


def _failed(told: Suggestion, places: Places) -> SuggestionView:
    photos, most = told.group.number, places.failed[:1]
    words, url = "", ""
    if most:
        words = _("Nobody can see them. Most of them: %(job)s.", job=quoted(most[0].job_name))
        url = url_for("studio.photos", job_id=most[0].job_id)
    return SuggestionView(
        title=ngettext(
            "%(shown)s photo without previews",
            "%(shown)s photos without previews",
            photos,
            shown=number(photos),
        ),
        words=words,
        size="",
        url=url,
        label=ngettext("Look at it", "Look at them", photos),
    )
