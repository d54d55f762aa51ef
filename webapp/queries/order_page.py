"""One order of the studio with all that is on record about it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, selectinload

from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.order import Order, OrderEvent, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo


def order_of_studio(studio_id: str, order_id: str) -> Order | None:
    """The studio's order of this id, with its lines and pictures; None for all others."""
    return db.session.scalar(
        select(Order)
        .options(selectinload(Order.lines).selectinload(OrderLine.photos))
        .where(Order.studio_id == studio_id, Order.id == order_id)
    )


def pictures_left(order: Order) -> dict[str, str]:
    """The pictures of the order that can still be looked at: their jobs by their ids."""
    ids = [photo.photo_id for line in order.lines for photo in line.photos]
    ids += [line.photo_id for line in order.lines if line.photo_id]
    rows = db.session.execute(
        select(Photo.id, Photo.job_id).where(
            Photo.id.in_(ids), Photo.studio_id == order.studio_id, Photo.state == "ready"
        )
    )
    return {photo_id: job_id for photo_id, job_id in rows}


def jobs_left(order: Order) -> frozenset[str]:
    """The jobs of its lines that are not deleted."""
    ids = {line.job_id for line in order.lines}
    jobs = select(Job.id).where(Job.id.in_(ids), Job.studio_id == order.studio_id)
    return frozenset(db.session.scalars(jobs))


def events_of(order_id: str) -> Sequence[OrderEvent]:
    """What was done to the order, the newest first."""
    return db.session.scalars(
        select(OrderEvent).where(OrderEvent.order_id == order_id).order_by(OrderEvent.id.desc())
    ).all()


def mails_of(order: Order) -> Sequence[Outgoing]:
    """The mails about the order, the newest first."""
    return db.session.scalars(
        select(Outgoing)
        .options(defer(Outgoing.content))
        .where(
            Outgoing.customer_id == order.customer_id,
            Outgoing.studio_id == order.studio_id,
            Outgoing.once.startswith(f"order {order.id}", autoescape=True),
        )
        .order_by(Outgoing.created_at.desc(), Outgoing.id.desc())
    ).all()
