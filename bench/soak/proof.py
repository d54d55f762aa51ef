"""After the soak: whether everything that was answered as done is there, once, as it was sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from bench.soak.traffic import Diary
from tests.support.records import lines_off_sale
from webapp import clock
from webapp.models.base import db, read_committed_state
from webapp.models.basket import BasketLine
from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.models.order import Order, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.queries.due_jobs import count_due


def still_to_do() -> dict[str, int]:
    """What worker and outbox have not done yet, without what is nought."""
    read_committed_state()
    left = {
        "mails": _count(Outgoing, Outgoing.state == "waiting"),
        "previews": _count(Photo, Photo.state == "waiting"),
        "due jobs": count_due(now=clock.now()),
    }
    return {name: number for name, number in left.items() if number}


def differences(diary: Diary, due: Sequence[str], taken: Sequence[Any]) -> list[str]:
    """A sentence for each thing that is lost, twice or not as it was sent."""
    read_committed_state()
    return [*_orders(diary), *_mails(diary, taken), *_saves(diary), *_uploads(diary), *_jobs(due)]


def _orders(diary: Diary) -> Iterator[str]:
    stored = list(db.session.execute(select(Order.email, Order.token, Order.number)))
    copies = Counter(email for email, _token, _number in stored)
    yield from (
        f"{email} ordered {email in diary.orders:d} times, and {copies[email]} are stored"
        for email in sorted(copies.keys() | diary.orders.keys())
        if copies[email] != (email in diary.orders)
    )
    for email, token, _number in stored:
        if email in diary.orders and diary.orders[email] != token:
            yield f"the order of {email} has another token"
    if len({number for _email, _token, number in stored}) != len(stored):
        yield "a number of an order is there twice"
    sums = select(func.count()).select_from(Order).where(
        Order.total - Order.shipping
        != select(func.sum(OrderLine.quantity * OrderLine.unit_price))
        .where(OrderLine.order_id == Order.id)
        .scalar_subquery()
    )  # fmt: skip
    if wrong := db.session.scalar(sums):
        yield f"{wrong} orders cost something else than their lines"


def _mails(diary: Diary, taken: Sequence[Any]) -> Iterator[str]:
    copies = Counter(mail.recipient for mail in taken)
    for email in diary.orders:
        if copies[email] != 1:
            yield f"{email} was sent {copies[email]} mails about one order"
    states = select(Outgoing.state, func.count()).group_by(Outgoing.state)
    ended = {state: number for state, number in db.session.execute(states)}
    if set(ended) - {"sent"}:
        yield f"mails ended as {ended}"


def _saves(diary: Diary) -> Iterator[str]:
    """Saves and conflicts are all attempts; each save is one version, one record, none is lost."""
    saves = [name for _version, name in sorted(diary.saves.items())]
    if len(saves) + diary.conflicts != diary.attempts:
        yield f"of {diary.attempts} saves {len(saves)} are stored, {diary.conflicts} are conflicts"
    if not (saves and diary.conflicts):
        yield "no two people saved at once, so nothing is shown of it"
        return
    if sorted(diary.saves) != list(range(2, len(saves) + 2)):
        yield f"{len(saves)} saves have the versions {sorted(diary.saves)}"
    job = db.session.get_one(Job, diary.saved_job)
    if (job.public_name, job.version) != (saves[-1], 1 + len(saves)):
        yield f"{len(saves)} saves left version {job.version} and {job.public_name!r}"
    records = db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.job_id == job.id).order_by(HistoryEntry.number)
    )
    told = [[change["after"] for change in record.changes] for record in records]
    if told != [[name] for name in saves]:
        yield f"{len(saves)} saves left {len(told)} records, which tell of other names"


def _uploads(diary: Diary) -> Iterator[str]:
    stored = Counter(db.session.scalars(select(Photo.content_hash).where(Photo.queue.is_(None))))
    if stored != Counter(diary.files.values()):
        yield f"{len(diary.files)} files were taken and {stored.total()} are there with previews"
    if bad := _count(Photo, Photo.state != "ready"):
        yield f"{bad} photos are not ready"


def _jobs(due: Sequence[str]) -> Iterator[str]:
    for job_id in due:
        job = db.session.get_one(Job, job_id)
        deeds = list(db.session.scalars(
            select(HistoryEntry.deed).where(HistoryEntry.job_id == job_id)
        ))  # fmt: skip
        lines = _count(BasketLine, BasketLine.job_id == job_id)
        if (job.status, deeds, lines) != ("archived", ["archived"], 0):
            yield f"a due job is {job.status}, with {deeds} and {lines} products in baskets"
    if off_sale := lines_off_sale():
        yield f"{off_sale} products in baskets are of jobs that are not on sale"


def _count(table: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0
