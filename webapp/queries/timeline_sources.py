"""Where the history of a job is written down: one statement of a few columns for each place.

What happened alike on one day is one line ("48 reminders sent"), so that ten thousand messages are
no more work than their days.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Text, case, cast, func, literal, or_, select

from webapp.domain.ledger import State
from webapp.domain.notifications import Trigger
from webapp.domain.timeline import DEEDS, LOOKS, NAMED, Kind, TimelineFilters
from webapp.models.customer import Registration
from webapp.models.deletion import DeletedPhoto, Deletion
from webapp.models.history import HistoryEntry
from webapp.models.late import MoreTimeRequest
from webapp.models.message import Message
from webapp.models.order import Order, OrderEvent, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.models.support import SupportRequest
from webapp.models.upload import Upload


class Source(StrEnum):
    """The places."""

    HISTORY = "history"
    LOOK = "look"
    LEDGER = "ledger"
    OUTBOX = "outbox"
    ORDER = "order"
    PHOTO = "photo"
    DELETED_PHOTO = "deleted-photo"
    REFUSED = "refused"
    REGISTRATION = "registration"
    MORE_TIME = "more-time"
    REQUEST = "request"


Rows = Select[Any]


def sources(job_id: str, filters: TimelineFilters) -> list[Rows]:
    """The statements for what is asked for; of the columns source, id, at, first_at, number, place.

    `place` orders what happened at the same instant.
    """
    others = [
        make(job_id, filters.each)
        for kind, makers in _SOURCES.items()
        if filters.shows(kind)
        for make in makers
    ]
    return [_history(job_id, filters.kinds), *others]


def _history(job_id: str, kinds: Sequence[Kind]) -> Rows:
    entry = HistoryEntry
    rows = _rows(Source.HISTORY, cast(entry.id, String), entry.at, place=entry.id).where(
        entry.job_id == job_id, entry.deed.not_in(LOOKS)
    )
    return rows.where(or_(*map(_is_of_kind, kinds))) if kinds else rows


def _is_of_kind(kind: Kind) -> ColumnElement[bool]:
    deed = HistoryEntry.deed
    # The changes are kept as the text of a list of {"field": …}.
    moves = cast(HistoryEntry.changes, Text).contains('"field": "status"', autoescape=True)
    if kind is Kind.STATUS:
        return or_(deed.in_(DEEDS[kind]), moves)
    meant = deed.not_in(NAMED) if kind is Kind.SETTINGS else deed.in_(DEEDS[kind])
    return meant & ~moves


def _looks(job_id: str, each: bool) -> Rows:
    """What support looked at, or asked for; a person's pages of one day are one line."""
    entry = HistoryEntry
    alike = (entry.deed, entry.actor_name, func.date(entry.at))
    rows = _grouped(Source.LOOK, entry.id, entry.at, alike, each)
    return rows.where(entry.job_id == job_id, entry.deed.in_(LOOKS))


def _ledger(job_id: str, each: bool) -> Rows:
    """What was owed and is decided: sent, failed, cancelled; what is planned lies ahead."""
    at = func.coalesce(Message.changed_at, Message.created_at)
    is_of_a_basket = Message.trigger == Trigger.ABANDONED.value
    alike = (
        Message.trigger, Message.offset_days, Message.offset_hours, Message.channel, Message.state,
        Message.reason, case((is_of_a_basket, ""), else_=Message.occasion), func.date(at),
    )  # fmt: skip
    rows = _grouped(Source.LEDGER, Message.id, at, alike, each)
    return rows.where(Message.job_id == job_id, Message.state != State.PLANNED.value)


def _outbox(job_id: str, _each: bool) -> Rows:
    """What was written about the job without the ledger."""
    at = func.coalesce(Outgoing.finished_at, Outgoing.created_at)
    rows = _rows(Source.OUTBOX, Outgoing.id, at)
    return rows.where(Outgoing.job_id == job_id, Outgoing.message_id.is_(None))


def _order_mails(job_id: str, _each: bool) -> Rows:
    """The mails about its orders: their key begins with the order's."""
    at = func.coalesce(Outgoing.finished_at, Outgoing.created_at)
    rows = _rows(Source.OUTBOX, Outgoing.id, at)
    key = literal("order ").concat(Order.id).concat("%")
    return rows.join(Order, Order.customer_id == Outgoing.customer_id).where(
        Order.id.in_(_orders_of(job_id)),
        Outgoing.once.like(key),
        Outgoing.job_id.is_(None),
        Outgoing.message_id.is_(None),
    )


def _orders(job_id: str, _each: bool) -> Rows:
    """What was done to orders with pictures of the job."""
    event = OrderEvent
    rows = _rows(Source.ORDER, cast(event.id, String), event.at, place=event.id)
    return rows.where(event.order_id.in_(_orders_of(job_id)))


def _uploads(job_id: str, _each: bool) -> Rows:
    """Photos that are there, or in the trash."""
    alike = (Photo.album_id, func.date(Photo.created_at))
    rows = _grouped(Source.PHOTO, Photo.id, Photo.created_at, alike, each=False)
    return rows.where(Photo.job_id == job_id)


def _deleted(job_id: str, _each: bool) -> Rows:
    """When photos were uploaded that are gone for good."""
    photo = DeletedPhoto
    alike = (photo.deletion_id, func.date(photo.created_at))
    rows = _grouped(Source.DELETED_PHOTO, photo.photo_id, photo.created_at, alike, each=False)
    return rows.join(Deletion, Deletion.id == photo.deletion_id).where(Deletion.job_id == job_id)


def _refused(job_id: str, _each: bool) -> Rows:
    """Files that were not taken."""
    alike = (Upload.reason, func.date(Upload.touched_at))
    rows = _grouped(Source.REFUSED, Upload.id, Upload.touched_at, alike, each=False)
    return rows.where(Upload.job_id == job_id, Upload.state == "refused")


def _registrations(job_id: str, each: bool) -> Rows:
    at = Registration.created_at
    rows = _grouped(Source.REGISTRATION, Registration.id, at, (func.date(at),), each)
    return rows.where(Registration.job_id == job_id)


def _more_time(job_id: str, _each: bool) -> Rows:
    asked = MoreTimeRequest
    rows = _rows(Source.MORE_TIME, asked.id, asked.created_at)
    return rows.where(asked.job_id == job_id)


def _requests(job_id: str, _each: bool) -> Rows:
    request = SupportRequest
    rows = _rows(Source.REQUEST, request.id, request.created_at)
    return rows.where(request.job_id == job_id)


def _orders_of(job_id: str) -> Select[str]:
    return select(OrderLine.order_id).where(OrderLine.job_id == job_id)


def _grouped(source: Source, row_id: Any, at: Any, alike: Sequence[Any], each: bool) -> Rows:
    """What is alike as one line at its last moment; `each`: every row by itself."""
    rows = _rows(
        source,
        cast(func.min(row_id), String),
        func.max(at),
        first=func.min(at),
        number=func.count(),
    )
    return rows.group_by(row_id) if each else rows.group_by(*alike)


def _rows(
    source: Source,
    row_id: Any,
    at: Any,
    *,
    first: Any = None,
    number: Any = None,
    place: Any = None,
) -> Rows:
    return select(
        literal(source.value).label("source"),
        row_id.label("id"),
        at.label("at"),
        (at if first is None else first).label("first_at"),
        (literal(1) if number is None else number).label("number"),
        (literal(0) if place is None else place).label("place"),
    )


_SOURCES: Mapping[Kind, Sequence[Callable[[str, bool], Rows]]] = {
    Kind.MESSAGES: (_ledger, _outbox, _order_mails),
    Kind.ORDERS: (_orders,),
    Kind.PHOTOS: (_uploads, _deleted, _refused),
    Kind.CUSTOMERS: (_registrations,),
    Kind.MORE_TIME: (_more_time,),
    Kind.SUPPORT: (_looks, _requests),
}
