"""A studio gets more or less storage: what its uploads are measured against (D1, D5)."""

from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.models.trash import WITH_TRASH
from webapp.use_cases.set_studio_mail import NoSuchStudioError

GIGABYTE = 1000**3


@dataclass(frozen=True)
class Quota:
    """Bytes that a studio had, has now, and uses; with more used than it has, uploads are refused
    until something is deleted, and nothing is taken from it."""

    before: int
    now: int
    used: int


def set_quota(slug: str, gigabytes: int) -> Quota:
    """Give the studio of this address so many gigabytes (1000³ bytes). NoSuchStudioError."""
    with transaction() as session:
        studio = session.scalar(select(Studio).where(Studio.slug == slug).with_for_update())
        if studio is None:
            raise NoSuchStudioError(slug)
        before, studio.quota_bytes = studio.quota_bytes, gigabytes * GIGABYTE
        used = session.scalar(
            select(func.sum(Job.original_bytes + Job.trash_bytes)).where(
                Job.studio_id == studio.id
            ),
            execution_options=WITH_TRASH,
        )
        return Quota(before, studio.quota_bytes, int(used or 0))
