"""What stands still while a basket is changed: its jobs stay in the shop, its lines stay its own.

The order of locks is the same everywhere: studio, jobs by id, visitor, basket.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.basket import Basket
from webapp.models.job import Job
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


def pending_basket(session: Session, visitor_id: str) -> Basket | None:
    """The visitor's pending basket under its lock."""
    return session.scalar(
        select(Basket)
        .where(Basket.visitor_id == visitor_id, Basket.state == "pending")
        .with_for_update(key_share=True)
    )
