"""Where something that is set up once is used: by how many jobs, and the newest of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.models.base import db
from webapp.models.job import Job

NAMED = 3


@dataclass(frozen=True)
class Use:
    """How many jobs use it, and the newest of them: pairs of id and public name."""

    jobs: int = 0
    first: Sequence[tuple[str, str]] = ()


def uses_by(studio_id: str, column: InstrumentedAttribute[str | None]) -> dict[str | None, Use]:
    """By the value of a job's column, in one statement; None: jobs that use nothing of the kind."""
    by_age = (Job.created_at.desc(), Job.id)
    ranked = (
        select(
            column.label("used_id"),
            Job.id,
            Job.public_name,
            func.count().over(partition_by=column).label("jobs"),
            func.row_number().over(partition_by=column, order_by=by_age).label("place"),
        )
        .where(Job.studio_id == studio_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ranked).where(ranked.c.place <= NAMED).order_by(ranked.c.place)
    ).all()
    named: dict[str | None, list[tuple[str, str]]] = defaultdict(list)
    counted: dict[str | None, int] = {}
    for row in rows:
        named[row.used_id].append((row.id, row.public_name))
        counted[row.used_id] = row.jobs
    return defaultdict(Use, {each: Use(counted[each], named[each]) for each in counted})


def use_by(
    studio_id: str,
    column: InstrumentedAttribute[str | None],
    used_id: str,
    *,
    named: int = NAMED,
) -> Use:
    """The jobs with this value in the column; `named`: how many of them are named."""
    found = db.session.execute(
        select(Job.id, Job.public_name)
        .where(Job.studio_id == studio_id, column == used_id)
        .order_by(Job.created_at.desc(), Job.id)
    ).all()
    return Use(len(found), [(row.id, row.public_name) for row in found[:named]])
