"""What an outage has to find: a studio whose jobs fall due, are bought from, and take uploads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from tests.support.builders import (
    a_basket,
    a_basket_line,
    a_customer,
    a_job,
    a_product,
    a_profile,
    a_registration,
    a_studio,
    a_visitor,
    price_list_of,
)
from tests.support.keeping import an_uploaded_photo, make_ready
from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.store import PhotoStore

FAMILIES = 2
EMAIL = "owner@example.org"
__all__ = ["EMAIL", "FAMILIES", "PASSWORD", "Prepared", "prepare"]


@dataclass(frozen=True)
class Prepared:
    """Ids and cookies. `due` fall due one minute of the business after the other."""

    slug: str
    due: tuple[str, ...]
    tokens: tuple[str, ...]
    renamed: str
    filled: str


def prepare(store: PhotoStore, *, due: int, orders: int, begins: datetime) -> Prepared:
    """Needs an app context, and leaves nothing open in it."""
    studio = a_studio(slug="nord")
    a_member_who_signs_in(studio, email=EMAIL)
    profile = a_profile(studio, triggers=(("archived", 0),))
    jobs = [_due_job(studio, profile, store, at=begins + timedelta(minutes=n)) for n in range(due)]
    tokens = _baskets(studio, store, orders)
    renamed, filled = a_job(studio).id, a_job(studio).id
    found = Prepared(studio.slug, tuple(jobs), tokens, renamed, filled)
    db.session.remove()
    return found


def _due_job(studio, profile, store, *, at):
    """On sale until that instant, with people to be told, and a basket that has to be emptied."""
    job = a_job(
        studio,
        status="selling",
        archive_on=at.date(),
        access_type="public",
        communication_profile_id=profile.id,
    )
    photo = db.session.get_one(Photo, an_uploaded_photo(job, store))
    product = a_product(price_list_of(job))
    for _ in range(FAMILIES):
        customer = a_customer(studio)
        a_registration(job, customer)
    a_basket_line(a_basket(a_visitor(studio)), photo, product)
    with transaction() as session:
        session.execute(update(Job).where(Job.id == job.id).values(stop_at=at))
    return job.id


def _baskets(studio, store, number):
    """Each of another visitor, all of one job that stays on sale; the cookies."""
    job = a_job(studio, status="selling", access_type="public")
    photo_id = an_uploaded_photo(job, store)
    make_ready(store, photo_id)
    photo, product = db.session.get_one(Photo, photo_id), a_product(price_list_of(job))
    tokens = tuple(f"a-visitor-of-the-outage-{n}" for n in range(number))
    for token in tokens:
        a_basket_line(a_basket(a_visitor(studio, token)), photo, product)
    return tokens
