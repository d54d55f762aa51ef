"""Prepared answers of the support: kept under a title, in one language (H3)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.base import new_id, transaction
from webapp.models.support import CannedAnswer


@dataclass(frozen=True)
class Prepared:
    """What a prepared answer is called, and what it says."""

    title: str
    language: str
    words: str


class TitleTakenError(Exception):
    """Another prepared answer of this language has the title: nobody could tell them apart."""


def prepare_answer(answer_id: str | None, prepared: Prepared, *, by: str, now: datetime) -> None:
    """Keep the answer, a new one where `answer_id` is None; one deleted meanwhile is made again.

    Raises TitleTakenError.
    """
    with transaction() as session:
        if _is_taken(session, prepared, answer_id):
            raise TitleTakenError
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


def _is_taken(session: Session, prepared: Prepared, answer_id: str | None) -> bool:
    """Whether another answer looks the same in a list, capitals or not."""
    alike = select(CannedAnswer.id, CannedAnswer.title).where(
        CannedAnswer.language == prepared.language, CannedAnswer.id != (answer_id or "")
    )
    title = prepared.title.casefold()
    return any(row.title.casefold() == title for row in session.execute(alike))
