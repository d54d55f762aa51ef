"""What the head of every page of a job says, in one statement."""

from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.customer import Registration
from webapp.models.job import Album, Job
from webapp.models.price_list import PriceList


@dataclass(frozen=True)
class JobHead:
    """Counts of a job, and the name of its price list ('' without one)."""

    albums: int
    customers: int
    price_list: str


def job_head(job: Job) -> JobHead:
    """The facts below the name of a job."""
    albums, customers, price_list = db.session.execute(
        select(
            select(func.count()).where(Album.job_id == job.id, Album.is_shown).scalar_subquery(),
            select(func.count()).where(Registration.job_id == job.id).scalar_subquery(),
            select(PriceList.name).where(PriceList.id == job.price_list_id).scalar_subquery(),
        )
    ).one()
    return JobHead(albums, customers, price_list or "")
