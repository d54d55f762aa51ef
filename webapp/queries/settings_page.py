"""What the settings page of a job offers and counts."""

from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.domain.notifications import Trigger
from webapp.domain.settings import JobSettings
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile
from webapp.models.price_list import PriceList, Product
from webapp.models.studio import Studio
from webapp.queries.job_facts import settings_of
from webapp.queries.message_facts import rules_of
from webapp.queries.owed_messages import customers_to_remind


def stored_settings(job: Job) -> JobSettings:
    """The settings of the job as they are stored."""
    return settings_of(job)


@dataclass(frozen=True)
class OfferedPriceList:
    """A price list to choose: products sold, and the lowest price in minor units."""

    id: str
    name: str
    products: int
    lowest: int


def price_lists(studio: Studio, *, used: str | None = None) -> list[OfferedPriceList]:
    """The studio's price lists, by name: an archived one only where it is `used`, by its id."""
    found = db.session.execute(
        select(
            PriceList.id,
            PriceList.name,
            func.count(Product.id),
            func.coalesce(func.min(Product.price), 0),
        )
        .outerjoin(Product, (Product.price_list_id == PriceList.id) & Product.is_sold)
        .where(
            PriceList.studio_id == studio.id,
            PriceList.archived_at.is_(None) | (PriceList.id == used),
        )
        .group_by(PriceList.id)
        .order_by(PriceList.name)
    )
    return [OfferedPriceList(*row) for row in found]


def profiles(studio: Studio) -> list[CommunicationProfile]:
    """The studio's communication profiles, the standard one first (C4)."""
    return list(
        db.session.scalars(
            select(CommunicationProfile)
            .where(CommunicationProfile.studio_id == studio.id)
            .order_by(CommunicationProfile.is_standard.desc(), CommunicationProfile.name)
        )
    )


def notifications(profile_id: str | None) -> list[tuple[Trigger, int]]:
    """Trigger and offset (days, or hours of a basket) of a profile's notifications, in order."""
    return [(rule.trigger, rule.offset) for rule in rules_of(db.session(), profile_id)]


def reminded(job: Job, profile_id: str | None, *, days_left: int) -> int:
    """Customers whom the profile will remind, counted for the live sentence (A3)."""
    return customers_to_remind(db.session(), job.id, profile_id, days_left=days_left)
