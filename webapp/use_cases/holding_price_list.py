"""A price list under its lock, and what is asked of it before anything changes.

The order of locks is that of baskets, the list behind its jobs: studio, jobs by id, price list.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.job import Job
from webapp.models.price_list import PriceList, Product
from webapp.models.studio import Studio

LONGEST_NAME = 80


class UnknownPriceListError(Exception):
    """The studio has no such price list or product, or has deleted it meanwhile."""


class PriceListNameTakenError(Exception):
    """The studio has a price list of this name."""


class ChangedMeanwhileError(Exception):
    """Somebody else has stored other values since the form was shown (S7)."""


def held_price_list(
    session: Session, studio_id: str, price_list_id: str, *, to_delete: bool = False
) -> PriceList:
    """The studio's own list, locked; UnknownPriceListError.

    `to_delete`: also against jobs that are just choosing it.
    """
    price_list = session.scalar(
        select(PriceList)
        .where(PriceList.id == price_list_id, PriceList.studio_id == studio_id)
        .with_for_update(key_share=not to_delete)
    )
    if price_list is None:
        raise UnknownPriceListError(price_list_id)
    return price_list


def held_product(session: Session, price_list: PriceList, product_id: str) -> Product:
    """A product of a held list; UnknownPriceListError when it was deleted meanwhile."""
    product = session.scalar(
        select(Product).where(Product.id == product_id, Product.price_list_id == price_list.id)
    )
    if product is None:
        raise UnknownPriceListError(product_id)
    return product


def hold_jobs_using(session: Session, price_list_id: str) -> None:
    """The jobs that sell from a list: nothing of it goes into a basket before this is through."""
    jobs = select(Job.id).where(Job.price_list_id == price_list_id).order_by(Job.id)
    session.execute(jobs.with_for_update())


def hold_names(session: Session, studio_id: str) -> None:
    """Names of a studio's lists are given one after the other, under the studio's lock."""
    session.get_one(Studio, studio_id, with_for_update=True)


def is_taken(session: Session, studio_id: str, name: str, *, but: str = "") -> bool:
    """Whether another list of the studio than `but` has this name."""
    found = session.scalar(
        select(PriceList.id).where(
            PriceList.studio_id == studio_id, PriceList.name == name, PriceList.id != but
        )
    )
    return found is not None
