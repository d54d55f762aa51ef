"""A shop with one shoot on sale, and a parent who holds the code of one child."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from tests.support.builders import (
    a_code,
    a_job,
    a_person,
    a_photo,
    a_price_list,
    a_product,
    a_studio,
    an_album,
)
from webapp.models.base import db
from webapp.models.job import Album, Job, Person
from webapp.models.photo import Photo
from webapp.models.price_list import PriceList, Product
from webapp.models.studio import Studio

CODE = "K7MW-9Q3X-4T2P"


@dataclass
class Shop:
    """What stands in the shop: Mia's pictures 1 and 2, the class photo 3, Ben's picture 4."""

    studio: Studio
    job: Job
    album: Album
    mia: Person
    photos: list[Photo]
    price_list: PriceList
    product: Product
    home: str

    @property
    def page(self):
        """The address of the shoot."""
        return f"{self.home}/jobs/{self.job.id}"

    def large(self, photo=None):
        """The address of the large view of a picture."""
        return f"{self.page}/photos/{(photo or self.photos[0]).id}"

    def bytes_of(self, photo=None, size="gallery"):
        """The address of the bytes of a picture."""
        return f"{self.page}/pictures/{(photo or self.photos[0]).id}/{size}"


@pytest.fixture
def shop(app):
    """Archiving on Thursday, 26 November 2026, without a delay; now it is Monday the 23rd."""
    studio = a_studio(phone="+49 341 555 01 20")
    price_list = a_price_list(studio)
    product = a_product(price_list)
    job = a_job(
        studio,
        status="selling",
        archive_on=date(2026, 11, 26),
        access_type="person",
        price_list_id=price_list.id,
    )
    album = an_album(job, "Class 2b")
    mia, ben = a_person(job, "Mia Berger", album), a_person(job, "Ben Novak", album)
    photos = [
        a_photo(job, album, persons=[mia]),
        a_photo(job, album, persons=[mia]),
        a_photo(job, album, is_group=True),
        a_photo(job, album, persons=[ben]),
    ]
    a_code(job, person=mia)
    return Shop(studio, job, album, mia, photos, price_list, product, f"/shop/{studio.slug}")


@pytest.fixture
def parent(client, shop):
    """A visitor who has typed the code on Mia's card."""
    assert client.submit(shop.home, code=CODE).status_code == 303
    return client


@pytest.fixture
def planned(shop):
    """A shoot for everybody whose pictures are to come."""
    return a_job(shop.studio, status="planning", access_type="public")


@pytest.fixture
def leave(client, shop, planned):
    """Leave an address for the planned shoot."""

    def send(**fields):
        return client.submit(f"{shop.home}/jobs/{planned.id}", **fields)

    return send


def fill(parent, shop, photo=None):
    """Put the product of a picture into the basket, as the large view's button does."""
    answer = parent.submit(shop.large(photo), ".prods form")
    assert answer.status_code == 303, answer.status
    return answer


def rows(table):
    """Every committed row of a table."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(table)).all()
