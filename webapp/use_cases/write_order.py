"""An order is written down: as everything was when it was placed, whoever enters it (A9).

Called inside the transaction of another deed, which holds the studio (numbers are given once) and
the jobs (nothing of them leaves the shop meanwhile) and has made sure that this can be ordered.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor, ActorKind
from webapp.domain.downloads import FILES_LAST
from webapp.domain.pricing import totals_of
from webapp.domain.product_kinds import Part, has_files
from webapp.models.base import new_id
from webapp.models.customer import Customer
from webapp.models.job import AccessCode, Job, Person
from webapp.models.order import Order, OrderedPhoto, OrderLine
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.price_list import Product
from webapp.models.studio import Studio
from webapp.queries.price_lists import parts_of, priced
from webapp.queries.sets import pictures_of
from webapp.use_cases.order_events import note_event

_TOKEN_BYTES = 24
_FIRST_NUMBER = 1001
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Buyer:
    """Who orders, how they pay, and where to; `country` in two letters, '' without an address.

    `consent`: the words with which they asked for messages about the pictures, '' if they did not.
    """

    name: str
    email: str
    street: str
    postcode: str
    city: str
    country: str
    language: str
    consent: str = ""
    payment: str = "invoice"


@dataclass(frozen=True)
class Wanted:
    """A line to be ordered: a product of one picture, or of all that an access code opens.

    `person`, `group`: whose pictures these are, for the packing list; '': as the picture says.
    """

    job: Job
    product: Product
    quantity: int = 1
    photo: Photo | None = None
    access_code: AccessCode | None = None
    note: str = ""
    person: str = ""
    group: str = ""


def write_order(
    session: Session,
    studio: Studio,
    customer: Customer,
    buyer: Buyer,
    lines: Sequence[Wanted],
    *,
    is_posted: bool,
    form_token: str,
    by: Actor,
    now: datetime,
    basket_id: str | None = None,
) -> Order:
    """Write the order with its lines, pictures and history, and give it the next number.

    `is_posted`: what is printed is sent, which costs the parcel. Files that were bought can be
    fetched for 42 days (A9). Raises ValueError for a set without pictures: nobody pays for nothing.
    """
    parts = parts_of({line.product.id for line in lines})
    totals = totals_of(
        [priced(line.product, line.quantity, parts.get(line.product.id, ())) for line in lines],
        is_posted=is_posted,
    )
    order = Order(
        id=new_id(),
        studio_id=studio.id,
        customer_id=customer.id,
        basket_id=basket_id,
        number=_next_number(session, studio.id),
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        form_token=form_token,
        state="open",
        name=buyer.name,
        email=buyer.email,
        street=buyer.street,
        postcode=buyer.postcode,
        city=buyer.city,
        country=buyer.country,
        payment=buyer.payment,
        language=buyer.language,
        currency=studio.currency,
        shipping=totals.shipping,
        tax=totals.tax,
        total=totals.total,
        placed_at=now,
        placed_by="" if by.kind is ActorKind.CUSTOMER else by.name,
    )
    session.add(order)
    order.lines = _snapshots(session, order.id, lines, parts)
    if any(picture.is_file for line in order.lines for picture in line.photos):
        order.downloads_until = now + FILES_LAST
    session.flush()
    note_event(session, order, "placed", by=by, now=now)
    session.flush()
    return order


def _next_number(session: Session, studio_id: str) -> int:
    last = session.scalar(select(func.max(Order.number)).where(Order.studio_id == studio_id))
    return last + 1 if last else _FIRST_NUMBER


def _snapshots(
    session: Session, order_id: str, lines: Sequence[Wanted], parts: dict[str, tuple[Part, ...]]
) -> list[OrderLine]:
    """The lines as they are at this moment, with the pictures that each needs."""
    people = _people_in(session, [line.photo.id for line in lines if line.photo])
    return [
        OrderLine(
            position=position,
            job_id=line.job.id,
            photo_id=line.photo.id if line.photo else None,
            product_id=line.product.id,
            job_name=line.job.public_name,
            photo_number=line.photo.number if line.photo else None,
            product_name=line.product.name,
            product_kind=line.product.kind,
            unit_price=line.product.price,
            tax_rate=line.product.price_list.tax_rate,
            quantity=line.quantity,
            note=line.note,
            person_name=(line.person or _person(line, people))[:_LONGEST_NAME],
            group_name=line.group or _group(line),
            parts=[asdict(part) for part in parts.get(line.product.id, ())],
            photos=_pictures(order_id, line, parts.get(line.product.id, ())),
        )
        for position, line in enumerate(lines, start=1)
    ]


def _pictures(order_id: str, line: Wanted, parts: Sequence[Part]) -> list[OrderedPhoto]:
    """The pictures that the line needs: its own, or all that the code opens now."""
    pictures = [line.photo] if line.photo else []
    if line.access_code:
        pictures = [*pictures_of(line.access_code)]
    if not pictures:
        raise ValueError("a line of an order holds no picture")
    is_file = has_files(line.product.kind, parts)
    return [
        OrderedPhoto(order_id=order_id, photo_id=each.id, number=each.number, is_file=is_file)
        for each in pictures
    ]


def _people_in(session: Session, photo_ids: Sequence[str]) -> dict[str, str]:
    """Who is in each of these pictures, by name."""
    rows = session.execute(
        select(PhotoPerson.photo_id, Person.name)
        .join(Person, Person.id == PhotoPerson.person_id)
        .where(PhotoPerson.photo_id.in_(photo_ids))
        .order_by(Person.name)
    )
    names: defaultdict[str, list[str]] = defaultdict(list)
    for photo_id, name in rows:
        names[photo_id].append(name)
    return {photo_id: ", ".join(people) for photo_id, people in names.items()}


def _person(line: Wanted, people: dict[str, str]) -> str:
    """Whose pictures these are; a group picture alone does not say."""
    if line.access_code:
        return line.access_code.person.name if line.access_code.person else ""
    if line.photo is None or line.photo.is_group:
        return ""
    return people.get(line.photo.id, "")


def _group(line: Wanted) -> str:
    code = line.access_code
    if code is None:
        return line.photo.album.name if line.photo else ""
    album = code.album or (code.person.album if code.person else None)
    return album.name if album else ""
