"""The rows behind one page of a job's history, each read whole: one statement for each place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.models.base import db
from webapp.models.customer import Registration
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Album
from webapp.models.late import MoreTimeRequest
from webapp.models.order import Order, OrderEvent
from webapp.models.photo import Photo
from webapp.models.support import SupportRequest
from webapp.models.trash import WITH_TRASH
from webapp.models.upload import Upload
from webapp.queries.message_rows import rows_of
from webapp.queries.timeline import Moment
from webapp.queries.timeline_sources import Source


def with_rows(moments: Sequence[Moment]) -> list[tuple[Moment, Any]]:
    """The moments with their rows; without those whose row was deleted meanwhile.

    HistoryEntry (HISTORY, LOOK), MessageRow (LEDGER, OUTBOX), (OrderEvent, Order), the name of a
    photo's album, Upload, Registration, MoreTimeRequest, SupportRequest; None for deleted photos.
    """
    ids: dict[Source, list[str]] = {}
    for moment in moments:
        ids.setdefault(moment.source, []).append(moment.id)
    rows: dict[tuple[Source, str], Any] = {
        (source, row_id): row
        for source, asked in ids.items()
        for row_id, row in _READ[source](asked).items()
    }
    found = ((moment, (moment.source, moment.id)) for moment in moments)
    return [(moment, rows[key]) for moment, key in found if key in rows]


def _history(ids: Sequence[str]) -> Mapping[str, HistoryEntry]:
    rows = db.session.scalars(select(HistoryEntry).where(HistoryEntry.id.in_(map(int, ids))))
    return {str(row.id): row for row in rows}


def _ledger(ids: Sequence[str]) -> Mapping[str, Any]:
    return rows_of(ledger=ids)


def _outbox(ids: Sequence[str]) -> Mapping[str, Any]:
    return rows_of(outbox=ids)


def _orders(ids: Sequence[str]) -> Mapping[str, tuple[OrderEvent, Order]]:
    rows = db.session.execute(
        select(OrderEvent, Order)
        .join(Order, Order.id == OrderEvent.order_id)
        .where(OrderEvent.id.in_(map(int, ids)))
    )
    return {str(event.id): (event, order) for event, order in rows}


def _photos(ids: Sequence[str]) -> Mapping[str, str]:
    rows = db.session.execute(
        select(Photo.id, Album.name)
        .join(Album, Album.id == Photo.album_id)
        .where(Photo.id.in_(ids)),
        execution_options=WITH_TRASH,
    )
    return {photo_id: name for photo_id, name in rows}


def _deleted(ids: Sequence[str]) -> Mapping[str, None]:
    """Nothing more is known of them."""
    return dict.fromkeys(ids)


def _refused(ids: Sequence[str]) -> Mapping[str, Upload]:
    return {row.id: row for row in db.session.scalars(select(Upload).where(Upload.id.in_(ids)))}


def _registrations(ids: Sequence[str]) -> Mapping[str, Registration]:
    rows = db.session.scalars(
        select(Registration)
        .options(
            joinedload(Registration.customer),
            joinedload(Registration.access_code).joinedload(AccessCode.person),
            joinedload(Registration.access_code).joinedload(AccessCode.album),
        )
        .where(Registration.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _more_time(ids: Sequence[str]) -> Mapping[str, MoreTimeRequest]:
    asked = db.session.scalars(select(MoreTimeRequest).where(MoreTimeRequest.id.in_(ids)))
    return {row.id: row for row in asked}


def _requests(ids: Sequence[str]) -> Mapping[str, SupportRequest]:
    asked = db.session.scalars(select(SupportRequest).where(SupportRequest.id.in_(ids)))
    return {row.id: row for row in asked}


_READ: Mapping[Source, Callable[[Sequence[str]], Mapping[str, Any]]] = {
    Source.HISTORY: _history,
    Source.LOOK: _history,
    Source.LEDGER: _ledger,
    Source.OUTBOX: _outbox,
    Source.ORDER: _orders,
    Source.PHOTO: _photos,
    Source.DELETED_PHOTO: _deleted,
    Source.REFUSED: _refused,
    Source.REGISTRATION: _registrations,
    Source.MORE_TIME: _more_time,
    Source.REQUEST: _requests,
}
