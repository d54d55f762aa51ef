"""The studio gives the files of an order another 42 days (A9)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.downloads import FILES_LAST, can_be_renewed, downloads_of
from webapp.models.base import transaction
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.queries.order_files import facts_of, files_of
from webapp.use_cases.holding import hold_jobs_of_orders
from webapp.use_cases.order_events import note_event
from webapp.use_cases.order_news import write_files_mail, write_renewed_mail

DEED = "downloads-renewed"


class FilesDeletedError(Exception):
    """All files of the order were deleted, or lie in the trash: nothing was renewed (D2)."""


@dataclass(frozen=True)
class Renewed:
    """Until when the files can be fetched; `gone`: the labels of those that were deleted."""

    until: datetime
    gone: tuple[str, ...] = ()


def renew_downloads(studio_id: str, order_id: str, *, by: Actor, now: datetime) -> Renewed | None:
    """The files can be fetched until 42 days from `now`, those that are kept.

    Who has paid is told by mail, each time: until when, or, the first time, that they are ready.
    None: the order bought no files, or is cancelled, or is none of the studio; nothing is stored.
    The jobs are held: none of the files is deleted meanwhile (D4). Raises FilesDeletedError.
    """
    with transaction() as session:
        hold_jobs_of_orders(session, studio_id, [order_id])
        order = session.scalar(
            select(Order)
            .where(Order.id == order_id, Order.studio_id == studio_id)
            .with_for_update(key_share=True)
        )
        if order is None or not can_be_renewed(downloads_of(facts_of(order), now=now)):
            return None
        files, until = files_of(order), now + FILES_LAST
        gone = tuple(sorted(file.label for file in files if not file.is_kept))
        if gone and len(gone) == len(files):
            raise FilesDeletedError
        give_files_until(session, order, until, by=by, now=now)
        if order.paid_at is not None:
            studio = session.get_one(Studio, studio_id)
            is_first = write_files_mail(session, studio, order, now=now)
            if not is_first:
                write_renewed_mail(session, studio, order, now=now)
    return Renewed(until, gone)


def give_files_until(
    session: Session, order: Order, until: datetime, *, by: Actor, now: datetime
) -> None:
    """The files of the order, whose lock is held, last until this instant; with its event."""
    order.downloads_until = until
    note_event(session, order, DEED, by=by, now=now)
