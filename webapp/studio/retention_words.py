"""How long photos stay, in words: on the pages of a job, in the settings, on the storage page."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.retention import Standing
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.needed_photos import NeedingOrder
from webapp.queries.retention import going_next, orders_that_keep, standing_of
from webapp.studio.throwing_words import to_pay_words
from webapp.web.words import day, number, size


@dataclass(frozen=True)
class KeepingLine:
    """One sentence about the photos of a job, and where it is changed; `goes`: a day is set."""

    sentence: str
    url: str
    goes: bool


@dataclass(frozen=True)
class OrderLink:
    """An order that keeps photos, with its page."""

    words: str
    url: str


@dataclass(frozen=True)
class GoingLine:
    """What goes next by itself, for the storage page; '' where nothing does."""

    sentence: str
    url: str


def keeping_line(job: Job, studio: Studio, *, now: datetime) -> KeepingLine:
    """What the overview of a job says of its photos."""
    said = standing_of(job, studio)
    return KeepingLine(
        sentence=_sentence(said, has_photos=_has_photos(job), now=now),
        url=url_for("studio.keeping", job_id=job.id),
        goes=_has_photos(job) and said.keeping is not None,
    )


def months_words(months: int | None) -> str:
    """'12 months after archiving', 'never'."""
    if months is None:
        return str(_("never"))
    return str(ngettext("%(num)s month after archiving", "%(num)s months after archiving", months))


def order_links(job: Job, *, now: datetime) -> list[OrderLink]:
    """The orders that keep the photos of a job (D4)."""
    return [as_link(each) for each in orders_that_keep(job, now=now)]


def as_link(order: NeedingOrder) -> OrderLink:
    """'Order 1042, Anna Berger: not delivered yet'."""
    url = url_for("studio.order", order_id=order.order_id)
    if order.is_to_pay:
        words = _(
            "Order %(number)s, %(name)s: %(why)s",
            number=order.number,
            name=order.name,
            why=to_pay_words(),
        )
        return OrderLink(str(words), url)
    words = (
        _("Order %(number)s, %(name)s: not delivered yet", number=order.number, name=order.name)
        if order.is_to_deliver
        else _(
            "Order %(number)s, %(name)s: bought files can still be fetched",
            number=order.number,
            name=order.name,
        )
    )
    return OrderLink(str(words), url)


def going_line(studio: Studio, *, now: datetime) -> GoingLine:
    """'23 jobs, 48 GB, are deleted automatically, the first on Tuesday, 12 January 2027.'"""
    url = url_for("studio.settings", _anchor="keeping")
    if studio.retention_months is None:
        return GoingLine(_("No photos are deleted automatically, unless a job says so."), url)
    found = going_next(studio, now=now)
    if found.first_day is None:
        words = _(
            "Photos are deleted %(months)s; nothing is waiting for it.",
            months=months_words(studio.retention_months),
        )
        return GoingLine(words, url)
    told = ngettext(
        "The photos of %(shown)s job, %(size)s, are deleted automatically on %(day)s.",
        "The photos of %(shown)s jobs, %(size)s, are deleted automatically, the first on %(day)s.",
        found.jobs,
        shown=number(found.jobs),
        size=size(found.size),
        day=day(found.first_day),
    )
    return GoingLine(str(told), url)


def _has_photos(job: Job) -> bool:
    return job.photo_count + job.trash_count > 0


def _sentence(said: Standing, *, has_photos: bool, now: datetime) -> str:
    if said.hold:
        return str(_("Photos are kept until released"))
    if said.months is None:
        return str(_("Photos are not deleted automatically"))
    keeping = said.keeping if has_photos else None
    if keeping is None:
        return str(_("Photos are deleted %(months)s", months=months_words(said.months)))
    last = day(keeping.last_day(now))
    if keeping.waits_for_letter(now):
        waits = _(
            "Photos are deleted on %(day)s at the earliest: this waits for the letter to you",
            day=last,
        )
        return str(waits)
    return str(_("Photos are deleted on %(day)s", day=last))
