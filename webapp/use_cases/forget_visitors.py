"""Browsers of the shop are forgotten: with the basket, the favourites and the codes they opened."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Delete, delete, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.customer import Favourite, LeftAddress, OpenedCode, OpenedStudioCode, Visitor

_OWN: tuple[Any, ...] = (OpenedCode, OpenedStudioCode, Favourite, LeftAddress)


def forget_visitors(session: Session, visitors: Sequence[str]) -> int:
    """Part of a deed that holds these visitors; how many they were. Their orders stay."""
    if not visitors:
        return 0
    baskets = select(Basket.id).where(Basket.visitor_id.in_(visitors))
    for model in (BasketLine, RemovedLine):
        carry_out(session, delete(model).where(model.basket_id.in_(baskets)))
    for model in (Basket, *_OWN):
        carry_out(session, delete(model).where(model.visitor_id.in_(visitors)))
    return carry_out(session, delete(Visitor).where(Visitor.id.in_(visitors)))


def carry_out(session: Session, statement: Delete) -> int:
    """Delete at once, past the session's own rows; how many it was."""
    done = session.execute(statement.execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0
