"""What lies in a visitor's basket, what it costs, and what has left it (A8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from sqlalchemy import Row, Select, select

from webapp.domain.access import Key, PhotoFacts, sees
from webapp.domain.archiving import ArchivePlan
from webapp.domain.baskets import Refusal, Wish, refusal
from webapp.domain.pricing import PricedLine, Totals, totals_of
from webapp.domain.status import Standing
from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.job import Job
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.price_list import PriceList, Product
from webapp.queries.price_lists import priced
from webapp.queries.visitors import OpenedKey, access_to


@dataclass(frozen=True)
class Line:
    """A product of a picture in the basket, with what the counter of its job counts to (A10).

    `why_not`: the reason why it can't be ordered now.
    """

    id: str
    quantity: int
    job: Job
    standing: Standing
    plan: ArchivePlan | None
    photo: Photo
    product: Product
    price_list: PriceList
    why_not: Refusal | None

    @property
    def priced(self) -> PricedLine:
        """The line as the totals need it."""
        return priced(self.product, self.quantity)

    @property
    def total(self) -> int:
        """The price of the line in minor units."""
        return self.priced.total


@dataclass(frozen=True)
class Filled:
    """A pending basket at an instant: its lines by job, what can be ordered and what it costs."""

    lines: tuple[Line, ...] = ()

    @property
    def by_job(self) -> list[tuple[Job, list[Line]]]:
        """The lines that can be ordered, grouped by the shoot they belong to."""
        return [(job, list(lines)) for job, lines in groupby(self.orderable, lambda line: line.job)]

    @cached_property
    def orderable(self) -> tuple[Line, ...]:
        """What can be ordered now."""
        return tuple(line for line in self.lines if line.why_not is None)

    @cached_property
    def refused(self) -> tuple[Line, ...]:
        """What lies in the basket and can't be ordered any more (A6)."""
        return tuple(line for line in self.lines if line.why_not is not None)

    @cached_property
    def totals(self) -> Totals:
        """What the orderable lines cost; one parcel if something is printed."""
        return totals_of([line.priced for line in self.orderable])

    @cached_property
    def photo_ids(self) -> frozenset[str]:
        """The pictures of which something lies in the basket."""
        return frozenset(line.photo.id for line in self.orderable)

    def quantity_of(self, photo_id: str, product_id: str) -> Line | None:
        """The line of this product of this picture."""
        return next(
            (
                line
                for line in self.orderable
                if (line.photo.id, line.product.id) == (photo_id, product_id)
            ),
            None,
        )


@dataclass(frozen=True)
class Notice:
    """What left the basket with one job: named until it is dismissed (A8).

    `returns`: it comes back by itself if the job is sold again (R5).
    """

    job: Job
    standing: Standing
    removed_at: datetime
    lines: tuple[RemovedLine, ...]
    returns: bool

    @property
    def products(self) -> int:
        """How many products left."""
        return sum(line.quantity for line in self.lines)


def pending(visitor_id: str, opened: Sequence[OpenedKey], *, now: datetime) -> Filled:
    """The visitor's pending basket as it is at `now`."""
    rows = db.session.execute(lines_of(visitor_id)).all()
    people = _people_in([row.Photo.id for row in rows], opened)
    return Filled(tuple(_line(row, people, opened, now=now) for row in rows))


def lines_of(visitor_id: str) -> Select[BasketLine, Job, Photo, Product, PriceList]:
    """The rows of a pending basket, by job and in the order in which they were added."""
    return (
        select(BasketLine, Job, Photo, Product, PriceList)
        .join(Basket, Basket.id == BasketLine.basket_id)
        .join(Job, Job.id == BasketLine.job_id)
        .join(Photo, Photo.id == BasketLine.photo_id)
        .join(Product, Product.id == BasketLine.product_id)
        .join(PriceList, PriceList.id == Product.price_list_id)
        .where(Basket.visitor_id == visitor_id, Basket.state == "pending")
        .order_by(Job.stop_at.is_(None), Job.stop_at, Job.id, BasketLine.created_at, BasketLine.id)
    )


def notices(visitor_id: str, *, now: datetime) -> list[Notice]:
    """What left the visitor's baskets and was not dismissed, by job, newest first."""
    rows = db.session.execute(
        select(RemovedLine, Job, Basket.state)
        .join(Basket, Basket.id == RemovedLine.basket_id)
        .join(Job, Job.id == RemovedLine.job_id)
        .where(Basket.visitor_id == visitor_id, RemovedLine.dismissed_at.is_(None))
        .order_by(Job.id, Basket.state, RemovedLine.photo_number, RemovedLine.id)
    )
    found = [_notice(list(group), now=now) for _key, group in groupby(rows, _by_job_and_state)]
    return sorted(found, key=lambda notice: notice.removed_at, reverse=True)


def _by_job_and_state(row: Row[RemovedLine, Job, str]) -> tuple[str, str]:
    _line, job, state = row
    return job.id, state


def _notice(rows: Sequence[Row[RemovedLine, Job, str]], *, now: datetime) -> Notice:
    lines = tuple(line for line, _job, _state in rows)
    job = rows[0][1]
    return Notice(
        job=job,
        standing=job.standing(now),
        removed_at=max(line.removed_at for line in lines),
        lines=lines,
        returns=rows[0][2] == "pending",
    )


def _line(
    row: Row[BasketLine, Job, Photo, Product, PriceList],
    people: dict[str, frozenset[str]],
    opened: Sequence[OpenedKey],
    *,
    now: datetime,
) -> Line:
    line, job, photo, product, price_list = row
    access = access_to(job, opened, now=now)
    wish = Wish(
        standing=access.standing,
        is_visible=photo.is_shown and _is_seen(photo, people, access.keys),
        is_on_list=product.price_list_id == job.price_list_id,
        is_sold=product.is_sold,
    )
    return Line(
        id=line.id,
        quantity=line.quantity,
        job=job,
        standing=access.standing,
        plan=access.plan,
        photo=photo,
        product=product,
        price_list=price_list,
        why_not=refusal(wish),
    )


def _is_seen(photo: Photo, people: dict[str, frozenset[str]], keys: Sequence[Key]) -> bool:
    facts = PhotoFacts(photo.album_id, photo.is_group, people.get(photo.id, frozenset()))
    return sees(keys, facts)


def _people_in(photo_ids: Sequence[str], opened: Sequence[OpenedKey]) -> dict[str, frozenset[str]]:
    """Which of the visitor's people are in each of these pictures."""
    people = [each.key.person_id for each in opened if each.key.person_id]
    if not photo_ids or not people:
        return {}
    rows = db.session.execute(
        select(PhotoPerson.photo_id, PhotoPerson.person_id)
        .where(PhotoPerson.photo_id.in_(photo_ids), PhotoPerson.person_id.in_(people))
        .order_by(PhotoPerson.photo_id)
    )
    return {
        photo_id: frozenset(person_id for _photo, person_id in group)
        for photo_id, group in groupby(rows, lambda row: row[0])
    }
