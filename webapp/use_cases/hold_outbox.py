"""A copied installation holds its outbox until a person releases it (C10).

The database says where it is and how often was sent from it; a note in the data folder says how
often was sent from here. See docs/decisions/held-outbox.md.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.copies import AHEAD_OF_ALL, Held, Mark, why_held
from webapp.models.base import db, transaction
from webapp.models.expressions import insert_or_update
from webapp.models.outgoing import OutboxGate
from webapp.queries.outbox import place_of_database

NOTE = "outbox-rounds"
_ONLY = 1

log = structlog.get_logger()


@dataclass(frozen=True)
class Gate:
    """Where this installation is at this moment: its place, and the folder with its note."""

    here: str
    folder: Path

    def noted(self) -> Mark | None:
        """The last round that began from this folder; None: no one yet, or it cannot be read."""
        try:
            found = json.loads((self.folder / NOTE).read_text(encoding="utf-8"))
            return Mark(str(found["place"]), int(found["rounds"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, rounds: int) -> None:
        """Write down the round that has begun, after it was committed and before it sends."""
        draft = self.folder / f".{NOTE}.{os.getpid()}.{rounds}"
        draft.write_text(json.dumps({"place": self.here, "rounds": rounds}), encoding="utf-8")
        draft.replace(self.folder / NOTE)


def gate_of(folder: Path) -> Gate:
    """The gate of the installation with this data folder, as things are now."""
    return Gate(place_of_database(), folder)


def pass_gate(session: Session, gate: Gate, *, now: datetime) -> int | None:
    """Count one more round in the caller's transaction; None: the outbox is held, nothing is sent.

    The first round of a database says where it is. `now` is the time of the business.
    """
    row = session.execute(_COUNT).one_or_none()
    if row is None:
        if session.get(OutboxGate, _ONLY) is not None:
            return None
        _make(session, gate)
        row = session.execute(_COUNT).one()
    why = why_held(Mark(row.place, row.rounds), here=gate.here, noted=gate.noted())
    if why is None:
        return int(row.rounds)
    _hold(session, why, now=now)
    return None


def release(gate: Gate, *, by: Actor | None = None) -> bool:
    """Let the outbox go out from here from now on; whether it was held. `by` is for the log."""
    with transaction() as session:
        row = session.get(OutboxGate, _ONLY, with_for_update=True)
        if row is None or row.held_since is None:
            return False
        noted = gate.noted()
        row.place, row.held_since, row.reason = gate.here, None, ""
        row.rounds = max(row.rounds, noted.rounds if noted else 0) + AHEAD_OF_ALL
        rounds = row.rounds
    with suppress(OSError):
        gate.note(rounds)
    log.info("the outbox was released", by=by.name if by else "")
    return True


def hold_restored(gate: Gate, *, now: datetime) -> None:
    """A backup was restored here: whatever it says of itself, nothing goes out by itself."""
    with transaction() as session:
        _make(session, gate)
        session.execute(
            update(OutboxGate)
            .values(held_since=now, reason=Held.OLDER.value)
            .execution_options(synchronize_session=False)
        )


def hold_if_copied(gate: Gate, *, now: datetime) -> bool:
    """Look whether this is a copy before anything is due from it; whether the outbox is held."""
    row = db.session.execute(select(OutboxGate)).scalar_one_or_none()
    if row is None or row.held_since is not None:
        return row is not None
    if why_held(Mark(row.place, row.rounds + 1), here=gate.here, noted=gate.noted()) is None:
        return False
    with transaction() as session:
        return pass_gate(session, gate, now=now) is None


def _make(session: Session, gate: Gate) -> None:
    session.execute(
        insert_or_update(session, OutboxGate)
        .values(id=_ONLY, place=gate.here, rounds=0, reason="")
        .on_conflict_do_nothing(index_elements=["id"])
    )


def _hold(session: Session, why: Held, *, now: datetime) -> None:
    log.warning("the outbox is held: this installation is a copy", reason=why.value)
    session.execute(
        update(OutboxGate)
        .values(held_since=now, reason=why.value, rounds=OutboxGate.rounds - 1)
        .execution_options(synchronize_session=False)
    )


_COUNT = (
    update(OutboxGate)
    .where(OutboxGate.id == _ONLY, OutboxGate.held_since.is_(None))
    .values(rounds=OutboxGate.rounds + 1)
    .returning(OutboxGate.place, OutboxGate.rounds)
    .execution_options(synchronize_session=False)
)
