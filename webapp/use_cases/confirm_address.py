"""Somebody says that an address is theirs: from then on it is written to (C9)."""

from datetime import datetime

from sqlalchemy import select

from webapp.domain.notifications import Channel
from webapp.models.base import transaction
from webapp.models.customer import Customer, Registration
from webapp.use_cases.followed_links import address_behind
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.marking import mark_stale


def confirm_address(studio_id: str, link: str, *, now: datetime) -> bool:
    """Note that the address behind the link is the customer's own; False: the link is nobody's.

    It is a new wish: it ends an unsubscribing, and what a server said of the address before.
    """
    with transaction() as session:
        hold_studio(session, studio_id)
        found = address_behind(studio_id, link)
        if found is None:
            return False
        customer, channel = found
        _confirm(customer, channel, now=now)
        jobs = session.scalars(
            select(Registration.job_id).where(Registration.customer_id == customer.id)
        ).all()
        mark_stale(session, *jobs)
    return True


def is_confirmed(customer: Customer, channel: Channel) -> bool:
    """Whether messages go to this address of the customer as things stand."""
    if customer.unsubscribed_at is not None:
        return False
    if channel is Channel.SMS:
        return customer.phone_confirmed_at is not None
    return customer.email_confirmed_at is not None and customer.email_refused_at is None


def _confirm(customer: Customer, channel: Channel, *, now: datetime) -> None:
    """What is confirmed already keeps its moment: a second press changes nothing."""
    if is_confirmed(customer, channel):
        return
    customer.unsubscribed_at = None
    if channel is Channel.SMS:
        customer.phone_confirmed_at = now
    else:
        customer.email_confirmed_at, customer.email_refused_at = now, None
