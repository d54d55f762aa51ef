"""What is committed, read with fresh eyes: history, ledger, baskets, and what never may be."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, func, select

from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.customer import OpenedCode
from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.models.late import Reopening
from webapp.models.message import Message, Unplanned


def all_rows(table: Any, **equal: Any) -> list[Any]:
    """Every committed row of the table with these values, in the order of its ids."""
    db.session.rollback()
    return list(db.session.scalars(select(table).filter_by(**equal).order_by(table.id)))


def history_of(job_id: str) -> list[HistoryEntry]:
    """The records of a job, oldest first."""
    return all_rows(HistoryEntry, job_id=job_id)


def messages_of(job_id: str, **equal: Any) -> list[Message]:
    """The ledger of a job."""
    return all_rows(Message, job_id=job_id, **equal)


def is_stale(job: Job) -> bool:
    """Whether the messages of the job are to be planned anew."""
    return bool(all_rows(Unplanned, job_id=job.id))


def lines_of(job_id: str) -> list[tuple[str, int]]:
    """What lies in baskets of this job: products by name, with their quantities."""
    return sorted(
        (line.product.name, line.quantity) for line in all_rows(BasketLine, job_id=job_id)
    )


def removed_of(job_id: str) -> list[tuple[str, int]]:
    """What left baskets with this job: products by name, with their quantities."""
    return sorted(
        (line.product_name, line.quantity) for line in all_rows(RemovedLine, job_id=job_id)
    )


def lines_off_sale() -> int:
    """Lines in pending baskets of jobs that are not on sale: never any (invariant 9).

    On sale is also an archived job that is open again for a code which this browser has opened.
    """
    db.session.rollback()
    open_again = (
        select(Reopening.id)
        .join(OpenedCode, OpenedCode.access_code_id == Reopening.access_code_id)
        .where(
            Reopening.job_id == Job.id,
            Reopening.closed_at.is_(None),
            OpenedCode.visitor_id == Basket.visitor_id,
        )
        .correlate(Job, Basket)
        .exists()
    )
    return db.session.scalar(
        select(func.count())
        .select_from(BasketLine)
        .join(Basket, Basket.id == BasketLine.basket_id)
        .join(Job, Job.id == BasketLine.job_id)
        .where(Basket.state == "pending", Job.status != Status.SELLING.value, ~open_again)
    )


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile, beginnings apart."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_unused: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def lines_in_orders() -> int:
    """Lines in baskets that have become an order: never any, they have moved into it."""
    db.session.rollback()
    return db.session.scalar(
        select(func.count())
        .select_from(BasketLine)
        .join(Basket, Basket.id == BasketLine.basket_id)
        .where(Basket.state == "ordered")
    )
