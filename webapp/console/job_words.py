"""A job in words: how it stands, what the shop shows, what happens next, its numbers (H1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp.console.links import offered, studio_url
from webapp.domain.archiving import local_day
from webapp.models.job import Job
from webapp.queries.job_figures import job_figures
from webapp.queries.job_head import job_head
from webapp.queries.next_messages import next_messages
from webapp.queries.profiles import profile_of_studio
from webapp.web.counter_words import counter_words
from webapp.web.figure_words import Figure, figure_views
from webapp.web.job_words import kind_word, shot_words
from webapp.web.life_sentence import life_sentence
from webapp.web.life_words import Picture, life_facts, life_picture
from webapp.web.message_words import moment, next_words
from webapp.web.next_words import NextView, nothing_next, what_happens_next
from webapp.web.setting_words import field_words, value_words
from webapp.web.status_words import StatusView, standing_view
from webapp.web.words import number, quoted, size


@dataclass(frozen=True)
class LinkView:
    """Somewhere else to look."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class JobView:
    """What templates/console/job.html reads; `counter` '' where the shop shows none."""

    facts: str
    studio: str
    studio_url: str
    status: StatusView
    sentence: Markup
    picture: Picture
    counter: str
    settings: Sequence[tuple[str, str]]
    figures: Sequence[Figure]
    coming: Sequence[NextView]
    nothing: str
    messages: str
    links: Sequence[LinkView]


def job_view(job: Job, *, now: datetime) -> JobView:
    """Everything above the history."""
    facts, figures = life_facts(job, now=now), job_figures(job, now=now)
    zone = job.studio.time_zone
    return JobView(
        facts=_facts(job, now=now),
        studio=job.studio.name,
        studio_url=studio_url(job.studio_id),
        status=standing_view(job.standing(now)),
        sentence=life_sentence(facts),
        picture=life_picture(facts),
        counter=_counter(job, now=now),
        settings=_settings(job, now=now),
        figures=figure_views(job, figures),
        coming=what_happens_next(job, facts, figures, now=now),
        nothing=nothing_next(job, facts, now=now),
        messages=next_words(next_messages(job.id), zone, now=now),
        links=_links(job),
    )


def _facts(job: Job, *, now: datetime) -> str:
    head, today = job_head(job), local_day(now, job.studio.time_zone)
    price_list = _("Price list %(name)s", name=quoted(head.price_list)) if head.price_list else ""
    parts = (job.internal_name, kind_word(job.kind), shot_words(job, today), price_list, job.id)
    return " · ".join(part for part in parts if part)


def _counter(job: Job, *, now: datetime) -> str:
    """What the shop's counter says now; '' while it shows none (A10)."""
    plan, standing = job.archive_plan, job.standing(now)
    words = counter_words(plan.counter(now)) if plan and standing.shows_photos else None
    return f"{words.title}. {words.sentence}" if words else ""


def _settings(job: Job, *, now: datetime) -> list[tuple[str, str]]:
    """The settings that decide who sees what and until when."""
    zone = job.studio.time_zone
    profile = job.communication_profile_id and profile_of_studio(
        job.studio_id, job.communication_profile_id
    )
    told = [
        (field_words("access_type"), value_words("access_type", job.access_type)),
        (field_words("archiving"), value_words("archiving", job.archiving)),
    ]
    if job.archiving:
        told += [
            (field_words(field), value_words(field, getattr(job, field)))
            for field in ("archiving_date", "archiving_delay")
        ]
    name = profile.name if profile else None
    told.append(
        (field_words("communication_profile_id"), value_words("communication_profile_id", name))
    )
    moments = (
        (_("On sale since"), job.selling_since),
        (_("Pictures announced"), job.announced_at),
        (_("Archived"), job.archived_at),
    )
    told += [(str(name), moment(at, zone, now=now)) for name, at in moments if at is not None]
    if job.trash_count:
        photos = ngettext(
            "%(shown)s photo", "%(shown)s photos", job.trash_count, shown=number(job.trash_count)
        )
        told.append((_("In the trash"), f"{photos} · {size(job.trash_bytes)}"))
    return told


def _links(job: Job) -> list[LinkView]:
    """Pages about the job that this person may open, where they exist."""
    places = (
        (_("Why can a customer not see photos?"), "eye-off", "photos"),
        (_("Why does a customer (not) get a message?"), "mail-x", "message"),
        (_("Why is this job archived?"), "archive", "archived"),
    )
    links = [
        LinkView(label, offered("console.job_explanation", job_id=job.id, question=question), icon)
        for label, icon, question in places
    ]
    day = offered("console.shop_on_a_day", job_id=job.id)
    links.append(LinkView(_("The shop on another day"), day, "eye"))
    if job.studio.support_access:
        back = url_for("studio.job_overview", job_id=job.id)
        acting = offered("console.begin_acting", studio_id=job.studio_id, page=back)
        links.append(LinkView(_("Act on behalf"), acting, "life-buoy"))
    return [link for link in links if link.url]
