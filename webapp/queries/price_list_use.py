"""Where price lists are used: by which jobs, and what of them lies in baskets."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.domain.price_list_use import Taking, UsePlan
from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.basket import BasketLine
from webapp.models.job import Job
from webapp.models.price_list import PriceList, Product
from webapp.queries.basket_counts import Products


@dataclass(frozen=True)
class OfferedJob:
    """A job that could take a price list, with the one that it uses now ('': none)."""

    id: str
    name: str
    price_list: str


def not_on_list(
    session: Session, job_ids: Sequence[str], price_list_id: str | None
) -> dict[str, Products]:
    """What lies in pending baskets, by job, and is on another list than this one.

    With this list in the job's settings it could not be ordered any more; jobs without anything
    are left out.
    """
    found = session.execute(
        select(
            BasketLine.job_id,
            func.sum(BasketLine.quantity),
            func.count(func.distinct(BasketLine.basket_id)),
        )
        .join(Product, Product.id == BasketLine.product_id)
        .where(
            BasketLine.job_id.in_(job_ids), Product.price_list_id.is_distinct_from(price_list_id)
        )
        .group_by(BasketLine.job_id)
    )
    return {job_id: Products(int(products), baskets) for job_id, products, baskets in found}


def of_product(product_id: str) -> Products:
    """How often a product lies in pending baskets."""
    return _lying(Product.id == product_id)


def of_list(price_list_id: str) -> Products:
    """What of a whole list lies in pending baskets."""
    return _lying(Product.price_list_id == price_list_id)


def offered_jobs(studio_id: str, price_list_id: str) -> list[OfferedJob]:
    """The jobs in planning or on sale that use another list or none, the newest first."""
    rows = db.session.execute(
        select(Job.id, Job.public_name, func.coalesce(PriceList.name, ""))
        .outerjoin(PriceList, PriceList.id == Job.price_list_id)
        .where(
            Job.studio_id == studio_id,
            Job.status != Status.ARCHIVED.value,
            Job.price_list_id.is_distinct_from(price_list_id),
        )
        .order_by(Job.created_at.desc(), Job.id)
    )
    return [OfferedJob(*row) for row in rows]


def plan_use(
    session: Session, studio_id: str, price_list_id: str, job_ids: Sequence[str]
) -> UsePlan:
    """What it means that these of the studio's jobs take the list, in the order of their ids."""
    jobs = session.execute(
        select(Job.id, Job.public_name, Job.version)
        .where(
            Job.id.in_(job_ids),
            Job.studio_id == studio_id,
            Job.status != Status.ARCHIVED.value,
            Job.price_list_id.is_distinct_from(price_list_id),
        )
        .order_by(Job.id)
    ).all()
    lying = not_on_list(session, [row.id for row in jobs], price_list_id)
    nothing = Products()
    return UsePlan(
        tuple(
            Taking(*row, lying.get(row.id, nothing).products, lying.get(row.id, nothing).baskets)
            for row in jobs
        )
    )


def preview_use(studio_id: str, price_list_id: str, job_ids: Sequence[str]) -> UsePlan:
    """The plan that `use_price_list` would follow; stores nothing (S5)."""
    return plan_use(db.session(), studio_id, price_list_id, job_ids)


def _lying(which: ColumnElement[bool]) -> Products:
    products, baskets = db.session.execute(
        select(
            func.coalesce(func.sum(BasketLine.quantity), 0),
            func.count(func.distinct(BasketLine.basket_id)),
        )
        .join(Product, Product.id == BasketLine.product_id)
        .where(which)
    ).one()
    return Products(int(products), baskets)
