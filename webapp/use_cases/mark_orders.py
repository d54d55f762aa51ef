"""Orders are marked paid, delivered or cancelled, or a mark is taken back: one or many (A9).

Each order that takes the mark is changed with its event; the answer says which did not, and why.
Whoever marks second finds the mark there already, and nothing is doubled.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.downloads import until_once_paid
from webapp.domain.orders import Mark, MarkPlan, marked, plan_marks
from webapp.models.base import transaction
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.queries.kept_pictures import orders_without_pictures
from webapp.queries.order_marks import as_chosen, moments_of
from webapp.use_cases.holding import hold_jobs_of_orders, jobs_of_orders
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.order_events import note_event
from webapp.use_cases.order_news import (
    write_cancelled_mail,
    write_files_mail,
    write_renewed_mail,
)
from webapp.use_cases.renew_downloads import give_files_until


def mark_orders(
    studio_id: str,
    order_ids: Sequence[str],
    mark: Mark,
    *,
    by: Actor,
    now: datetime,
    tell: bool = False,
) -> MarkPlan:
    """Mark the studio's orders of these ids, all that take it in one transaction.

    Answers the plan as it was carried out: per order whether it changed, or why it stays. Who
    bought files is told when they are paid, and has 42 days from then on if the order left fewer
    than 14 (A9); with `tell` customers learn that their order was cancelled. Ids that are not the
    studio's are passed over. None is to be delivered again whose pictures were deleted: the jobs
    are held, so that none of them is deleted meanwhile (D4).
    """
    with transaction() as session:
        hold_jobs_of_orders(session, studio_id, order_ids)
        held = _hold(session, studio_id, order_ids)
        plan = plan_marks(as_chosen(list(held.values())), mark)
        studio = session.get_one(Studio, studio_id)
        for each in plan.changing:
            order = held[each.order_id]
            _mark(order, mark, now=now)
            note_event(session, order, mark.value, by=by, now=now)
        changed = [held[each.order_id] for each in plan.changing]
        if mark is Mark.PAID:
            _open_files(session, studio, changed, by=by, now=now)
        if mark is Mark.CANCELLED and tell:
            for order in changed:
                write_cancelled_mail(session, studio, order, now=now)
        if mark in (Mark.CANCELLED, Mark.REOPENED):
            jobs = jobs_of_orders(session, studio_id, [order.id for order in changed])
            mark_stale(session, *jobs)
    return plan


def _hold(session: Session, studio_id: str, order_ids: Sequence[str]) -> dict[str, Order]:
    """The orders under their locks, taken in the order of their ids."""
    orders = session.scalars(
        select(Order)
        .where(Order.studio_id == studio_id, Order.id.in_(order_ids))
        .order_by(Order.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {order.id: order for order in orders}


def _mark(order: Order, mark: Mark, *, now: datetime) -> None:
    moments = marked(moments_of(order), mark, now=now)
    order.paid_at = moments.paid_at
    order.delivered_at = moments.delivered_at
    order.cancelled_at = moments.cancelled_at
    order.state = moments.state.value


def _open_files(
    session: Session, studio: Studio, orders: Sequence[Order], *, by: Actor, now: datetime
) -> None:
    """Tell whoever bought files that they are ready, once; paid late, there is time anew (A9).

    Of files that were deleted nobody is told anything.
    """
    ids = [order.id for order in orders if order.downloads_until is not None]
    without = orders_without_pictures(session, ids, files_only=True)
    for order in orders:
        if order.downloads_until is None or order.id in without:
            continue
        until = until_once_paid(order.downloads_until, paid_at=now)
        is_late = until != order.downloads_until
        if is_late:
            give_files_until(session, order, until, by=by, now=now)
        if not write_files_mail(session, studio, order, now=now) and is_late:
            write_renewed_mail(session, studio, order, now=now)
