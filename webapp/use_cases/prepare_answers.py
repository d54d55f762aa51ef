"""Prepared answers of the support: kept under a title, in one language (H3)."""

from dataclasses import dataclass
from datetime import datetime

from webapp.models.base import new_id, transaction
from webapp.models.support import CannedAnswer


@dataclass(frozen=True)
class Prepared:
    """What a prepared answer is called, and what it says."""

    title: str
    language: str
    words: str


def prepare_answer(answer_id: str | None, prepared: Prepared, *, by: str, now: datetime) -> None:
    """Keep the answer, a new one where `answer_id` is None; one deleted meanwhile is made again."""
    with transaction() as session:
        row = session.get(CannedAnswer, answer_id) if answer_id else None
        if row is None:
            row = CannedAnswer(id=new_id())
            session.add(row)
        row.title, row.language, row.words = prepared.title, prepared.language, prepared.words
        row.changed_by, row.changed_at = by, now


def delete_prepared_answer(answer_id: str) -> None:
    """Delete it; what was answered with it stays as it was written."""
    with transaction() as session:
        row = session.get(CannedAnswer, answer_id)
        if row is not None:
            session.delete(row)
