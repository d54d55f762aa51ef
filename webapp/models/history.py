"""The history of a job: when, who, what changed from what to what, with counts (S8)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Model


class HistoryEntry(Model):
    """One record: `changes` is a list of {field, before, after}, `counts` names to numbers."""

    __tablename__ = "history_entry"
    __table_args__ = (Index("ix_history_entry_job_id_id", "job_id", "id"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"))
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_name: Mapped[str] = mapped_column(String(120))
    deed: Mapped[str] = mapped_column(String(40))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
