"""What is committed, in the words of the story: read anew after every step, and compared."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from tests.lifecycle.story import Key, Story
from tests.lifecycle.world import Cast
from webapp.domain.history_chain import Record, Walk
from webapp.domain.status import Status, standing
from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.customer import Customer, Registration
from webapp.models.deletion import DeletedPhoto
from webapp.models.history import HistoryEntry, HistoryHead
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.models.order import Order, OrderedPhoto, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.models.studio import Studio

job, photo, entry = Job.__table__.c, Photo.__table__.c, HistoryEntry.__table__.c
_JOBS = select(
    job.id, job.status, job.archiving, job.archiving_date, job.archiving_delay, job.stop_at,
    job.communication_profile_id, job.archived_at, job.photo_count, job.original_bytes,
    job.trash_count, job.trash_bytes,
).where(job.deletion_id.is_(None))  # fmt: skip
_LINES = (
    select(Basket.visitor_id, BasketLine.job_id, BasketLine.photo_id, BasketLine.quantity)
    .select_from(Basket.__table__.join(BasketLine.__table__))
    .where(Basket.state == "pending")
)
_LEFT = (
    select(Basket.visitor_id, RemovedLine.job_id, RemovedLine.photo_id, RemovedLine.quantity)
    .select_from(Basket.__table__.join(RemovedLine.__table__))
    .where(Basket.state == "pending")
)
_PEOPLE = select(Customer.id, Customer.email, Customer.email_confirmed_at, Customer.unsubscribed_at)
_CAME = select(Registration.job_id, Registration.customer_id, Registration.created_at)
_LEDGER = select(
    Message.job_id, Message.customer_id, Message.trigger, Message.offset_days,
    Message.offset_hours, Message.occasion, Message.state, Message.reason,
)  # fmt: skip
LEDGER_WITH_IDS = select(*_LEDGER.selected_columns, Message.id)
_PHOTOS = select(
    photo.job_id, photo.trash_id.is_not(None), func.count(), func.sum(photo.original_bytes)
).group_by(photo.job_id, photo.trash_id.is_not(None))
_RECORDS = (
    select(
        *(
            getattr(entry, name)
            for name in (
                "chain", "number", "studio_id", "job_id", "at", "actor_kind", "actor_name",
                "deed", "changes", "counts", "salt", "content", "seals", "hash",
            )
        )
    ).order_by(entry.number)
)  # fmt: skip
_ZONES = select(Studio.__table__.c.time_zone)
_HEADS = select(HistoryHead.chain, HistoryHead.number)
_KEPT_FOR_EVER = [select(each.__table__).order_by(each.id)
                  for each in (Order, OrderLine, OrderedPhoto)]  # fmt: skip
_MAY_CHANGE = ("state", "paid_at", "delivered_at")
SETTINGS = {"status", "archiving", "archiving_date", "archiving_delay", "communication_profile_id"}


class Look:
    """One look at everything that is committed, through a connection of its own."""

    def __init__(self, cast: Cast, connection: Connection) -> None:
        self._cast, self._connection = cast, connection
        self._numbers = {row_id: number for number, row_id in cast.jobs.items()}
        self._photos = {row_id: number for number, row_id in cast.photos.items()}
        self._who = {row_id: who for who, row_id in enumerate(cast.browsers)}
        self._profiles = {row_id: name for name, row_id in cast.profiles.items()}

    def rows(self, query: Any) -> list[Any]:
        return list(self._connection.execute(query))

    def jobs(self, zone: str, now: datetime) -> dict[int, Any]:
        """Status, dates, what customers see, figures."""
        return {
            self._numbers.get(row.id, -1): (
                row.status,
                row.archiving_date if row.archiving else None,
                row.archiving_delay,
                self._profiles.get(row.communication_profile_id),
                row.archived_at,
                # Of an archived job it is worked out when it goes on sale.
                row.stop_at if row.status != "archived" else None,
                standing(Status(row.status), stop_at=row.stop_at, now=now).shows_photos,
                (row.photo_count, row.original_bytes, row.trash_count, row.trash_bytes),
            )
            for row in self.rows(_JOBS)
        }

    def photos(self) -> dict[int, tuple[int, ...]]:
        """The figures of the jobs, counted from the records (D5)."""
        found: dict[int, list[int]] = {number: [0, 0, 0, 0] for number in self._cast.jobs}
        for job_id, is_trash, count, size in self.rows(_PHOTOS):
            place = 2 if is_trash else 0
            found[self._numbers[job_id]][place : place + 2] = [count, int(size)]
        return {number: tuple(figures) for number, figures in found.items()}

    def lines(self, query: Any) -> list[dict[tuple[int, int], int]]:
        found: list[dict[tuple[int, int], int]] = [{} for _ in self._cast.browsers]
        for visitor, job_id, photo_id, quantity in self.rows(query):
            line = (self._numbers[job_id], self._photos[photo_id])
            assert line not in found[self._who[visitor]], "a line twice"
            found[self._who[visitor]][line] = quantity
        return found

    def people(self) -> dict[int, tuple[datetime | None, bool]]:
        found = self.rows(_PEOPLE)
        self._cast.customers |= {
            row.id: int(row.email.removeprefix("parent-").partition("@")[0]) for row in found
        }
        return {
            self._cast.customers[row.id]: (row.email_confirmed_at, row.unsubscribed_at is not None)
            for row in found
        }

    def registered(self) -> dict[int, dict[int, datetime]]:
        found: dict[int, dict[int, datetime]] = {number: {} for number in self._cast.jobs}
        for job_id, customer_id, at in self.rows(_CAME):
            found[self._numbers[job_id]][self._cast.customers[customer_id]] = at
        return found

    def ledger(self) -> dict[str, list[Key]]:
        """The keys of messages that went out, and of those that were called off by hand (C5)."""
        found: dict[str, list[Key]] = defaultdict(list)
        for row in self.rows(_LEDGER):
            state = "called off" if row.reason == "by-hand" else row.state
            if row.job_id in self._numbers:
                found[state].append(self.key_of(row))
        return found

    def key_of(self, row: Any) -> Key:
        occasion = row.occasion
        if row.trigger == "abandoned":
            occasion = self._cast.baskets[occasion]
        return (
            self._numbers[row.job_id],
            self._cast.customers[row.customer_id],
            row.trigger,
            row.offset_days + row.offset_hours,
            occasion,
        )

    def orders(self) -> list[Any]:
        """All that is on record of orders, but how far they are."""
        return [
            {name: value for name, value in row._mapping.items() if name not in _MAY_CHANGE}
            for query in _KEPT_FOR_EVER
            for row in self.rows(query)
        ]


def differences(story: Story, cast: Cast, now: datetime, orders: list[Any]) -> list[str]:
    """Where program and reference disagree; nothing, if all is well. `orders`: as they were."""
    with db.engine.connect() as connection:
        look = Look(cast, connection)
        people, ledger, jobs = look.people(), look.ledger(), story.jobs
        pairs = {
            "zone": (look.rows(_ZONES)[0][0], story.zone),
            "jobs": (look.jobs(story.zone, now), _jobs_of(story, now)),
            "photos": (look.photos(), {n: _figures(story, n) for n in story.jobs}),
            "baskets": (look.lines(_LINES), [each.basket for each in story.people]),
            "left": (look.lines(_LEFT), [each.left for each in story.people]),
            "people": (people, {who: (each.confirmed, each.is_unsubscribed)
                                for who, each in enumerate(story.people)
                                if who in people or each.confirmed}),
            "registered": (look.registered(), {n: j.registered for n, j in story.jobs.items()}),
            "sent": (sorted(ledger["sent"]), sorted(k for k in story.sent if k[0] in story.jobs)),
            "called off": (
                sorted(k for k in ledger["called off"] if k[2] != "available"),
                sorted(k for k in story.called_off if k[0] in jobs and k[2] != "available"),
            ),  # that photos are there is planned again by a new event (R4)
            "orders": (look.orders() if orders else [], orders),
            "lost": (ledger["failed"] + ledger["unknown"], []),
        }  # fmt: skip
    return [
        f"{name}: the program says {program}, the reference {reference}"
        for name, (program, reference) in pairs.items()
        if program != reference
    ]


def _jobs_of(story: Story, now: datetime) -> dict[int, Any]:
    return {
        number: (
            each.status,
            each.last_day,
            "none" if each.delay is None else str(each.delay),
            each.profile,
            each.archived_at,
            each.stop(story.zone) if each.status != "archived" else None,
            each.on_sale(story.zone, now),
            _figures(story, number),
        )
        for number, each in story.jobs.items()
    }


def _figures(story: Story, number: int) -> tuple[int, ...]:
    job = story.jobs[number]
    trash = [size for _since, photos in job.trash.values() for size in photos.values()]
    return len(job.photos), sum(job.photos.values()), len(trash), sum(trash)


class Records:
    """The history, read on from where it was read last: linked, and true of every change (S8)."""

    def __init__(self) -> None:
        self._walks: dict[str, Walk] = {}
        self._read: dict[str, int] = defaultdict(int)
        self._said: dict[str, dict[str, Any]] = defaultdict(dict)

    def read_on(self, cast: Cast) -> None:
        with db.engine.connect() as connection:
            for chain, number in connection.execute(_HEADS):
                if number > self._read[chain]:
                    new = (entry.chain == chain, entry.number > self._read[chain])
                    for row in connection.execute(_RECORDS.where(*new)):
                        self._take(Record(*row))
                    assert self._read[chain] == number, "the chain is cut"
            for row in connection.execute(_JOBS):
                self._compare(row, cast)

    def end(self) -> None:
        """Every chain from end to end."""
        for chain, walk in self._walks.items():
            assert walk.end(head=self._read[chain]) == [], chain

    def _take(self, record: Record) -> None:
        walk = self._walks.setdefault(record.chain, Walk(record.chain))
        walk.take(record)
        assert not walk.faults, (record.deed, walk.faults)
        self._read[record.chain] = record.number
        said = self._said[record.chain]
        for change in record.changes:
            field, before, after = change["field"], change["before"], change["after"]
            if field in SETTINGS:
                assert before != after, f"no change of {field}, and yet a record"
                known = said.get(field, before)
                assert known == before, f"{field} was {known}, the record says {before}"
                said[field] = after
        assert record.changes or record.deed != "settings-saved", "a record without a change"

    def _compare(self, row: Any, cast: Cast) -> None:
        names = {row_id: name for name, row_id in cast.profiles.items()}
        stored = {
            "status": row.status,
            "archiving": row.archiving,
            "archiving_date": row.archiving_date and row.archiving_date.isoformat(),
            "archiving_delay": row.archiving_delay,
            "communication_profile_id": names.get(row.communication_profile_id),
        }
        for field, value in self._said[row.id].items():
            if field in SETTINGS:
                assert stored[field] == value, f"{field} is {stored[field]}, on record is {value}"
        for field in SETTINGS - set(self._said[row.id]):
            self._said[row.id][field] = stored[field]


def mails_in(folder: Path) -> set[str]:
    """The ids in the outbox of what lies in the mail folder: sent, whatever is on record."""
    found = folder.glob("*.eml") if folder.is_dir() else ()
    return {path.stem.rpartition("-")[2] for path in found}


def keys_of_mails(cast: Cast, row_ids: Iterable[str]) -> list[Key]:
    """The keys of the messages that these are copies of; order mails and questions have none."""
    with db.engine.connect() as connection:
        look = Look(cast, connection)
        of_mails = (
            select(*_LEDGER.selected_columns, Outgoing.id)
            .join(Outgoing, Outgoing.message_id == Message.id)
            .where(Outgoing.id.in_(list(row_ids)))
        )
        return [look.key_of(row) for row in look.rows(of_mails)]


def disk(folder: Path) -> dict[str, int]:
    """Originals on disk, with their bytes."""
    return {path.name: path.stat().st_size for path in folder.glob("originals/*/*")}


def on_record() -> tuple[dict[str, int], set[str]]:
    """Originals on record, and those that are to go (D5)."""
    with db.engine.connect() as connection:
        kept = dict(connection.execute(select(photo.id, photo.original_bytes)).all())
        gone = select(DeletedPhoto.photo_id).where(DeletedPhoto.gone_at.is_(None))
        return kept, set(connection.scalars(gone))
