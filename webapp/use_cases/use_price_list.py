"""Several jobs sell from one price list from now on; placed orders stay as they are (A9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.price_list_use import UsePlan
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.price_list import PriceList
from webapp.queries.price_list_use import plan_use
from webapp.use_cases.holding_price_list import held_price_list
from webapp.use_cases.recording import Change, record


class PriceListArchivedError(Exception):
    """An archived list is offered to no further job."""


@dataclass(frozen=True)
class Outcome:
    """What came of it: stored, or the plan that has to be confirmed first (S5)."""

    plan: UsePlan
    stored: bool


def use_price_list(
    studio_id: str,
    price_list_id: str,
    job_ids: Sequence[str],
    *,
    confirmed: str | None,
    by: Actor,
    now: datetime,
) -> Outcome:
    """Give these jobs the list, all or none; archived ones and those that use it are left out.

    One record in each job's history (S8). `confirmed` is the fingerprint of the window; with
    products in baskets that are not on the list, another one than now is due asks again (S5).
    UnknownPriceListError, PriceListArchivedError.
    """
    with transaction() as session:
        _hold(session, studio_id, job_ids)
        price_list = held_price_list(session, studio_id, price_list_id)
        if price_list.archived_at:
            raise PriceListArchivedError(price_list_id)
        plan = plan_use(session, studio_id, price_list_id, job_ids)
        if plan.needs_confirmation and confirmed != plan.fingerprint:
            return Outcome(plan, stored=False)
        for each in plan.jobs:
            _take(session, session.get_one(Job, each.job_id), price_list, by=by, now=now)
        return Outcome(plan, stored=True)


def _hold(session: Session, studio_id: str, job_ids: Sequence[str]) -> None:
    jobs = select(Job.id).where(Job.id.in_(job_ids), Job.studio_id == studio_id).order_by(Job.id)
    session.execute(jobs.with_for_update(of=Job))


def _take(session: Session, job: Job, price_list: PriceList, *, by: Actor, now: datetime) -> None:
    before = session.get(PriceList, job.price_list_id) if job.price_list_id else None
    changes = [Change("price_list_id", before.name if before else None, price_list.name)]
    job.price_list_id = price_list.id
    job.version += 1
    record(session, job, by=by, now=now, deed="settings-saved", changes=changes)
