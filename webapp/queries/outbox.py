"""How the outbox stands: what waits since when, whether it is held, and where the database is."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from webapp.domain.copies import Held
from webapp.models.base import db, read_committed_state
from webapp.models.outgoing import OutboxGate, Outgoing
from webapp.queries.counting import Counted, counted_by

_WAITING = Outgoing.state == "waiting"


@dataclass(frozen=True)
class HeldSince:
    """Nothing goes out since this instant of the business, and why."""

    at: datetime
    why: Held


@dataclass(frozen=True)
class Waiting:
    """How many messages wait to go out, and since when the oldest does; None: none waits.

    `urgent`: the oldest of those that somebody waits for, an order's mail; they know no night.
    """

    number: int
    oldest: datetime | None
    urgent: datetime | None = None


def outbox_held() -> HeldSince | None:
    """Whether the outbox is held because this installation is a copy; None: it goes out."""
    found = db.session.execute(
        select(OutboxGate.held_since, OutboxGate.reason).where(OutboxGate.held_since.is_not(None))
    ).one_or_none()
    return HeldSince(found[0], Held(found[1])) if found and found[0] else None


def waiting() -> Waiting:
    """What waits in the outbox of all studios."""
    written = func.min(Outgoing.created_at)
    number, oldest, urgent = db.session.execute(
        select(func.count(), written, written.filter(Outgoing.priority == 0)).where(_WAITING)
    ).one()
    return Waiting(number, oldest, urgent)


def outgoing_by_state() -> Counted:
    """How many messages there are in each state; of very many sent ones, about how many."""
    found = counted_by(Outgoing.state, watched=dict.fromkeys(("waiting", "failed", "unknown"), ()))
    return replace(found, numbers={"waiting": 0} | dict(found.numbers))


def place_of_database() -> str:
    """Where the database is: another server, database, path or file is another place.

    The number of a disk is not part of it: it changes when a machine starts again.
    """
    if db.engine.dialect.name == "sqlite":
        path = Path(db.engine.url.database or "").resolve()
        return f"sqlite {path} {path.stat().st_ino}"
    read_committed_state()
    oid, name = db.session.execute(
        text("SELECT oid, datname FROM pg_database WHERE datname = current_database()")
    ).one()
    return f"postgresql {_server()} {oid} {name}"


def _server() -> str:
    """The number that PostgreSQL gave itself when it was made; '' where it may not be read."""
    try:
        number = db.session.scalar(text("SELECT system_identifier FROM pg_control_system()"))
    except DBAPIError:
        read_committed_state()
        return ""
    return str(number)
