"""A communication profile goes, with its notifications; what was sent stays in the ledger."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.message import Notification
from webapp.use_cases.holding_profile import held_profile


class ProfileInUseError(Exception):
    """Jobs use it; they need another profile first. Carries their ids."""

    def __init__(self, job_ids: Sequence[str]) -> None:
        super().__init__(f"{len(job_ids)} jobs use it")
        self.job_ids = job_ids


def delete_profile(studio_id: str, profile_id: str) -> None:
    """Delete it; UnknownProfileError, StandardProfileError (C4), ProfileInUseError."""
    with transaction() as session:
        profile = held_profile(session, studio_id, profile_id, to_delete=True)
        used_by = session.scalars(
            select(Job.id).where(Job.communication_profile_id == profile_id)
        ).all()
        if used_by:
            raise ProfileInUseError(used_by)
        session.execute(delete(Notification).where(Notification.profile_id == profile_id))
        session.delete(profile)
