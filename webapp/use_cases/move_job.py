"""A change of status with everything that belongs to it, in the transaction of the deed (S1, A8).

The caller holds the job's row lock, has checked the move and has stored the other settings.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.domain.archiving import local_day
from webapp.domain.deriving import Turn
from webapp.domain.more_time import told_last_day
from webapp.domain.status import Move, Status
from webapp.models.job import Job
from webapp.queries.basket_counts import Products, in_baskets
from webapp.use_cases import basket_lines
from webapp.use_cases.answer_more_time import grant
from webapp.use_cases.archive_jobs import archive
from webapp.use_cases.close_reopenings import close_for_everybody
from webapp.use_cases.plan_messages import replan
from webapp.use_cases.turns import give_turn


def carry_out(session: Session, job: Job, move: Move, *, now: datetime) -> dict[str, int]:
    """Change the status with everything that belongs to it; what was counted, for the record.

    The messages follow in the same transaction, whether the status has changed or only a date or
    the profile (C6).
    """
    if move.archives:
        return archive(session, [job.id], now=now)[job.id].counts
    counts: dict[str, int] = {}
    if move.goes_on_sale:
        counts = _put_on_sale(session, job, now=now)
    elif move.pauses:
        counts = _pause(session, job, now=now)
    replanned, _planned = replan(session, job, now=now)
    return counts | replanned.counts


def _put_on_sale(session: Session, job: Job, *, now: datetime) -> dict[str, int]:
    job.status = Status.SELLING.value
    job.archived_at = None
    job.selling_since = job.announced_at = now
    session.flush()
    give_turn(session, [job.id], Turn.ON_SALE)
    close_for_everybody(session, job, now=now)
    back = basket_lines.bring_back(session, job.id, job.price_list_id, now=now)
    told = grant(session, job, _last_day(job, now=now), now=now)
    return _not_nought(lines_returned=back.products, baskets_refilled=back.baskets, asked_told=told)


def _last_day(job: Job, *, now: datetime) -> date | None:
    return told_last_day(job.archive_plan, local_day(now, job.studio.time_zone))


def _pause(session: Session, job: Job, *, now: datetime) -> dict[str, int]:
    job.status = Status.PLANNING.value
    session.flush()
    give_turn(session, [job.id], Turn.IN_PREPARATION)
    lines = in_baskets(session, [job.id]).get(job.id, Products())
    basket_lines.take_out(session, [job.id], now=now)
    return _not_nought(lines_removed=lines.products, baskets_changed=lines.baskets)


def _not_nought(**counts: int) -> dict[str, int]:
    return {name: value for name, value in counts.items() if value}
