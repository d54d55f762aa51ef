"""A customer leaves an e-mail address: for one shoot, to be told when its pictures are there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.base import transaction
from webapp.models.customer import Customer, LeftAddress, Registration, Visitor
from webapp.queries.visitors import PUBLIC, opened_keys
from webapp.use_cases import throttle, visiting
from webapp.use_cases.holding import held_job, hold_studio

PURPOSE = "address"
OFTEN = 30


@dataclass(frozen=True)
class Address:
    """What was left: an e-mail address, perhaps a name, in which language, agreeing to what."""

    email: str
    name: str
    language: str
    consent: str


class NotTakingAddresses(Exception):
    """The pictures are on sale already or gone again, or no code of theirs was opened (S1)."""


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
    """Note who wants to be told. A token for a browser that had none.

    Raises NotTakingAddresses, and TooManyAttempts: addresses are counted per network address.
    """
    throttle.slow_down(PURPOSE, network, free=OFTEN, now=machine_now)
    with transaction() as session:
        hold_studio(session, studio_id)
        job = held_job(session, studio_id, job_id)
        visitor = visiting.locked_visitor(session, visitor_id)
        code_id = code_of(visitor, job_id)
        if job is None or not job.standing(now).is_almost_ready:
            raise NotTakingAddresses
        if job.access_type != PUBLIC and code_id is None:
            raise NotTakingAddresses
        token = None
        if visitor is None:
            visitor = visiting.enter(session, studio_id, now=now, machine_now=machine_now)
            token = visiting.give_token(visitor, machine_now=machine_now)
        customer = known_customer(session, studio_id, address, now=now)
        visitor.customer_id = customer.id
        visiting.renew(visitor, machine_now=machine_now)
        _remember(session, visitor, job_id, address)
        register(session, job_id, customer, code_id=code_id, consent=address.consent, now=now)
        return token


def _remember(session: Session, visitor: Visitor, job_id: str, address: Address) -> None:
    """What this browser gave: shown back to it, whatever the customer has given elsewhere."""
    visiting.remember(visitor, name=address.name, email=address.email)
    session.flush()
    session.merge(LeftAddress(visitor_id=visitor.id, job_id=job_id, email=visitor.email))


def known_customer(
    session: Session, studio_id: str, address: Address, *, now: datetime
) -> Customer:
    """The studio's customer with this address, found or made; the caller holds the studio."""
    email = address.email.lower()
    customer = session.scalar(
        select(Customer).where(Customer.studio_id == studio_id, Customer.email == email)
    )
    if customer is None:
        customer = Customer(
            studio_id=studio_id, email=email, language=address.language, created_at=now
        )
        session.add(customer)
    customer.name = customer.name or address.name
    session.flush()
    return customer


def register(
    session: Session,
    job_id: str,
    customer: Customer,
    *,
    code_id: str | None,
    consent: str,
    now: datetime,
) -> None:
    """The customer's registration for a job, made once."""
    registered = select(Registration.id).where(
        Registration.job_id == job_id, Registration.customer_id == customer.id
    )
    if session.scalar(registered) is None:
        session.add(
            Registration(
                job_id=job_id,
                customer_id=customer.id,
                access_code_id=code_id,
                language=customer.language,
                consent=consent,
                created_at=now,
            )
        )


def code_of(visitor: Visitor | None, job_id: str) -> str | None:
    """The code by which the visitor came to this job."""
    if visitor is None:
        return None
    return next((each.code_id for each in opened_keys(visitor.id) if each.job_id == job_id), None)
