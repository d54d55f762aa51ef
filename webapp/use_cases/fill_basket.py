"""A product of a picture goes into the basket (S1, A6)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.baskets import Refusal, Wish, is_quantity, refusal
from webapp.models.base import transaction
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Visitor
from webapp.models.job import Job
from webapp.models.price_list import Product
from webapp.queries.gallery import find_photo
from webapp.queries.visitors import access_to, opened_keys
from webapp.use_cases import throttle, visiting
from webapp.use_cases.holding import held_job, pending_basket

PURPOSE = "basket"
OFTEN = 30


class NotOrderable(Exception):
    """This can't be ordered (any more); carries why."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class WrongQuantity(Exception):
    """One may order 1 to 99 of a product."""


@dataclass(frozen=True)
class Added:
    """What lies in the basket now; `token` is new for a browser that had none."""

    quantity: int
    token: str | None


def add_to_basket(
    studio_id: str,
    job_id: str,
    photo_id: str,
    product_id: str,
    quantity: int,
    *,
    visitor_id: str | None,
    address: str | None,
    now: datetime,
    machine_now: datetime,
) -> Added:
    """Put so many of a product into the visitor's basket. Raises NotOrderable, WrongQuantity.

    Browsers that nobody knows are counted by their network address: raises TooManyAttempts.

    Everything is looked at again under the job's lock: archiving either comes before and this is
    refused, or after and takes the line out again (A6, A8).
    """
    if not is_quantity(quantity):
        raise WrongQuantity
    if visitor_id is None:
        throttle.slow_down(PURPOSE, address, free=OFTEN, now=machine_now)
    with transaction() as session:
        job = held_job(session, studio_id, job_id)
        if job is None:
            raise NotOrderable(Refusal.NO_SUCH_PICTURE)
        visitor = visiting.locked_visitor(session, visitor_id)
        _check(session, job, visitor, photo_id, product_id, now=now)
        token = None
        if visitor is None:
            visitor = visiting.enter(session, studio_id, now=now, machine_now=machine_now)
            token = visiting.give_token(visitor, machine_now=machine_now)
            session.flush()
        visiting.renew(visitor, machine_now=machine_now)
        basket = _pending_basket(session, visitor, now=now)
        basket.touched_at = now
        line = _line(session, basket, job.id, photo_id, product_id, now=now)
        if not is_quantity(line.quantity + quantity):
            raise WrongQuantity
        line.quantity += quantity
        return Added(line.quantity, token)


def _check(
    session: Session,
    job: Job,
    visitor: Visitor | None,
    photo_id: str,
    product_id: str,
    *,
    now: datetime,
) -> None:
    access = access_to(job, opened_keys(visitor.id) if visitor else (), now=now)
    product = session.get(Product, product_id)
    why = refusal(
        Wish(
            standing=access.standing,
            is_visible=find_photo(job.id, photo_id, access.keys) is not None,
            is_on_list=product is not None and product.price_list_id == job.price_list_id,
            is_sold=product is not None and product.is_sold,
        )
    )
    if why:
        raise NotOrderable(why)


def _pending_basket(session: Session, visitor: Visitor, *, now: datetime) -> Basket:
    basket = pending_basket(session, visitor.id)
    if basket is None:
        basket = Basket(
            studio_id=visitor.studio_id, visitor_id=visitor.id, state="pending", created_at=now
        )
        session.add(basket)
        session.flush()
    return basket


def _line(
    session: Session, basket: Basket, job_id: str, photo_id: str, product_id: str, *, now: datetime
) -> BasketLine:
    line = session.scalar(
        select(BasketLine).where(
            BasketLine.basket_id == basket.id,
            BasketLine.photo_id == photo_id,
            BasketLine.product_id == product_id,
        )
    )
    if line is None:
        line = BasketLine(
            basket_id=basket.id,
            job_id=job_id,
            photo_id=photo_id,
            product_id=product_id,
            quantity=0,
            created_at=now,
        )
        session.add(line)
    return line
