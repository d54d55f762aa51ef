"""What every page of a job shows: name, facts, tabs, and the status control top right (S3)."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.status import Status
from webapp.models.job import Job
from webapp.queries.job_head import JobHead, job_head
from webapp.studio.consequence_words import status_sentence
from webapp.web.job_words import kind_word, shot_words
from webapp.web.status_words import StatusView, standing_view, status_view
from webapp.web.words import number, quoted


@dataclass(frozen=True)
class Tab:
    """A tab of the job; `count` None: without a number."""

    label: str
    url: str
    current: bool
    count: str | None = None


@dataclass(frozen=True)
class MoveView:
    """A legal move of the status control, and where choosing it leads (S3, S6)."""

    key: str
    icon: str
    label: str
    sentence: str
    url: str


@dataclass(frozen=True)
class JobPage:
    """What templates/layouts/job.html reads."""

    name: str
    facts: str
    status: StatusView
    moves: list[MoveView]
    tabs: list[Tab]
    back_url: str


def job_page(job: Job, current: str) -> JobPage:
    """The shell of a page; `current`: the key of a tab below."""
    now = clock.now()
    head = job_head(job)
    return JobPage(
        name=job.public_name,
        facts=_facts(job, head, now=now),
        status=standing_view(job.standing(now)),
        moves=_moves(job),
        tabs=_tabs(job, head, current),
        back_url=url_for("studio.jobs"),
    )


def _facts(job: Job, head: JobHead, *, now: datetime) -> str:
    today = local_day(now, job.studio.time_zone)
    albums = ngettext("%(shown)s album", "%(shown)s albums", head.albums, shown=number(head.albums))
    price_list = _("Price list %(name)s", name=quoted(head.price_list)) if head.price_list else ""
    parts = (
        kind_word(job.kind),
        shot_words(job, today),
        albums if head.albums else "",
        price_list,
    )
    return " · ".join(part for part in parts if part)


def _moves(job: Job) -> list[MoveView]:
    current = Status(job.status)
    return [_move(job, current, to) for to in current.moves]


def _move(job: Job, current: Status, to: Status) -> MoveView:
    view = status_view(to)
    return MoveView(
        key=view.key,
        icon=view.icon,
        label=view.label,
        sentence=status_sentence(to, current=current),
        url=url_for("studio.confirmation", job_id=job.id, status=to.value),
    )


def _tabs(job: Job, head: JobHead, current: str) -> list[Tab]:
    tabs = (
        ("overview", "studio.job_overview", _("Overview"), None),
        ("settings", "studio.job_settings", _("Settings"), None),
        ("photos", "studio.photos", _("Photos"), number(job.photo_count)),
        ("selling", "studio.selling", pgettext("tab", "Selling"), None),
        ("customers", "studio.customers", _("Customers"), number(head.customers)),
        ("messages", "studio.job_messages", _("Messages"), None),
        ("history", "studio.history", _("History"), None),
    )
    return [
        Tab(label, url_for(endpoint, job_id=job.id), key == current, count)
        for key, endpoint, label, count in tabs
    ]
