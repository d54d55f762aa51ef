"""Customers of the demo: they leave an address, look around, fill baskets and order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from webapp.demo.buyers import Buyer, other_families, parents
from webapp.demo.cast import CHILDREN
from webapp.demo.jobs import Stage
from webapp.demo.story import JobStory
from webapp.models.base import db, new_id, read_committed_state, transaction
from webapp.models.customer import Customer, LeftAddress, OpenedCode, Registration, Visitor
from webapp.models.job import AccessCode, Job, Person
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.price_list import PriceList, Product
from webapp.use_cases import visiting, write_order
from webapp.use_cases.consent import consent_words
from webapp.use_cases.fill_basket import add_to_basket
from webapp.use_cases.open_code import remember_code
from webapp.use_cases.place_order import place_order

_PRODUCTS_IN_A_BASKET = 3
_PRODUCTS_OF_AN_ORDER = 2
_FAMILIES_APART = 17


@dataclass(frozen=True)
class Shopper:
    """A customer with the browser they come with."""

    buyer: Buyer
    customer_id: str
    visitor_id: str


def enter_all(stage: Stage) -> list[Shopper]:
    """Everybody, as customers of the studio, each with one browser."""
    now = stage.calendar.at(-420)
    shoppers = []
    with transaction() as session:
        for buyer in (*parents(), *other_families()):
            customer = Customer(
                id=new_id(),
                studio_id=stage.studio_id,
                name=buyer.name,
                email=buyer.email,
                email_confirmed_at=now,
                created_at=now,
            )
            session.add(customer)
            session.flush()
            visitor = visiting.enter(
                session, stage.studio_id, now=now, machine_now=stage.machine_now
            )
            visitor.id, visitor.customer_id = new_id(), customer.id
            visiting.remember(visitor, name=buyer.name, email=buyer.email)
            visiting.give_token(visitor, machine_now=stage.machine_now)
            shoppers.append(Shopper(buyer, customer.id, visitor.id))
    return shoppers


def customers_of(story: JobStory, place: int, everybody: Sequence[Shopper]) -> list[Shopper]:
    """Who comes to this job, as many as register: parents first, then other families in turn."""
    keys = {child.key for child in CHILDREN if child.group in story.classes}
    first = [shopper for shopper in everybody if keys.intersection(shopper.buyer.children)]
    others = [shopper for shopper in everybody if not shopper.buyer.children]
    start = place * _FAMILIES_APART % len(others)
    wanted = story.registered + story.registered_since
    return [*first, *others[start:], *others[:start]][:wanted]


def register(job_id: str, shoppers: Sequence[Shopper], *, now: datetime) -> None:
    """They open the code on their card and leave their address."""
    with transaction() as session:
        codes = _codes_by_child(job_id)
        shoot = session.get_one(Job, job_id).public_name
        others = cycle([code for key in codes for code in codes[key]] or [None])
        for shopper in shoppers:
            own = [code for child in shopper.buyer.children for code in codes.get(child, [])]
            code_id = own[0] if own else next(others)
            session.add(
                Registration(
                    job_id=job_id,
                    customer_id=shopper.customer_id,
                    access_code_id=code_id,
                    consent=consent_words(shoot),
                    consented_at=now,
                    created_at=now,
                )
            )
            session.add(
                LeftAddress(visitor_id=shopper.visitor_id, job_id=job_id, email=shopper.buyer.email)
            )
            if code_id is not None:
                _open_code(session, shopper.visitor_id, code_id, now=now)


def fill_baskets(
    stage: Stage, story: JobStory, job_id: str, shoppers: Sequence[Shopper], *, now: datetime
) -> None:
    """Each of them puts some products into a basket; the first one more than the others."""
    for place, shopper in enumerate(shoppers[: story.baskets]):
        number = _PRODUCTS_IN_A_BASKET + (place == 0)
        _choose(stage, job_id, shopper.visitor_id, number, now=now)


def place_orders(
    stage: Stage, story: JobStory, job_id: str, shoppers: Sequence[Shopper], *, now: datetime
) -> None:
    """The last ones who registered have ordered, on another device than usual."""
    for place, shopper in enumerate(shoppers[len(shoppers) - story.orders :]):
        visitor_id = _enter_anew(stage, job_id, shopper, now=now)
        _choose(stage, job_id, visitor_id, _PRODUCTS_OF_AN_ORDER, first=place, now=now)
        place_order(
            stage.studio_id,
            write_order.Buyer(
                name=shopper.buyer.name,
                email=shopper.buyer.email,
                street="Lindenstraße 12",
                postcode="04177",
                city="Leipzig",
                country="DE",
                language="en",
            ),
            visitor_id=visitor_id,
            form_token=new_id(),
            shown_total=None,
            now=now,
        )


def _enter_anew(stage: Stage, job_id: str, shopper: Shopper, *, now: datetime) -> str:
    """One more browser of this customer, where the code of the job was typed as well."""
    with transaction() as session:
        visitor = visiting.enter(session, stage.studio_id, now=now, machine_now=stage.machine_now)
        visitor.id, visitor.customer_id = new_id(), shopper.customer_id
        visiting.give_token(visitor, machine_now=stage.machine_now)
        session.flush()
        code_id = session.scalar(
            select(Registration.access_code_id).where(
                Registration.job_id == job_id, Registration.customer_id == shopper.customer_id
            )
        )
        if code_id is not None:
            _open_code(session, visitor.id, code_id, now=now)
        return visitor.id


def _open_code(session: Session, visitor_id: str, code_id: str, *, now: datetime) -> None:
    visitor, code = session.get_one(Visitor, visitor_id), session.get_one(AccessCode, code_id)
    remember_code(session, visitor, code, now=now)


def _choose(
    stage: Stage, job_id: str, visitor_id: str, number: int, *, now: datetime, first: int = 0
) -> None:
    """So many different products from the `first` one on, of pictures that this visitor can see."""
    products = islice(cycle(_products(stage)), first, None)
    wishes = zip(cycle(_seen(job_id, visitor_id)), products, strict=False)
    for photo_id, product_id in islice(wishes, number):
        add_to_basket(
            stage.studio_id,
            job_id,
            photo_id,
            product_id,
            1,
            visitor_id=visitor_id,
            address=None,
            now=now,
            machine_now=stage.machine_now,
        )


def _codes_by_child(job_id: str) -> dict[str, list[str]]:
    """The codes of a job by the first name of whom they show, in small letters; '' for others."""
    found = db.session.execute(
        select(AccessCode.id, Person.name)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .where(AccessCode.job_id == job_id)
        .order_by(Person.name, AccessCode.album_id)
    ).all()
    codes: dict[str, list[str]] = {}
    for code_id, name in found:
        codes.setdefault((name or "").split(" ")[0].lower(), []).append(code_id)
    return codes


def _seen(job_id: str, visitor_id: str) -> list[str]:
    """The pictures of the job that the visitor's codes show."""
    read_committed_state()
    of_person = select(PhotoPerson.photo_id).where(PhotoPerson.person_id == AccessCode.person_id)
    shown = (
        select(Photo.id)
        .join(AccessCode, AccessCode.job_id == Photo.job_id)
        .join(OpenedCode, OpenedCode.access_code_id == AccessCode.id)
        .where(
            OpenedCode.visitor_id == visitor_id,
            Photo.job_id == job_id,
            or_(
                AccessCode.album_id == Photo.album_id,
                AccessCode.person_id.is_(None) & AccessCode.album_id.is_(None),
                Photo.id.in_(of_person),
            ),
        )
        .order_by(Photo.number)
    )
    return list(db.session.scalars(shown))


def _products(stage: Stage) -> list[str]:
    sold = (
        select(Product.id)
        .join(Product.price_list)
        .where(PriceList.studio_id == stage.studio_id, Product.kind != "digital-all")
        .order_by(Product.position)
    )
    return list(db.session.scalars(sold))
