"""The history of a job, newest first (S8)."""

from collections.abc import Sequence

from sqlalchemy import func, select

from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.history import HistoryEntry

PAGE_SIZE = 50


def history_page(job_id: str, *, asked: int) -> tuple[Sequence[HistoryEntry], Page]:
    """One page of a job's records, and which page it is."""
    total = db.session.scalar(select(func.count()).where(HistoryEntry.job_id == job_id)) or 0
    page = Page(asked, total, PAGE_SIZE)
    return _newest(job_id, offset=page.offset, limit=page.size), page


def last_entries(job_id: str, *, limit: int) -> Sequence[HistoryEntry]:
    """The newest records of a job."""
    return _newest(job_id, offset=0, limit=limit)


def _newest(job_id: str, *, offset: int, limit: int) -> Sequence[HistoryEntry]:
    return db.session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.job_id == job_id)
        .order_by(HistoryEntry.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
