"""A customer leaves an address: for one shoot, to be written to about its pictures.

Each address is a customer of its own. What somebody types never ties an address to another one:
whoever did that with an address that is not theirs would be sent the way to other people's
pictures (see docs/decisions/one-customer-one-address.md).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from webapp.models.base import transaction
from webapp.models.customer import Customer, LeftAddress, Registration, Visitor
from webapp.models.job import Job
from webapp.queries.visitors import PUBLIC, opened_keys
from webapp.use_cases import throttle, visiting
from webapp.use_cases.ask_to_confirm import ask_to_confirm
from webapp.use_cases.follow_code import take_code
from webapp.use_cases.holding import held_job, hold_studio
from webapp.use_cases.marking import mark_stale

PURPOSE = "address"
OFTEN = 30
SMS_PURPOSE = "number"
SMS_OFTEN = 10  # each costs the studio money


@dataclass(frozen=True)
class Address:
    """What was left: e-mail address and/or number (E.164), perhaps a name, in which language.

    `consent`: the words that were agreed to; '' where nothing was.
    """

    email: str
    name: str
    language: str
    consent: str
    phone: str = ""


class UnknownShoot(Exception):
    """There is no such shoot, or no code of it was opened here."""


def register_customer(
    studio_id: str,
    job_id: str,
    address: Address,
    *,
    visitor_id: str | None,
    network: str | None,
    now: datetime,
    machine_now: datetime,
) -> str | None:
    """Note who wants to be written to, and ask each address whether it is theirs (C9).

    Answers a token for a browser that had none. Raises UnknownShoot, and TooManyAttempts: addresses
    are counted per network address, numbers more strictly.
    """
    throttle.slow_down(PURPOSE, network, free=OFTEN, now=machine_now)
    if address.phone:
        throttle.slow_down(SMS_PURPOSE, network, free=SMS_OFTEN, now=machine_now)
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        job = held_job(session, studio_id, job_id)
        visitor = visiting.locked_visitor(session, visitor_id)
        code_id = code_of(visitor, job_id)
        if job is None or (job.access_type != PUBLIC and code_id is None):
            raise UnknownShoot
        token = None
        if visitor is None:
            visitor = visiting.enter(session, studio_id, now=now, machine_now=machine_now)
            token = visiting.give_token(visitor, machine_now=machine_now)
        visiting.renew(visitor, machine_now=machine_now)
        customers = known_customers(session, studio_id, address, now=now)
        visitor.customer_id = customers[0].id
        _remember(session, visitor, job, address)
        typed = (address.email.lower(), address.phone)
        for customer in customers:
            register(session, job_id, customer, address, code_id=code_id, now=now)
            ask_to_confirm(session, studio, job, customer, typed=typed, now=now)
        mark_stale(session, job_id)
    return token


def known_customers(
    session: Session, studio_id: str, address: Address, *, now: datetime
) -> list[Customer]:
    """The studio's customers with these addresses, found or made; the caller holds the studio."""
    columns = ((Customer.email, address.email.lower()), (Customer.phone, address.phone))
    found = [
        _known(session, studio_id, column, value, address, now=now)
        for column, value in columns
        if value
    ]
    return list(dict.fromkeys(found))


def register(
    session: Session,
    job_id: str,
    customer: Customer,
    address: Address,
    *,
    code_id: str | None,
    now: datetime,
) -> None:
    """The customer's registration for a job, made once; what was agreed to first is kept.

    A code that was opened meanwhile takes the place of one that is revoked, or of none.
    """
    registration = session.scalar(
        select(Registration).where(
            Registration.job_id == job_id, Registration.customer_id == customer.id
        )
    )
    if registration is None:
        registration = Registration(
            job_id=job_id,
            customer_id=customer.id,
            access_code_id=code_id,
            language=address.language,
            consent="",
            created_at=now,
        )
        session.add(registration)
    else:
        take_code(session, registration, code_id)
    if address.consent and not registration.consent:
        registration.consent, registration.consented_at = address.consent, now


def code_of(visitor: Visitor | None, job_id: str) -> str | None:
    """The code by which the visitor came to this job."""
    if visitor is None:
        return None
    return next((each.code_id for each in opened_keys(visitor.id) if each.job_id == job_id), None)


def _remember(session: Session, visitor: Visitor, job: Job, address: Address) -> None:
    """What this browser gave: shown back to it, whatever the customer has given elsewhere."""
    visiting.remember(visitor, name=address.name, email=address.email)
    session.flush()
    email, phone = address.email.lower(), address.phone
    session.merge(LeftAddress(visitor_id=visitor.id, job_id=job.id, email=email, phone=phone))


def _known(
    session: Session,
    studio_id: str,
    column: InstrumentedAttribute[str | None],
    value: str,
    address: Address,
    *,
    now: datetime,
) -> Customer:
    """The customer with this address; of one that exists only a missing name is filled in."""
    customer = session.scalar(
        select(Customer).where(Customer.studio_id == studio_id, column == value)
    )
    if customer is None:
        customer = Customer(studio_id=studio_id, language=address.language, created_at=now)
        setattr(customer, column.key, value)
        session.add(customer)
    customer.name = customer.name or address.name
    session.flush()
    return customer
