"""The demo's studio, if this installation has one, and how much there is to see in it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.studio import Member, Studio


@dataclass(frozen=True)
class DemoStudio:
    """A studio made by the demo, with its first member."""

    id: str
    slug: str
    member_id: str
    jobs: int
    photos: int


def demo_studio() -> DemoStudio | None:
    """The demo's studio; None: there is none, or it was removed."""
    found = db.session.execute(
        select(Studio.id, Studio.slug, Member.id)
        .join(Member, Member.studio_id == Studio.id)
        .where(Studio.is_demo)
        .order_by(Studio.created_at, Member.created_at)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    studio_id, slug, member_id = found
    figures = select(func.count(Job.id), func.coalesce(func.sum(Job.photo_count), 0))
    jobs, photos = db.session.execute(figures.where(Job.studio_id == studio_id)).one()
    return DemoStudio(studio_id, slug, member_id, jobs, photos)
