"""What stands still while a basket is changed: its jobs stay in the shop, its lines stay its own.

The order of locks is the same everywhere: studio, jobs by id, visitor, basket or order.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.basket import Basket
from webapp.models.job import Job
from webapp.models.order import Order, OrderLine
from webapp.models.studio import Studio


def hold_studio(session: Session, studio_id: str) -> Studio:
    """The studio, one deed at a time: for numbers and customers that must not be made twice."""
    return session.scalars(
        select(Studio).where(Studio.id == studio_id).with_for_update(key_share=True)
    ).one()


def held_job(session: Session, studio_id: str, job_id: str) -> Job | None:
    """A job of the studio that cannot leave the shop before this transaction ends."""
    return session.scalar(
        select(Job)
        .where(Job.id == job_id, Job.studio_id == studio_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )


def hold_jobs(session: Session, job_ids: Sequence[str]) -> None:
    """Several jobs at once, by id: none leaves the shop before this transaction ends."""
    ids = select(Job.id).where(Job.id.in_(job_ids)).order_by(Job.id)
    session.execute(ids.with_for_update(read=True))


def hold_jobs_of_orders(session: Session, studio_id: str, order_ids: Sequence[str]) -> None:
    """The same of the jobs that these orders are of: none of their pictures is deleted meanwhile.

    Before the orders themselves are held.
    """
    hold_jobs(session, jobs_of_orders(session, studio_id, order_ids))


def jobs_of_orders(session: Session, studio_id: str, order_ids: Sequence[str]) -> list[str]:
    """The jobs that these orders of the studio are of, by id."""
    jobs = (
        select(OrderLine.job_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.studio_id == studio_id, Order.id.in_(order_ids))
        .distinct()
    )
    return sorted(session.scalars(jobs))


def pending_basket(session: Session, visitor_id: str) -> Basket | None:
    """The visitor's pending basket under its lock."""
    return session.scalar(
        select(Basket)
        .where(Basket.visitor_id == visitor_id, Basket.state == "pending")
        .with_for_update(key_share=True)
    )
