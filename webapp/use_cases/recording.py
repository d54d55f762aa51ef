"""The history of a job, or of a studio: a deed writes one record in its transaction (S8, H2).

Each is linked to the one before it (see `webapp.domain.history_chain`).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.history_chain import FIRST, content_of, link
from webapp.models.history import HistoryEntry, HistoryHead
from webapp.models.job import Job

_SALT_BYTES = 12
_UPSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True)
class Change:
    """One field before and after, as plain values that JSON can keep."""

    field: str
    before: Any
    after: Any


def record(
    session: Session,
    job: Job,
    *,
    by: Actor,
    now: datetime,
    deed: str,
    changes: Sequence[Change] = (),
    counts: dict[str, int] | None = None,
    seals: Mapping[int, str] | None = None,
) -> None:
    """Write one record: who did what to the job, when, and what it brought about (S8).

    `seals`: what earlier records say from now on, from which it took names.
    """
    values = entry(job.studio_id, job.id, by=by, now=now, deed=deed, changes=changes, counts=counts)
    append(session, [values | _sealed(seals)])


def record_of_studio(
    session: Session,
    studio_id: str,
    *,
    by: Actor,
    now: datetime,
    deed: str,
    changes: Sequence[Change] = (),
    counts: dict[str, int] | None = None,
    job_id: str | None = None,
    seals: Mapping[int, str] | None = None,
) -> None:
    """Write one record of what happened to the studio as a whole, or what was looked at (H2).

    `job_id`: the job that it is about; the record stays when that job is deleted. `seals` as in
    `record`.
    """
    values = entry(studio_id, job_id, by=by, now=now, deed=deed, changes=changes, counts=counts)
    append(session, [values | {"chain": studio_id} | _sealed(seals)])


def entry(
    studio_id: str,
    job_id: str | None,
    *,
    by: Actor,
    now: datetime,
    deed: str,
    changes: Sequence[Change] = (),
    counts: dict[str, int] | None = None,
) -> dict[str, Any]:
    """One record of a job as values, for deeds that write many at once."""
    return {
        "studio_id": studio_id,
        "job_id": job_id,
        "chain": job_id or studio_id,
        "at": now,
        "actor_kind": by.kind.value,
        "actor_name": by.name,
        "deed": deed,
        "changes": [
            {"field": change.field, "before": change.before, "after": change.after}
            for change in changes
        ],
        "counts": counts or {},
        "seals": None,
    }


def append(session: Session, entries: Sequence[dict[str, Any]]) -> None:
    """Write records, each of another chain: they get their numbers and are linked.

    A few statements for any number. Who writes to the same chain waits for the end of this
    transaction.
    """
    session.flush()
    numbers = _next_numbers(session, entries)
    before = _last_hashes(session, [chain for chain, number in numbers.items() if number > 1])
    linked = [
        _linked(each, number=numbers[each["chain"]], before=before.get(each["chain"], FIRST))
        for each in entries
    ]
    session.execute(insert(HistoryEntry), linked)


def new_salt() -> str:
    """What keeps the fingerprint of a name from being guessed."""
    return secrets.token_hex(_SALT_BYTES)


def _next_numbers(session: Session, entries: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Chains are always held in the same order."""
    upsert = _UPSERTS[session.get_bind().dialect.name](HistoryHead.__table__).on_conflict_do_update(
        index_elements=["chain"], set_={"number": HistoryHead.__table__.c.number + 1}
    )
    heads = [
        {"chain": each["chain"], "studio_id": each["studio_id"], "number": 1}
        for each in sorted(entries, key=lambda each: str(each["chain"]))
    ]
    taken = session.connection().execute(
        upsert.returning(HistoryHead.__table__.c.chain, HistoryHead.__table__.c.number), heads
    )
    return {str(chain): int(number) for chain, number in taken}


def _last_hashes(session: Session, chains: Sequence[str]) -> dict[str, str]:
    if not chains:
        return {}
    last = (
        select(HistoryEntry.chain, HistoryEntry.hash)
        .join(
            HistoryHead,
            (HistoryHead.chain == HistoryEntry.chain)
            & (HistoryEntry.number == HistoryHead.number - 1),
        )
        .where(HistoryHead.chain.in_(chains))
    )
    return {chain: digest for chain, digest in session.execute(last)}


def _linked(values: dict[str, Any], *, number: int, before: str) -> dict[str, Any]:
    salt = new_salt()
    content = content_of(salt=salt, actor_name=values["actor_name"], changes=values["changes"])
    whole = values | {"number": number, "salt": salt, "content": content}
    return whole | {"hash": link(whole, before=before)}


def _sealed(seals: Mapping[int, str] | None) -> dict[str, Any]:
    return {"seals": {str(number): content for number, content in seals.items()} if seals else None}
