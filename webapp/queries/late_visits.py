"""Who came too late: visitors who met the archived note of a job, each once a local day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.late import LateVisit


@dataclass(frozen=True)
class LateVisits:
    """How many browsers came after archiving, on how many local days, and how often in all.

    A browser counts once a day; `visits` sums the days of all of them.
    """

    visitors: int = 0
    days: int = 0
    visits: int = 0


def late_visits(job_id: str) -> LateVisits:
    """The demand that a job has missed since it left the shop, over all its archivings."""
    counted = select(
        func.count(func.distinct(LateVisit.visitor_id)),
        func.count(func.distinct(LateVisit.day)),
        func.count(),
    ).where(LateVisit.job_id == job_id)
    return LateVisits(*db.session.execute(counted).one())


def is_counted(job_id: str, visitor_id: str, day: date) -> bool:
    """Whether the browser was counted already on this local day."""
    return db.session.get(LateVisit, (job_id, day, visitor_id)) is not None
