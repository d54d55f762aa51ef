"""What comes after selling in the demo: orders are paid and delivered, and somebody is too late."""

from datetime import timedelta

from sqlalchemy import select

from webapp.demo.jobs import JONAS, Stage
from webapp.demo.shoppers import Shopper
from webapp.demo.story import THROWN_AWAY
from webapp.domain.orders import Mark
from webapp.models.base import db, read_committed_state
from webapp.models.job import Album
from webapp.models.order import Order
from webapp.use_cases.ask_for_more_time import Question, ask_for_more_time
from webapp.use_cases.mark_orders import mark_orders
from webapp.use_cases.throw_away import throw_album_away

_PAID_AFTER = timedelta(days=7)
_DELIVERED_AFTER = timedelta(days=16)


def work_through_orders(stage: Stage) -> None:
    """Most of the old orders are paid and delivered; the first one of all was cancelled."""
    read_committed_state()
    placed = db.session.execute(
        select(Order.id, Order.placed_at)
        .where(Order.studio_id == stage.studio_id)
        .order_by(Order.placed_at, Order.number)
    ).all()
    now = stage.calendar.start
    cancelled, *others = placed
    marks = [(cancelled.id, cancelled.placed_at + _PAID_AFTER, Mark.CANCELLED)]
    marks += [(row.id, row.placed_at + _PAID_AFTER, Mark.PAID) for row in others]
    marks += [(row.id, row.placed_at + _DELIVERED_AFTER, Mark.DELIVERED) for row in others]
    for order_id, at, mark in sorted(marks, key=lambda each: each[1]):
        if at < now:
            mark_orders(stage.studio_id, [order_id], mark, by=JONAS, now=at)


def clear_up(stage: Stage, job_id: str) -> None:
    """An album of an old job is deleted: it lies in the trash for some days more."""
    read_committed_state()
    named = select(Album.id).where(Album.job_id == job_id, Album.name == THROWN_AWAY)
    album_id = db.session.scalars(named).one()
    thrown_at = stage.calendar.at(-2, hour=17, minute=40)
    throw_album_away(job_id, album_id, confirmed=None, by=JONAS, now=thrown_at)


def ask_too_late(stage: Stage, job_id: str, shopper: Shopper) -> None:
    """A parent finds the pictures archived and asks for more time."""
    ask_for_more_time(
        stage.studio_id,
        job_id,
        Question(
            name=shopper.buyer.name,
            email=shopper.buyer.email,
            language="en",
            words="We were abroad and have only just found the card. Could we still order?",
        ),
        visitor_id=shopper.visitor_id,
        network=None,
        now=stage.calendar.at(-1, hour=20),
        machine_now=stage.machine_now,
    )
