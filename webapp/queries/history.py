"""The history of a job, newest first (S8)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select

from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.queries.acting import LOOKS

PAGE_SIZE = 50


def history_page(job_id: str, *, asked: int) -> tuple[Sequence[HistoryEntry], Page]:
    """One page of a job's records, and which page it is; looks of support are not among them."""
    total = db.session.scalar(select(func.count()).where(_changes_of(job_id))) or 0
    page = Page(asked, total, PAGE_SIZE)
    return _newest(job_id, offset=page.offset, limit=page.size), page


def last_entries(job_id: str, *, limit: int) -> Sequence[HistoryEntry]:
    """The newest records of a job, without looks of support."""
    return _newest(job_id, offset=0, limit=limit)


def _newest(job_id: str, *, offset: int, limit: int) -> Sequence[HistoryEntry]:
    return db.session.scalars(
        select(HistoryEntry)
        .where(_changes_of(job_id))
        .order_by(HistoryEntry.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def _changes_of(job_id: str) -> ColumnElement[bool]:
    """Looks would drown what has happened: they have lines of their own (see `last_looks`)."""
    return and_(HistoryEntry.job_id == job_id, HistoryEntry.deed.not_in(LOOKS))
