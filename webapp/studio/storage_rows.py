"""A job in the table of the storage page: what it uses, and whether its albums may go (D1, D4)."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.archiving import local_day
from webapp.domain.status import Standing
from webapp.domain.storage_deletion import Held, OldJob
from webapp.models.job import Job
from webapp.queries.retention import going
from webapp.web.shelf_words import shelf_line
from webapp.web.status_words import StatusView, standing_view
from webapp.web.words import day_in_row, number, size

_MOST_NUMBERS = 5
_DAYS_OF_TWO_MONTHS = 60
_DAYS_OF_A_MONTH = 30.44


@dataclass(frozen=True)
class RowView:
    """A job and its share; `percent` of the largest one, `trash` '' where nothing lies there."""

    name: str
    url: str
    status: StatusView
    since: str
    photos: str
    size: str
    trash: str
    deletion: str
    percent: float
    kind: str


def row_view(job: Job, old: OldJob, largest: int, *, now: datetime) -> RowView:
    """One row; `largest` in bytes is the whole width of a bar."""
    standing = job.standing(now)
    return RowView(
        name=job.public_name,
        url=url_for("studio.job_overview", job_id=job.id),
        status=standing_view(standing),
        since=_since(job, standing, now=now),
        photos=number(job.photo_count),
        size=size(job.original_bytes),
        trash=_("+ %(size)s in the trash", size=size(job.trash_bytes)) if job.trash_bytes else "",
        deletion=_deletion(job, old, standing, now=now),
        percent=round(100 * job.original_bytes / max(largest, 1), 2),
        kind="arch" if standing.is_greyed_out else "left",
    )


def held_words(old: OldJob) -> str:
    """Why the albums of a job stay, '' where they can go."""
    words: dict[Held | None, str] = {
        None: "",
        Held.ON_SALE: _("Not archived"),
        Held.OPEN_AGAIN: _("Open again for somebody"),
        Held.ORDERS: _needed(old.orders),
        Held.HOLD: _("Its photos are kept until released"),
        Held.EMPTY: _("No photos left"),
    }
    return words[old.held]


def ago(archived_at: datetime, zone: str, *, now: datetime) -> str:
    """'23 days ago', in months from the sixtieth day on: beside the word 'Archived'."""
    days = (local_day(now, zone) - local_day(archived_at, zone)).days
    if days <= 0:
        return str(_("today"))
    if days < _DAYS_OF_TWO_MONTHS:
        return str(ngettext("%(num)s day ago", "%(num)s days ago", days))
    months = int(days / _DAYS_OF_A_MONTH)
    return str(ngettext("%(num)s month ago", "%(num)s months ago", months))


def _since(job: Job, standing: Standing, *, now: datetime) -> str:
    if standing is Standing.ARCHIVING_NOW:
        return ""
    if job.archived_at is not None:
        return ago(job.archived_at, job.studio.time_zone, now=now)
    return shelf_line(job, now=now).lead


def _deletion(job: Job, old: OldJob, standing: Standing, *, now: datetime) -> str:
    if standing.is_almost_ready:
        return str(_("Planned"))
    if old.held is Held.ON_SALE:
        return str(_("On sale"))
    if old.held is Held.ORDERS:
        orders = len(old.orders)
        return str(
            ngettext(
                "Needed by %(shown)s order",
                "Needed by %(shown)s orders",
                orders,
                shown=number(orders),
            )
        )
    goes = going(job, job.studio, now=now) if old.held is None else None
    if goes is not None:
        today = local_day(now, job.studio.time_zone)
        return str(_("Deleted on %(day)s", day=day_in_row(goes.day, today=today)))
    words: dict[Held | None, str] = {
        None: _("Can be deleted"),
        Held.OPEN_AGAIN: _("Open again"),
        Held.HOLD: _("Kept"),
    }
    return words.get(old.held) or held_words(old)


def _needed(orders: tuple[int, ...]) -> str:
    """'Needed by orders 1001, 1002 and 3 more'."""
    shown, more = orders[:_MOST_NUMBERS], len(orders[_MOST_NUMBERS:])
    numbers = ", ".join(str(order) for order in shown)
    if more:
        return str(_("Needed by orders %(numbers)s and %(more)s more", numbers=numbers,
                     more=number(more)))  # fmt: skip
    return str(
        ngettext(
            "Needed by order %(numbers)s", "Needed by orders %(numbers)s", len(shown),
            numbers=numbers,
        )
    )  # fmt: skip
