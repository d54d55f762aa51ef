"""The list of orders: one page of them, how many there are of each state, and what they come to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, or_, select

from webapp.domain.archiving import first_instant
from webapp.domain.order_list import PAGE_SIZE, OrderFilters, Part, Sort
from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.order import Order, OrderLine
from webapp.models.studio import Studio
from webapp.queries.searching import has_words

_MOST_JOBS = 200


@dataclass(frozen=True)
class OrderRow:
    """An order in the list: how many products, of how many jobs, and the name of one of them."""

    order: Order
    products: int
    jobs: int
    job_name: str


@dataclass(frozen=True)
class OrdersPage:
    """One page of the list, and what is counted around it.

    `counts` per part whatever part is asked for; `sums` are what the filtered orders come to that
    are not cancelled, delivery included, in minor units per currency.
    """

    rows: list[OrderRow]
    page: Page
    counts: dict[Part, int]
    every: int
    sums: dict[str, int]


@dataclass(frozen=True)
class JobChoice:
    """A job to filter by."""

    id: str
    name: str


def orders_page(studio: Studio, filters: OrderFilters) -> OrdersPage:
    """The page of the studio's orders that the filters ask for; three statements."""
    narrowed = around(studio, filters)
    counts, totals = _counted(narrowed)
    part = filters.part
    every = sum(counts[each] for each in Part if each is not Part.UNPAID)
    page = Page(filters.page, counts[part] if part else every, PAGE_SIZE)
    orders = db.session.scalars(
        select(Order)
        .where(*narrowed, *in_part(part))
        .order_by(*in_order(filters.sort))
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return OrdersPage(_rows(orders), page, counts, every, _sums(totals, part))


def has_orders(studio_id: str) -> bool:
    """Whether the studio has any order at all."""
    return bool(db.session.scalar(select(exists().where(Order.studio_id == studio_id))))


def jobs_to_choose(studio_id: str, chosen: str) -> list[JobChoice]:
    """The newest jobs that were ever on sale, and the chosen one whatever it is; by name."""
    newest = (
        select(Job.id)
        .where(Job.studio_id == studio_id, Job.selling_since.is_not(None))
        .order_by(Job.selling_since.desc())
        .limit(_MOST_JOBS)
    )
    rows = db.session.execute(
        select(Job.id, Job.public_name)
        .where(Job.studio_id == studio_id, or_(Job.id.in_(newest), Job.id == chosen))
        .order_by(func.lower(Job.public_name), Job.id)
    )
    return [JobChoice(*row) for row in rows]


def around(studio: Studio, filters: OrderFilters) -> list[ColumnElement[bool]]:
    """What narrows the list, the part aside."""
    found: list[ColumnElement[bool]] = [Order.studio_id == studio.id]
    if filters.payment:
        found.append(Order.payment == filters.payment)
    if filters.first:
        found.append(Order.placed_at >= _begin(filters.first, studio))
    if filters.last:
        found.append(Order.placed_at < _begin(filters.last + timedelta(days=1), studio))
    if filters.job:
        found.append(Order.id.in_(_lines_of_job(filters)))
    found += [or_(has_words((word,), _TEXTS), _is_of_person(word)) for word in filters.words]
    return found


def in_part(part: Part | None) -> list[ColumnElement[bool]]:
    """What narrows the list to one of its parts."""
    if part is None:
        return []
    if part is Part.UNPAID:
        return [Order.state == Part.DELIVERED.value, Order.paid_at.is_(None)]
    return [Order.state == part.value]


def in_order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """How the list is sorted; of equals the newest first."""
    return (*_ORDERS[sort], Order.placed_at.desc(), Order.number.desc())


def _begin(day: date, studio: Studio) -> Any:
    return first_instant(day, studio.time_zone)


def _lines_of_job(filters: OrderFilters) -> Select[str]:
    lines = select(OrderLine.order_id).where(OrderLine.job_id == filters.job)
    return lines.where(OrderLine.group_name == filters.group) if filters.group else lines


def _is_of_person(word: str) -> ColumnElement[bool]:
    """Whether pictures of somebody of this name were ordered."""
    named = has_words((word,), (OrderLine.person_name,))
    return exists().where(OrderLine.order_id == Order.id, named)


def _counted(narrowed: list[ColumnElement[bool]]) -> tuple[Counter[Part], dict[Any, int]]:
    """How many of each part there are; what they come to, by part and currency."""
    is_unpaid = Order.paid_at.is_(None)
    rows = db.session.execute(
        select(Order.state, is_unpaid, Order.currency, func.count(), func.sum(Order.total))
        .where(*narrowed)
        .group_by(Order.state, is_unpaid, Order.currency)
    )
    counts: Counter[Part] = Counter()
    totals: Counter[tuple[Part, str]] = Counter()
    for state, unpaid, currency, number, total in rows:
        for part in _parts(Part(state), is_unpaid=bool(unpaid)):
            counts[part] += number
            totals[part, currency] += int(total)
    return counts, totals


def _parts(state: Part, *, is_unpaid: bool) -> list[Part]:
    return [state, Part.UNPAID] if state is Part.DELIVERED and is_unpaid else [state]


def _sums(totals: dict[tuple[Part, str], int], part: Part | None) -> dict[str, int]:
    parts = [part] if part else [Part.OPEN, Part.PAID, Part.DELIVERED]
    sums: Counter[str] = Counter()
    for (of, currency), amount in totals.items():
        if of in parts and of is not Part.CANCELLED:
            sums[currency] += amount
    return dict(sums)


def _rows(orders: Sequence[Order]) -> list[OrderRow]:
    found = db.session.execute(
        select(
            OrderLine.order_id,
            func.sum(OrderLine.quantity),
            func.count(func.distinct(OrderLine.job_id)),
            func.min(OrderLine.job_name),
        )
        .where(OrderLine.order_id.in_([order.id for order in orders]))
        .group_by(OrderLine.order_id)
    )
    lines = {order_id: (int(products), jobs, name) for order_id, products, jobs, name in found}
    return [OrderRow(order, *lines.get(order.id, (0, 0, ""))) for order in orders]


_TEXTS = (cast(Order.number, String), Order.name, Order.email)
_ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NEWEST: (),
    Sort.OLDEST: (Order.placed_at.asc(), Order.number.asc()),
    Sort.NAME: (func.lower(Order.name),),
    Sort.LARGEST: (Order.total.desc(),),
}
