"""What a job has come to, beside its figures: people, codes, baskets and revenue by day (A9)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select

from webapp.domain.archiving import local_day
from webapp.domain.revenue_chart import End
from webapp.models.base import db
from webapp.models.job import AccessCode, Job, Person
from webapp.models.order import Order, OrderLine
from webapp.queries.shop import left_the_shop_at

_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True)
class JobStatistics:
    """Counts, and for each local day with orders how many and what for, in minor units.

    Amounts are those of this job's lines; cancelled orders count nowhere but in `cancelled`.
    `codes_used`: valid codes that were opened at least once.
    """

    persons: int
    codes: int
    codes_used: int
    ordered_baskets: int
    cancelled: int
    orders_by_day: dict[date, int]
    revenue_by_day: dict[date, int]


def job_statistics(job: Job) -> JobStatistics:
    """What the statistics show beside `job_figures`, in three statements."""
    codes, used = _codes(job.id)
    orders: Counter[date] = Counter()
    revenue: Counter[date] = Counter()
    baskets = cancelled = 0
    for placed_at, state, basket_id, amount in _orders(job.id):
        if state == "cancelled":
            cancelled += 1
            continue
        day = local_day(placed_at, job.studio.time_zone)
        orders[day] += 1
        revenue[day] += int(amount)
        baskets += basket_id is not None
    return JobStatistics(
        _persons(job.id), codes, used, baskets, cancelled, dict(orders), dict(revenue)
    )


def sale_ends(job: Job, *, now: datetime) -> dict[End, date]:
    """The archiving date, and the last day on sale: as planned, or as it came (A1, A2, A7)."""
    plan, ends = job.archive_plan, {}
    if plan:
        ends[End.DATE] = plan.archiving_date
        if plan.last_selling_day:
            ends[End.STOP] = plan.last_selling_day
    left = left_the_shop_at(job) if job.standing(now).is_greyed_out else None
    if left:
        ends[End.STOP] = local_day(left - _JUST_BEFORE, job.studio.time_zone)
    return ends


def _persons(job_id: str) -> int:
    return db.session.scalar(select(func.count()).where(Person.job_id == job_id)) or 0


def _codes(job_id: str) -> tuple[int, int]:
    """Codes that open something, and how many of them have."""
    is_used = AccessCode.first_opened_at.is_not(None)
    valid, used = db.session.execute(
        select(func.count(), func.coalesce(func.sum(case((is_used, 1), else_=0)), 0)).where(
            AccessCode.job_id == job_id, AccessCode.revoked_at.is_(None)
        )
    ).one()
    return valid, int(used)


def _orders(job_id: str) -> list[tuple[datetime, str, str | None, int]]:
    """Every order with lines of the job, and what those cost."""
    rows = db.session.execute(
        select(
            Order.placed_at,
            Order.state,
            Order.basket_id,
            func.sum(OrderLine.quantity * OrderLine.unit_price),
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.job_id == job_id)
        .group_by(Order.id, Order.placed_at, Order.state, Order.basket_id)
    )
    return [(placed_at, state, basket, amount) for placed_at, state, basket, amount in rows]
