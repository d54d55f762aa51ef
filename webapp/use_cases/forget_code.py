"""A browser forgets one of its codes, and what only this one opened leaves the basket.

What had left it before with an archived shoot is no longer named, and does not come back (A8, R5).
"""

from datetime import datetime

from sqlalchemy import delete

from webapp.models.base import transaction
from webapp.models.basket import BasketLine, RemovedLine
from webapp.models.customer import OpenedCode
from webapp.queries.forgetting import leaving_with, named_no_more
from webapp.queries.visitors import opened_keys
from webapp.use_cases import visiting
from webapp.use_cases.holding import pending_basket


def forget_code(code_id: str, *, visitor_id: str, now: datetime) -> None:
    """Forget a code that was typed here; typing it again opens its pictures again.

    Other codes, favourites, registrations and orders stay. A code that is not known here is none.
    """
    with transaction() as session:
        visitor = visiting.locked_visitor(session, visitor_id)
        if visitor is None:
            return
        basket = pending_basket(session, visitor.id)
        opened = opened_keys(visitor.id)
        leaving = leaving_with(code_id, opened, visitor_id=visitor.id, now=now)
        gone = named_no_more(code_id, opened, visitor_id=visitor.id)
        if gone is not None:
            session.execute(
                delete(RemovedLine)
                .where(RemovedLine.id.in_(gone))
                .execution_options(synchronize_session=False)
            )
        session.execute(
            delete(OpenedCode).where(
                OpenedCode.visitor_id == visitor.id, OpenedCode.access_code_id == code_id
            )
        )
        if basket is None or not leaving:
            return
        ids = [line.id for line in leaving]
        session.execute(
            delete(BasketLine)
            .where(BasketLine.basket_id == basket.id, BasketLine.id.in_(ids))
            .execution_options(synchronize_session=False)
        )
        basket.touched_at = now
