"""Deleting the albums of several jobs in words: the choice, the window, what came of it (D2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.storage_deletion import DeletionPlan, OldJob
from webapp.studio.storage_rows import ago, held_words
from webapp.use_cases.delete_albums_of_jobs import JobResult
from webapp.web.words import day, number, quoted, size, time_of_day


@dataclass(frozen=True)
class ChoiceRow:
    """A job to choose; `held` says why it cannot be ticked, '' where it can."""

    id: str
    name: str
    url: str
    archived: str
    albums: str
    photos: str
    size: str
    bytes: int
    held: str
    ticked: bool


@dataclass(frozen=True)
class Row:
    """A row of the window: the fact, and why."""

    icon: str
    fact: str
    why: str = ""


@dataclass(frozen=True)
class ResultRow:
    """What became of one job."""

    name: str
    url: str
    words: str
    is_deleted: bool


def selection_rows(
    jobs: Sequence[OldJob], ticked: Sequence[OldJob], zone: str, *, now: datetime
) -> list[ChoiceRow]:
    """The jobs to choose from."""
    chosen = {job.job_id for job in ticked}
    return [
        ChoiceRow(
            id=job.job_id,
            name=job.name,
            url=url_for("studio.job_overview", job_id=job.job_id),
            archived=ago(job.archived_at, zone, now=now) if job.archived_at else "",
            albums=number(job.albums),
            photos=number(job.photos),
            size=size(job.size),
            bytes=job.size,
            held=held_words(job),
            ticked=job.job_id in chosen,
        )
        for job in jobs
    ]


def sum_words(jobs: Sequence[OldJob]) -> str:
    """'12 jobs · 48.2 GB', of what is ticked."""
    jobs_words = ngettext("%(shown)s job", "%(shown)s jobs", len(jobs), shown=number(len(jobs)))
    return f"{jobs_words} · {size(sum(job.size for job in jobs))}"


def plan_title(plan: DeletionPlan) -> str:
    """The question of the window."""
    jobs = len(plan.going)
    if not jobs:
        return str(_("Nothing of these can be deleted"))
    return str(
        ngettext(
            "Delete the albums of %(shown)s job?",
            "Delete the albums of %(shown)s jobs?",
            jobs,
            shown=number(jobs),
        )
    )


def plan_rows(plan: DeletionPlan, ends: datetime, zone: str) -> list[Row]:
    """What will happen, counted; `ends`: when the trash is emptied."""
    staying = [Row("ban", quoted(job.name), held_words(job)) for job in plan.staying]
    if not plan.going:
        return staying
    return [
        Row(
            "trash-2",
            _(
                "To the trash: %(albums)s with %(photos)s, %(size)s.",
                albums=_albums(plan.albums),
                photos=_photos(plan.photos),
                size=size(plan.size),
            ),
            _(
                "Until %(moment)s everything can be restored. Then, or as soon as you empty the"
                " trash, it is deleted for good and the space is free.",
                moment=_moment(ends, zone),
            ),
        ),
        Row("chart-column", _("Jobs, customers and statistics stay.")),
        Row("receipt-text", _("Orders that were placed stay as they are.")),
        *staying,
    ]


def done_words(results: Sequence[JobResult], ends: datetime, zone: str) -> str:
    """'In the trash now: 48 albums with 12,000 photos, 48.2 GB. …' of all that worked."""
    done = [result.job for result in results if result.is_deleted]
    if not done:
        return str(_("Nothing was deleted."))
    return str(
        _(
            "In the trash now: %(albums)s with %(photos)s, %(size)s. Until %(moment)s everything"
            " can be restored.",
            albums=_albums(sum(job.albums for job in done)),
            photos=_photos(sum(job.photos for job in done)),
            size=size(sum(job.size for job in done)),
            moment=_moment(ends, zone),
        )
    )


def result_rows(results: Sequence[JobResult]) -> list[ResultRow]:
    """What became of each job."""
    return [
        ResultRow(
            result.job.name,
            url_for("studio.job_overview", job_id=result.job.job_id),
            _result(result),
            result.is_deleted,
        )
        for result in results
    ]


def _result(result: JobResult) -> str:
    if result.failed:
        return str(_("Could not be deleted just now, and is as it was. Try it again."))
    if not result.is_deleted:
        return held_words(result.job)
    return str(
        _(
            "Deleted: %(albums)s, %(photos)s, %(size)s",
            albums=_albums(result.job.albums),
            photos=_photos(result.job.photos),
            size=size(result.job.size),
        )
    )


def _albums(albums: int) -> str:
    return str(ngettext("%(shown)s album", "%(shown)s albums", albums, shown=number(albums)))


def _photos(photos: int) -> str:
    return str(ngettext("%(shown)s photo", "%(shown)s photos", photos, shown=number(photos)))


def _moment(at: datetime, zone: str) -> str:
    """'Monday, 30 November 2026, 10:00'."""
    return f"{day(local_day(at, zone))}, {time_of_day(at, zone)}"
