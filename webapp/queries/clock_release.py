"""What releasing a held clock sets off: counted by what the worker itself asks (invariant 5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from webapp.models.base import db
from webapp.models.message import Message
from webapp.queries.due_jobs import count_due
from webapp.queries.next_messages import is_due
from webapp.queries.reopenings import due_reopenings
from webapp.queries.retention import concerned, has_run_out
from webapp.queries.trash import due_trash_facts
from webapp.queries.visitors import expired_visitors


@dataclass(frozen=True)
class ReleaseFacts:
    """How many of what the worker does next, by the clock as it is.

    `messages` are looked at again first, and photos of `retention_jobs` that an order needs stay:
    of both it may be fewer.
    """

    jobs: int = 0
    reopenings: int = 0
    messages: int = 0
    trash_studios: int = 0
    trash_photos: int = 0
    retention_jobs: int = 0
    visitors: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is due."""
        return not any(vars(self).values())


def release_facts(*, now: datetime, machine_now: datetime) -> ReleaseFacts:
    """What is due by both clocks at this moment."""
    studios, photos = due_trash_facts(now)
    return ReleaseFacts(
        jobs=count_due(now=now),
        reopenings=_count(due_reopenings(now)),
        messages=_count(select(Message.id).where(*is_due(now))),
        trash_studios=studios,
        trash_photos=photos,
        retention_jobs=sum(
            has_run_out(job, studio, now=now) for job, studio in concerned(db.session(), now=now)
        ),
        visitors=_count(expired_visitors(machine_now)),
    )


def _count(found: Select[*tuple[Any, ...]]) -> int:
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
