"""What a studio has bought: its plan, and the storage that its uploads may fill (D1, D5)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.domain.actors import Actor
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.models.trash import WITH_TRASH
from webapp.use_cases.recording import Change, record_of_studio
from webapp.use_cases.set_studio_mail import NoSuchStudioError

GIGABYTE = 1000**3
MOST_GIGABYTES = 1_000_000
LONGEST_PLAN = 40
DEED = "plan-changed"


@dataclass(frozen=True)
class Quota:
    """Bytes that a studio had, has now, and uses; with more used than it has, uploads are refused
    until something is deleted, and nothing is taken from it."""

    before: int
    now: int
    used: int


def set_quota(
    slug: str, gigabytes: int | None, *, by: Actor, now: datetime, plan: str | None = None
) -> Quota:
    """Give the studio of this address so many gigabytes (1000³ bytes), and a plan by name.

    None leaves either as it is. What changed is recorded in the studio's history with both values
    (S8); what stays is not. NoSuchStudioError.
    """
    with transaction() as session:
        studio = session.scalar(select(Studio).where(Studio.slug == slug).with_for_update())
        if studio is None:
            raise NoSuchStudioError(slug)
        before, plan_before = studio.quota_bytes, studio.plan
        studio.quota_bytes = before if gigabytes is None else gigabytes * GIGABYTE
        studio.plan = plan_before if plan is None else plan
        told = (
            Change("plan", plan_before, studio.plan),
            Change("quota_bytes", before, studio.quota_bytes),
        )
        if changes := [change for change in told if change.before != change.after]:
            record_of_studio(session, studio.id, by=by, now=now, deed=DEED, changes=changes)
        used = session.scalar(
            select(func.sum(Job.original_bytes + Job.trash_bytes)).where(
                Job.studio_id == studio.id
            ),
            execution_options=WITH_TRASH,
        )
        return Quota(before, studio.quota_bytes, int(used or 0))
