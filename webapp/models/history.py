"""The history of a job and of its studio: when, who, what changed, with counts (S8, H2)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import ID_LENGTH, Model


class HistoryEntry(Model):
    """One record: `changes` is a list of {field, before, after}, `counts` names to numbers.

    `job_id` None: what happened to the studio as a whole. No row is referred to: what support saw
    of a job stays in the studio's records when the job is deleted.
    """

    __tablename__ = "history_entry"
    __table_args__ = (
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
