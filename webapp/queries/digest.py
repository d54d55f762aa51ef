"""What the weekly letter tells a photographer: jobs that leave the shop next, with head counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from webapp.domain.digest import key_of, looks_ahead_until
from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Registration
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.models.order import Order, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Studio

_RECENTLY = timedelta(days=90)


@dataclass(frozen=True)
class Leaving:
    """A job that leaves the shop: `stop_at` is aware UTC, the others are counted."""

    name: str
    stop_at: datetime
    customers: int
    buyers: int
    baskets: int
    messages: int


def zones_in_use() -> Sequence[str]:
    """The time zones of the studios that want the letter."""
    wanted = select(Studio.time_zone).where(Studio.wants_digest).distinct()
    return db.session.scalars(wanted).all()


def studios_to_write_to(zones: Sequence[str], monday: date, *, now: datetime) -> Sequence[str]:
    """Studios of these zones with something to tell this week that have not got its letter."""
    soon = max(looks_ahead_until(monday, zone) for zone in zones)
    written = select(Outgoing.once).where(Outgoing.kind == "digest", Outgoing.once.is_not(None))
    found = db.session.execute(
        select(Studio.id)
        .where(
            Studio.wants_digest,
            Studio.time_zone.in_(zones),
            select(Job.id).where(Job.studio_id == Studio.id, _leaves(now, soon)).exists(),
        )
        .order_by(Studio.id)
    ).scalars()
    keys = {key_of(studio_id, monday): studio_id for studio_id in found}
    done = set(db.session.scalars(written.where(Outgoing.once.in_(keys))))
    return [studio_id for key, studio_id in keys.items() if key not in done]


def leaving_jobs(session: Session, studio: Studio, monday: date, *, now: datetime) -> list[Leaving]:
    """The studio's jobs that leave the shop within the days of this week's letter, next first."""
    until = looks_ahead_until(monday, studio.time_zone)
    rows = session.execute(
        select(Job.id, Job.public_name, Job.stop_at)
        .where(Job.studio_id == studio.id, _leaves(now, until))
        .order_by(Job.stop_at, Job.id)
    ).all()
    ids = [row.id for row in rows]
    counted = [_by_job(session, each, ids) for each in _COUNTED]
    return [
        Leaving(row.public_name, row.stop_at, *(each.get(row.id, 0) for each in counted))
        for row in rows
        if row.stop_at is not None
    ]


def still_planned(session: Session, studio: Studio, monday: date) -> Sequence[str]:
    """Names of the jobs that were shot some time ago and are not on sale yet, oldest first."""
    return session.scalars(
        select(Job.public_name)
        .where(
            Job.studio_id == studio.id,
            Job.status == Status.PLANNING.value,
            Job.shot_on < monday,
            Job.shot_on >= monday - _RECENTLY,
        )
        .order_by(Job.shot_on, Job.id)
    ).all()


def _leaves(now: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(Job.status == Status.SELLING.value, Job.stop_at > now, Job.stop_at <= until)


def _by_job(session: Session, counted: tuple[Any, Any], ids: Sequence[str]) -> dict[str, int]:
    job_id, statement = counted
    rows = session.execute(statement.where(job_id.in_(ids)).group_by(job_id))
    return {each: number for each, number in rows}


_COUNTED: tuple[tuple[Any, Any], ...] = (
    (
        Registration.job_id,
        select(Registration.job_id, func.count()),
    ),
    (
        OrderLine.job_id,
        select(OrderLine.job_id, func.count(func.distinct(Order.customer_id)))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state != "cancelled"),
    ),
    (
        BasketLine.job_id,
        select(BasketLine.job_id, func.count(func.distinct(BasketLine.basket_id)))
        .join(Basket, Basket.id == BasketLine.basket_id)
        .where(Basket.state == "pending"),
    ),
    (
        Message.job_id,
        select(Message.job_id, func.count()).where(Message.state == "planned"),
    ),
)
