"""Which orders still need pictures, so that these cannot be deleted (D4, A9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from webapp.domain.orders import OrderState
from webapp.models.base import db
from webapp.models.order import Order, OrderedPhoto, OrderLine
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH

_TO_DELIVER = [state for state in OrderState if state.needs_pictures]


@dataclass(frozen=True)
class NeedingOrder:
    """An order that needs `photos` of the pictures in question.

    `is_to_deliver`: it is not delivered yet; else its bought files can be fetched until `until`.
    `is_to_pay`: delivered, but not paid: its files begin anew with the payment, however late.
    """

    order_id: str
    number: int
    name: str
    photos: int
    is_to_deliver: bool
    until: datetime | None
    is_to_pay: bool = False


def orders_needing(
    session: Session, job_id: str, *which: ColumnElement[bool], now: datetime
) -> list[NeedingOrder]:
    """The orders that need any of the job's photos, in the trash or not, by number (D4).

    `which`: of these, as `Photo.album_id == album_id`. The job is always said, so that ids out of a
    form never name an order of somebody else.
    """
    photos = func.count(func.distinct(OrderedPhoto.photo_id))
    rows = session.execute(
        select(Order, photos)
        .join(OrderedPhoto, OrderedPhoto.order_id == Order.id)
        .join(Photo, Photo.id == OrderedPhoto.photo_id)
        .where(Photo.job_id == job_id, *which, _needs_it(now))
        .group_by(Order.id)
        .order_by(Order.number),
        execution_options=WITH_TRASH,
    )
    return [
        NeedingOrder(
            order_id=order.id,
            number=order.number,
            name=order.name,
            photos=photos,
            is_to_deliver=OrderState(order.state).needs_pictures,
            until=order.downloads_until,
            is_to_pay=order.state == OrderState.DELIVERED.value and order.paid_at is None,
        )
        for order, photos in rows
    ]


def orders_needing_photos(
    job_id: str, *which: ColumnElement[bool], now: datetime
) -> list[NeedingOrder]:
    """The same for a page, which holds no session."""
    return orders_needing(db.session(), job_id, *which, now=now)


def undelivered_of_job(session: Session, job_id: str) -> Sequence[Order]:
    """Orders with a line of the job that are not delivered yet, whatever they are of."""
    of_job = select(OrderLine.order_id).where(OrderLine.job_id == job_id)
    return session.scalars(
        select(Order)
        .where(Order.id.in_(of_job), Order.state.in_(_TO_DELIVER))
        .order_by(Order.number)
    ).all()


def is_needed(*, now: datetime) -> ColumnElement[bool]:
    """Whether an order still needs a photo: a condition on Photo."""
    return (
        select(OrderedPhoto.id)
        .join(Order, Order.id == OrderedPhoto.order_id)
        .where(OrderedPhoto.photo_id == Photo.id, _needs_it(now))
        .correlate(Photo)
        .exists()
    )


def jobs_with_needed_photos(studio_id: str, *, now: datetime) -> Select[str]:
    """Ids of the studio's jobs of which an order still needs a picture: for a condition (D4)."""
    # Says nothing new, but of the order alone: most orders are left out before any join.
    may_need_some = or_(Order.state.in_(_TO_DELIVER), _keeps_files(now))
    return (
        select(Photo.job_id)
        .join(OrderedPhoto, OrderedPhoto.photo_id == Photo.id)
        .join(Order, Order.id == OrderedPhoto.order_id)
        .where(Order.studio_id == studio_id, may_need_some, _needs_it(now))
        .distinct()
    )


def orders_by_job(
    session: Session, job_ids: Sequence[str], *, now: datetime
) -> dict[str, tuple[int, ...]]:
    """The numbers of the orders that still need pictures of these jobs, by job (D4)."""
    rows = session.execute(
        select(Photo.job_id, Order.number)
        .join(OrderedPhoto, OrderedPhoto.photo_id == Photo.id)
        .join(Order, Order.id == OrderedPhoto.order_id)
        .join(OrderLine, OrderLine.id == OrderedPhoto.order_line_id)
        .where(OrderLine.job_id.in_(job_ids), Photo.job_id.in_(job_ids), _needs_it(now))
        .distinct()
        .order_by(Order.number)
    )
    found: dict[str, tuple[int, ...]] = {}
    for job_id, number in rows:
        found[job_id] = (*found.get(job_id, ()), number)
    return found


def _needs_it(now: datetime) -> ColumnElement[bool]:
    """To be printed or handed over still, or a file that its customer may still fetch (A9)."""
    return or_(Order.state.in_(_TO_DELIVER), and_(OrderedPhoto.is_file, _keeps_files(now)))


def _keeps_files(now: datetime) -> ColumnElement[bool]:
    """Bought files can be fetched, or will be: the payment begins their 42 days anew, however late.

    So an order that is never paid keeps them until it is cancelled (`until_once_paid`).
    """
    return and_(
        Order.state != OrderState.CANCELLED.value,
        Order.downloads_until.is_not(None),
        or_(Order.downloads_until > now, Order.paid_at.is_(None)),
    )
