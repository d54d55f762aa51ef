"""The history of a job and of its studio: when, who, what changed, with counts (S8, H2).

It only grows: the database refuses to change or delete a record (triggers, see migration 0008),
but inside `rewriting`, which names the chains that a person's right or a deleted job takes it from.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    delete,
    insert,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.models.base import ID_LENGTH, Model


class HistoryEntry(Model):
    """One record: `changes` is a list of {field, before, after}, `counts` names to numbers.

    `job_id` None: what happened to the studio as a whole. No row is referred to: what support saw
    of a job stays in the studio's records when the job is deleted.

    `chain` is the id of the job, or of the studio; within it records are numbered from 1. `salt`,
    `content`, `seals` and `hash` are those of `webapp.domain.history_chain`.
    """

    __tablename__ = "history_entry"
    __table_args__ = (
        UniqueConstraint("chain", "number"),
        Index("ix_history_entry_job_id_id", "job_id", "id"),
        Index("ix_history_entry_studio_id_id", "studio_id", "id"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    job_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_name: Mapped[str] = mapped_column(String(120))
    deed: Mapped[str] = mapped_column(String(40))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    chain: Mapped[str] = mapped_column(String(ID_LENGTH))
    number: Mapped[int]
    salt: Mapped[str] = mapped_column(String(32))
    content: Mapped[str] = mapped_column(String(64))
    seals: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    hash: Mapped[str] = mapped_column(String(64))


class HistoryHead(Model):
    """How many records a chain has: the next one is written under the lock of this row."""

    __tablename__ = "history_head"

    chain: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    number: Mapped[int]


class HistoryPermit(Model):
    """Chains that this transaction may rewrite; outside of one the table is empty."""

    __tablename__ = "history_permit"

    chain: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)


@contextmanager
def rewriting(session: Session, chains: Iterable[str]) -> Iterator[None]:
    """Within it records of these chains may lose names, or go with their job; part of a deed."""
    rows = [{"chain": chain} for chain in sorted(set(chains))]
    if rows:
        session.execute(insert(HistoryPermit), rows)
    yield
    session.flush()
    if rows:
        gone = delete(HistoryPermit).where(HistoryPermit.chain.in_([row["chain"] for row in rows]))
        session.execute(gone.execution_options(synchronize_session=False))
