"""The files of an order on its page: how often they were fetched, and renewing them (A9)."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.downloads import (
    Cancelled,
    Downloads,
    Expired,
    NotPaid,
    Open,
    can_be_renewed,
    downloads_of,
    until_once_paid,
)
from webapp.models.order import Order
from webapp.queries.order_files import BoughtFile, facts_of, files_of
from webapp.queries.order_page import order_of_studio
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.loading import or_404
from webapp.use_cases.renew_downloads import FilesDeletedError, Renewed, renew_downloads
from webapp.web import policy
from webapp.web.rendering import go_to
from webapp.web.words import day, day_in_row, time_of_day


@dataclass(frozen=True)
class FileRow:
    """A bought file: its number, and how often it was fetched and when last, in words."""

    label: str
    fetched: str


@dataclass(frozen=True)
class DownloadsView:
    """What templates/studio/_order_downloads.html reads."""

    sentence: str
    can_renew: bool
    tells: bool
    rows: list[FileRow]


@bp.post("/orders/<id:order_id>/downloads/renew")
@policy.studio
@policy.on_behalf
def renew(order_id: str) -> AnyResponse:
    """Another 42 days, from now."""
    or_404(order_of_studio(g.studio.id, order_id))
    try:
        renewed = renew_downloads(g.studio.id, order_id, by=actor(), now=clock.now())
    except FilesDeletedError:
        flash(_deleted_words(), "stop")
        return go_to(url_for("studio.order", order_id=order_id))
    if renewed is None:
        flash(_("This order has no files that could be renewed."), "info")
    else:
        flash(_renewed_words(renewed), "done")
    return go_to(url_for("studio.order", order_id=order_id))


def downloads_view(order: Order, zone: str, *, now: datetime) -> DownloadsView | None:
    """The part of the order's page; None: it bought no files."""
    downloads = downloads_of(facts_of(order), now=now)
    if downloads is None:
        return None
    files = files_of(order)
    is_all_gone = bool(files) and not any(file.is_kept for file in files)
    return DownloadsView(
        sentence=_deleted_words() if is_all_gone else _sentence(downloads, zone, now=now),
        can_renew=can_be_renewed(downloads) and not is_all_gone,
        tells=order.paid_at is not None,
        rows=[_row(each, zone, now=now) for each in files],
    )


def _deleted_words() -> str:
    return str(
        _(
            "The files of this order were deleted and can’t be fetched any more. What lies in the"
            " trash still can be restored there."
        )
    )


def _renewed_words(renewed: Renewed) -> str:
    last = day(Open(renewed.until).last_day(g.studio.time_zone))
    said = str(_("The files can be fetched until the end of %(day)s.", day=last))
    if not renewed.gone:
        return said
    gone = ngettext(
        "Picture %(numbers)s is not among them: it was deleted.",
        "Pictures %(numbers)s are not among them: they were deleted.",
        len(renewed.gone),
        numbers=", ".join(renewed.gone),
    )
    return f"{said} {gone}"


def _sentence(downloads: Downloads, zone: str, *, now: datetime) -> str:
    def moment(instant: datetime) -> dict[str, str]:
        on = day_in_row(local_day(instant, zone), today=local_day(now, zone))
        return {"day": on, "time": time_of_day(instant, zone)}

    match downloads:
        case Open(until):
            said = _("Can be fetched until %(day)s, %(time)s.", **moment(until))
        case NotPaid(until) if until_once_paid(until, paid_at=now) != until:
            said = _("Can be fetched once the order is paid, for 42 days from then.")
        case NotPaid(until):
            said = _(
                "Can be fetched once the order is paid, until %(day)s, %(time)s.", **moment(until)
            )
        case Expired(since):
            said = _("Ended on %(day)s, %(time)s.", **moment(since))
        case Cancelled():
            said = _("Can’t be fetched: the order is cancelled.")
        case None:
            said = ""
    return str(said)


def _row(file: BoughtFile, zone: str, *, now: datetime) -> FileRow:
    fetched = _fetched(file, zone, now=now)
    gone = _("deleted")
    return FileRow(file.label, fetched if file.is_kept else f"{fetched} · {gone}")


def _fetched(file: BoughtFile, zone: str, *, now: datetime) -> str:
    if file.downloaded_at is None:
        return str(_("not fetched yet"))
    on = day_in_row(local_day(file.downloaded_at, zone), today=local_day(now, zone))
    fetched = ngettext(
        "fetched once, %(day)s at %(time)s",
        "fetched %(num)s times, last on %(day)s at %(time)s",
        file.downloads,
        day=on,
        time=time_of_day(file.downloaded_at, zone),
    )
    return str(fetched)
