"""What the studio needs to enter an order for somebody: pictures, products, customers (A9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from webapp.domain.access import WHOLE_JOB, Key
from webapp.domain.picture_numbers import MOST, read_numbers
from webapp.models.base import db
from webapp.models.customer import Customer, Registration
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.order import Order
from webapp.models.photo import Photo
from webapp.models.price_list import Product
from webapp.queries.gallery import visible
from webapp.queries.searching import has_words
from webapp.queries.sets import sets_of

MOST_FOUND = 30
MOST_CUSTOMERS = 500
_VALID = AccessCode.revoked_at.is_(None)


@dataclass(frozen=True)
class Whose:
    """A person or an album whose pictures can be chosen; `key` as `choice_of` takes it."""

    key: str
    name: str
    album: str


@dataclass(frozen=True)
class Choice:
    """The pictures that were chosen, at most 60 of `total`; `whose` '': chosen by their numbers.

    `code_id`: the valid code that opens just these; None: no set of them can be ordered.
    """

    whose: str
    photos: Sequence[Photo]
    total: int
    code_id: str | None = None


def found_people(job_id: str, typed: str) -> list[Whose]:
    """Persons and albums of the job with every one of these words in their names."""
    words = typed.split()
    people = db.session.execute(
        select(Person.id, Person.name, Album.name)
        .outerjoin(Album, Album.id == Person.album_id)
        .where(Person.job_id == job_id, has_words(words, (Person.name, Album.name)))
        .order_by(func.lower(Person.name), Person.id)
        .limit(MOST_FOUND)
    )
    albums = db.session.execute(
        select(Album.id, Album.name)
        .where(Album.job_id == job_id, Album.is_shown, has_words(words, (Album.name,)))
        .order_by(Album.position, Album.name, Album.id)
        .limit(MOST_FOUND)
    )
    return [
        *(Whose(f"person-{row_id}", name, album or "") for row_id, name, album in people),
        *(Whose(f"album-{row_id}", name, "") for row_id, name in albums),
    ]


def choice_of(job_id: str, key: str) -> Choice | None:
    """The pictures of a person ('person-…'), of an album ('album-…') or of numbers ('0412, 413').

    None: that is nobody and nothing in this job.
    """
    kind, _dash, row_id = key.partition("-")
    if kind == "person":
        return _of_person(job_id, row_id)
    if kind == "album":
        return _of_album(job_id, row_id)
    numbers = read_numbers(key)
    if numbers is None:
        return None
    photos = db.session.scalars(_shown(job_id, WHOLE_JOB).where(Photo.number.in_(numbers))).all()
    return Choice("", photos, len(photos)) if photos else None


def photos_to_order(job_id: str, photo_ids: Sequence[str]) -> dict[str, Photo]:
    """Those of these photos that the job has and that can be shown, by id."""
    found = db.session.scalars(
        select(Photo)
        .options(joinedload(Photo.album))
        .where(Photo.job_id == job_id, Photo.id.in_(photo_ids), visible([WHOLE_JOB]))
    )
    return {photo.id: photo for photo in found}


def codes_to_order(job_id: str, code_ids: Sequence[str]) -> dict[str, AccessCode]:
    """Those of these codes that are the job's and open a picture of it now, by id."""
    found = db.session.scalars(
        select(AccessCode).where(AccessCode.job_id == job_id, AccessCode.id.in_(code_ids), _VALID)
    ).all()
    sets = sets_of([code.id for code in found])
    return {code.id: code for code in found if sets[code.id].pictures}


def products_to_order(job: Job) -> Sequence[Product]:
    """What is sold of the job's pictures, in the order of its price list."""
    return db.session.scalars(
        select(Product)
        .options(joinedload(Product.price_list))
        .where(Product.price_list_id == job.price_list_id, Product.is_sold)
        .order_by(Product.position, Product.price, Product.id)
    ).all()


def customers_of(job_id: str) -> Sequence[Customer]:
    """Who registered for the job and can be written to by mail, by name."""
    return db.session.scalars(
        select(Customer)
        .join(Registration, Registration.customer_id == Customer.id)
        .where(Registration.job_id == job_id, Customer.email.is_not(None))
        .order_by(func.lower(Customer.name), Customer.email)
        .limit(MOST_CUSTOMERS)
    ).all()


def last_order_of(customer_id: str) -> Order | None:
    """Their last order that says where it goes: its address is offered again."""
    return db.session.scalar(
        select(Order)
        .where(Order.customer_id == customer_id, Order.street != "")
        .order_by(Order.number.desc())
        .limit(1)
    )


def order_of_form(studio_id: str, form_token: str) -> str | None:
    """The order that this form has entered already."""
    return db.session.scalar(
        select(Order.id).where(Order.studio_id == studio_id, Order.form_token == form_token)
    )


def _of_person(job_id: str, person_id: str) -> Choice | None:
    person = db.session.scalar(
        select(Person).where(Person.id == person_id, Person.job_id == job_id)
    )
    if person is None:
        return None
    code_id = _valid_code(AccessCode.person_id == person_id)
    return _choice(job_id, person.name, Key(person_id, person.album_id), code_id)


def _of_album(job_id: str, album_id: str) -> Choice | None:
    album = db.session.scalar(
        select(Album).where(Album.id == album_id, Album.job_id == job_id, Album.is_shown)
    )
    if album is None:
        return None
    code_id = _valid_code(AccessCode.album_id == album_id)
    return _choice(job_id, album.name, Key(None, album_id), code_id)


def _valid_code(holder: ColumnElement[bool]) -> str | None:
    return db.session.scalar(select(AccessCode.id).where(holder, _VALID))


def _choice(job_id: str, whose: str, key: Key, code_id: str | None) -> Choice:
    shown = _shown(job_id, key)
    total = db.session.scalar(select(func.count()).select_from(shown.subquery())) or 0
    photos = db.session.scalars(shown.order_by(None).order_by(Photo.is_group, Photo.number))
    return Choice(whose, photos.fetchmany(MOST), total, code_id if total else None)


def _shown(job_id: str, key: Key) -> Select[Photo]:
    return select(Photo).where(Photo.job_id == job_id, visible([key])).order_by(Photo.number)
