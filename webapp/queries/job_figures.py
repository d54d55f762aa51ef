"""What a job has come to, in numbers: customers, buyers, revenue, open baskets, albums."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Registration
from webapp.models.job import Album, Job
from webapp.models.order import Order, OrderLine
from webapp.models.photo import Photo
from webapp.models.price_list import Product

_A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class JobFigures:
    """Numbers of a job; amounts in minor units, of this job's lines alone."""

    customers: int
    customers_this_week: int
    buyers: int
    revenue: int
    orders: int
    baskets: int
    products_in_baskets: int
    amount_in_baskets: int
    albums: int
    empty_albums: int


@dataclass(frozen=True)
class OrderRow:
    """An order with lines of the job: `amount` of those lines, in minor units."""

    id: str
    number: int
    placed_at: datetime
    name: str
    state: str
    products: int
    amount: int


def job_figures(job: Job, *, now: datetime) -> JobFigures:
    """Every number of a job, in four statements; cancelled orders do not count."""
    customers, this_week = _customers(job.id, now)
    buyers, revenue, orders = _orders(job.id)
    baskets, products, amount = _baskets(job.id)
    albums, empty = _albums(job.id)
    return JobFigures(
        customers, this_week, buyers, revenue, orders, baskets, products, amount, albums, empty
    )


def last_orders(job_id: str, *, limit: int) -> list[OrderRow]:
    """The newest orders with lines of the job."""
    rows = db.session.execute(
        select(
            Order.id,
            Order.number,
            Order.placed_at,
            Order.name,
            Order.state,
            func.sum(OrderLine.quantity),
            func.sum(OrderLine.quantity * OrderLine.unit_price),
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.job_id == job_id)
        .group_by(Order.id, Order.number, Order.placed_at, Order.name, Order.state)
        .order_by(Order.placed_at.desc(), Order.number.desc())
        .limit(limit)
    )
    return [OrderRow(*row) for row in rows]


def _customers(job_id: str, now: datetime) -> tuple[int, int]:
    everyone, new = db.session.execute(
        select(func.count(), _number(Registration.created_at > now - _A_WEEK)).where(
            Registration.job_id == job_id
        )
    ).one()
    return everyone, new


def _orders(job_id: str) -> tuple[int, int, int]:
    buyers, revenue, orders = db.session.execute(
        select(
            func.count(func.distinct(Order.customer_id)),
            func.coalesce(func.sum(OrderLine.quantity * OrderLine.unit_price), 0),
            func.count(func.distinct(Order.id)),
        )
        .select_from(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.job_id == job_id, Order.state != "cancelled")
    ).one()
    return buyers, int(revenue), orders


def _baskets(job_id: str) -> tuple[int, int, int]:
    baskets, products, amount = db.session.execute(
        select(
            func.count(func.distinct(BasketLine.basket_id)),
            func.coalesce(func.sum(BasketLine.quantity), 0),
            func.coalesce(func.sum(BasketLine.quantity * Product.price), 0),
        )
        .select_from(BasketLine)
        .join(Basket, and_(Basket.id == BasketLine.basket_id, Basket.state == "pending"))
        .join(Product, Product.id == BasketLine.product_id)
        .where(BasketLine.job_id == job_id)
    ).one()
    return baskets, int(products), int(amount)


def _albums(job_id: str) -> tuple[int, int]:
    holds_photos = exists().where(Photo.album_id == Album.id)
    albums, empty = db.session.execute(
        select(func.count(), _number(~holds_photos)).where(Album.job_id == job_id, Album.is_shown)
    ).one()
    return albums, empty


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
