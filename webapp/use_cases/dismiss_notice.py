"""A customer has read what left the basket: the notice goes, the products stay remembered (R5)."""

from datetime import datetime

from sqlalchemy import select, update

from webapp.models.base import transaction
from webapp.models.basket import Basket, RemovedLine


def dismiss_notice(job_id: str, *, visitor_id: str, now: datetime) -> None:
    """Hide what left the visitor's baskets with this job; they come back all the same (A8, R5)."""
    with transaction() as session:
        baskets = select(Basket.id).where(Basket.visitor_id == visitor_id)
        session.execute(
            update(RemovedLine)
            .where(
                RemovedLine.job_id == job_id,
                RemovedLine.basket_id.in_(baskets),
                RemovedLine.dismissed_at.is_(None),
            )
            .values(dismissed_at=now)
            .execution_options(synchronize_session=False)
        )
