"""A line of the basket changes its number, takes a note on the crop, or is taken out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.baskets import LONGEST_NOTE, MOST, Refusal, is_quantity, takes_note
from webapp.domain.names import cleaned
from webapp.models.base import transaction
from webapp.models.basket import Basket, BasketLine
from webapp.queries.price_lists import parts_of
from webapp.queries.visitors import access_to, opened_keys
from webapp.use_cases import visiting
from webapp.use_cases.fill_basket import NotOrderable, WrongQuantity
from webapp.use_cases.holding import held_job


def change_quantity(
    studio_id: str,
    line_id: str,
    quantity: int,
    *,
    visitor_id: str,
    now: datetime,
    machine_now: datetime,
) -> None:
    """Order so many of what lies in the basket; 0 takes it out. A line that is gone stays gone.

    Raises WrongQuantity, and NotOrderable when the job has left the shop (A6); taking out is
    always possible.
    """
    if not 0 <= quantity <= MOST:
        raise WrongQuantity
    with transaction() as session:
        job_id = session.scalar(select(BasketLine.job_id).where(BasketLine.id == line_id))
        job = held_job(session, studio_id, job_id) if job_id else None
        visitor = visiting.locked_visitor(session, visitor_id)
        line = _own_line(session, line_id, visitor_id)
        if visitor is None or job is None or line is None:
            return
        visiting.renew(visitor, machine_now=machine_now)
        line.basket.touched_at = now
        if quantity == 0:
            session.delete(line)
            return
        if not access_to(job, opened_keys(visitor_id), now=now).standing.takes_orders:
            raise NotOrderable(Refusal.NOT_ON_SALE)
        if not is_quantity(quantity, line.product.kind):
            raise WrongQuantity
        line.quantity = quantity


def write_note(
    line_id: str, note: str, *, visitor_id: str, now: datetime, machine_now: datetime
) -> None:
    """Note how a printed line is to be cropped, one line of at most 200 characters; '': nothing.

    What is no print, lies in another basket or is gone takes no note.
    """
    with transaction() as session:
        visitor = visiting.locked_visitor(session, visitor_id)
        line = _own_line(session, line_id, visitor_id)
        if visitor is None or line is None:
            return
        parts = parts_of([line.product_id]).get(line.product_id, ())
        if not takes_note(line.product.kind, parts):
            return
        visiting.renew(visitor, machine_now=machine_now)
        line.basket.touched_at = now
        line.note = cleaned(note)[:LONGEST_NOTE]


def _own_line(session: Session, line_id: str, visitor_id: str) -> BasketLine | None:
    return session.scalar(
        select(BasketLine)
        .join(Basket, Basket.id == BasketLine.basket_id)
        .where(BasketLine.id == line_id, Basket.visitor_id == visitor_id, Basket.state == "pending")
    )
