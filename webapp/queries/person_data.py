"""Everything that is known of one person of a job: for the export and the deletion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from webapp.models.base import db
from webapp.models.customer import Customer, Registration
from webapp.models.job import AccessCode, Person
from webapp.models.order import Order, OrderLine
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.trash import WITH_TRASH
from webapp.queries.customer_data import TO_DELIVER
from webapp.queries.needed_photos import NeedingOrder, orders_needing


@dataclass(frozen=True)
class PersonData:
    """A person, with what hangs on them.

    `own`: photos of nobody else, and the pictures of their QR card; they go with the person.
    `shared`: photos in which others are too, or of the whole group; they stay. `needing`: orders
    that stand against a deletion (D4).
    """

    person: Person
    codes: Sequence[AccessCode]
    own: Sequence[Photo]
    shared: Sequence[Photo]
    registrations: Sequence[Registration]
    needing: Sequence[NeedingOrder]

    @property
    def size(self) -> int:
        """Bytes of the originals that would go."""
        return sum(photo.original_bytes for photo in self.own)


def person_of_job(job_id: str, person_id: str) -> Person | None:
    """The job's person of this id; None for an unknown one and for another job's alike."""
    return db.session.scalar(select(Person).where(Person.id == person_id, Person.job_id == job_id))


def person_data(person: Person, *, now: datetime) -> PersonData:
    """All of it, for a page."""
    session = db.session()
    assigned = select(PhotoPerson.photo_id).where(PhotoPerson.person_id == person.id)
    return PersonData(
        person=person,
        codes=session.scalars(
            select(AccessCode).where(AccessCode.person_id == person.id).order_by(AccessCode.id)
        ).all(),
        own=_photos(session, only_of(person)),
        shared=_photos(session, and_(Photo.id.in_(assigned), ~only_of(person))),
        registrations=registrations_through(session, person),
        needing=what_needs(session, person, now=now),
    )


def only_of(person: Person) -> ColumnElement[bool]:
    """Which photos are of this person alone: a condition on Photo."""
    another = aliased(PhotoPerson)
    is_theirs = (
        exists()
        .where(PhotoPerson.photo_id == Photo.id, PhotoPerson.person_id == person.id)
        .correlate(Photo)
    )
    is_of_others = (
        exists()
        .where(another.photo_id == Photo.id, another.person_id != person.id)
        .correlate(Photo)
    )
    codes = select(AccessCode.id).where(AccessCode.person_id == person.id)
    is_card = and_(Photo.card_state == "card", Photo.card_code_id.in_(codes))
    alone = and_(is_theirs, ~is_of_others, Photo.is_group.is_(False))
    return and_(Photo.job_id == person.job_id, or_(alone, is_card))


def registrations_through(session: Session, person: Person) -> Sequence[Registration]:
    """Who registered by a code of this person."""
    return session.scalars(
        select(Registration)
        .join(AccessCode, AccessCode.id == Registration.access_code_id)
        .join(Customer, Customer.id == Registration.customer_id)
        .options(joinedload(Registration.customer))
        .where(AccessCode.person_id == person.id)
        .order_by(Registration.created_at, Registration.id)
    ).all()


def what_needs(session: Session, person: Person, *, now: datetime) -> list[NeedingOrder]:
    """Orders that need photos which would go, and those whose lines still name the person (D4)."""
    needing = orders_needing(session, person.job_id, only_of(person), now=now)
    known = {each.order_id for each in needing}
    named = session.scalars(
        select(Order)
        .where(
            Order.id.in_(orders_naming(person)),
            Order.state.in_(TO_DELIVER),
        )
        .order_by(Order.number)
    )
    more = [
        NeedingOrder(order.id, order.number, order.name, 0, True, None)
        for order in named
        if order.id not in known
    ]
    return sorted([*needing, *more], key=lambda each: each.number)


def orders_naming(person: Person) -> Select[str]:
    """Orders with lines that say these pictures are of this person, by name."""
    return select(OrderLine.order_id).where(
        OrderLine.job_id == person.job_id, OrderLine.person_name == person.name
    )


def _photos(session: Session, which: ColumnElement[bool]) -> Sequence[Photo]:
    return session.scalars(
        select(Photo).options(joinedload(Photo.album)).where(which).order_by(Photo.number),
        execution_options=WITH_TRASH,
    ).all()
