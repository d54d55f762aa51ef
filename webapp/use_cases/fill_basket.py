"""A product of a picture, or of all pictures of a code, goes into the basket (S1, A6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.baskets import Refusal, Wish, fits, is_quantity, refusal
from webapp.domain.product_kinds import ProductKind
from webapp.models.base import transaction
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Visitor
from webapp.models.job import Job
from webapp.models.price_list import Product
from webapp.queries.gallery import find_photo
from webapp.queries.sets import sets_of
from webapp.queries.visitors import Access, OpenedKey, access_to, opened_keys
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
    """One may order 1 to 99 of a product, and a file once."""


@dataclass(frozen=True)
class Added:
    """What lies in the basket now; `token` is new for a browser that had none."""

    quantity: int
    token: str | None


@dataclass(frozen=True)
class _Wanted:
    """A product of one picture, or of all that a code opens, so many times."""

    product_id: str
    quantity: int
    photo_id: str | None = None
    code_id: str | None = None


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

    A file lies in it once, however often it is put there. Browsers that nobody knows are counted
    by their network address: raises TooManyAttempts.

    Everything is looked at again under the job's lock: archiving either comes before and this is
    refused, or after and takes the line out again (A6, A8).
    """
    if not is_quantity(quantity):
        raise WrongQuantity
    wanted = _Wanted(product_id, quantity, photo_id=photo_id)
    if visitor_id is None:
        throttle.slow_down(PURPOSE, address, free=OFTEN, now=machine_now)
    return _add(studio_id, job_id, wanted, visitor_id=visitor_id, now=now, machine_now=machine_now)


def add_set_to_basket(
    studio_id: str,
    job_id: str,
    code_id: str,
    product_id: str,
    *,
    visitor_id: str,
    now: datetime,
    machine_now: datetime,
) -> Added:
    """Put the files of every picture that a code opens into the basket; raises NotOrderable.

    Which pictures these are is settled when the order is placed.
    """
    wanted = _Wanted(product_id, 1, code_id=code_id)
    return _add(studio_id, job_id, wanted, visitor_id=visitor_id, now=now, machine_now=machine_now)


def _add(
    studio_id: str,
    job_id: str,
    wanted: _Wanted,
    *,
    visitor_id: str | None,
    now: datetime,
    machine_now: datetime,
) -> Added:
    with transaction() as session:
        job = held_job(session, studio_id, job_id)
        if job is None:
            raise NotOrderable(Refusal.NO_SUCH_PICTURE)
        visitor = visiting.locked_visitor(session, visitor_id)
        product = _checked(session, job, visitor, wanted, now=now)
        token = None
        if visitor is None:
            visitor = visiting.enter(session, studio_id, now=now, machine_now=machine_now)
            token = visiting.give_token(visitor, machine_now=machine_now)
            session.flush()
        visiting.renew(visitor, machine_now=machine_now)
        basket = _pending_basket(session, visitor, now=now)
        basket.touched_at = now
        line = _line(session, basket, job.id, wanted, now=now)
        line.quantity = _in_all(line.quantity, wanted.quantity, product.kind)
        return Added(line.quantity, token)


def _in_all(before: int, more: int, kind: str) -> int:
    if ProductKind(kind).is_file and is_quantity(more, kind):
        return more
    if not is_quantity(before + more, kind):
        raise WrongQuantity
    return before + more


def _checked(
    session: Session, job: Job, visitor: Visitor | None, wanted: _Wanted, *, now: datetime
) -> Product:
    """The product, which can be ordered now; raises NotOrderable."""
    opened = opened_keys(visitor.id) if visitor else ()
    access = access_to(job, opened, now=now)
    product = session.get(Product, wanted.product_id)
    why = refusal(
        Wish(
            standing=access.standing,
            is_visible=_is_visible(job, wanted, opened, access),
            is_on_list=product is not None and product.price_list_id == job.price_list_id,
            is_sold=product is not None and product.is_sold,
            is_fitting=product is not None and fits(product.kind, is_set=wanted.photo_id is None),
        )
    )
    if why or product is None:
        raise NotOrderable(why or Refusal.NOT_SOLD)
    return product


def _is_visible(job: Job, wanted: _Wanted, opened: Sequence[OpenedKey], access: Access) -> bool:
    """Whether the visitor sees the picture, or holds the code of which all are meant."""
    if wanted.photo_id is not None:
        return find_photo(job.id, wanted.photo_id, access.keys) is not None
    return any(
        each.code_id == wanted.code_id
        and each.job_id == job.id
        and each.key in access.keys
        and sets_of([each.code_id])[each.code_id].pictures > 0
        for each in opened
    )


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
    session: Session, basket: Basket, job_id: str, wanted: _Wanted, *, now: datetime
) -> BasketLine:
    line = session.scalar(
        select(BasketLine).where(
            BasketLine.basket_id == basket.id,
            BasketLine.product_id == wanted.product_id,
            BasketLine.photo_id == wanted.photo_id
            if wanted.photo_id
            else BasketLine.access_code_id == wanted.code_id,
        )
    )
    if line is None:
        line = BasketLine(
            basket_id=basket.id,
            job_id=job_id,
            photo_id=wanted.photo_id,
            access_code_id=wanted.code_id,
            product_id=wanted.product_id,
            quantity=0,
            created_at=now,
        )
        session.add(line)
    return line
