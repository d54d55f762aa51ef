"""Links that somebody follows out of a message: whose they are, or nobody's.

A link that was tampered with, of another studio, or for an address that has changed is nobody's:
all are answered alike.
"""

import re

from sqlalchemy import select

from webapp.domain.notifications import Channel
from webapp.models import sealing
from webapp.models.base import db
from webapp.models.customer import Customer, Registration
from webapp.models.deletion import ClosedCode
from webapp.models.job import AccessCode, Job
from webapp.use_cases import links

_CARD = re.compile(r"https?://[^/\s]+/shop/[a-z0-9-]+/card/([A-Za-z0-9_.-]{1,80})", re.ASCII)


def customer_behind(studio_id: str, link: str, *, purpose: str) -> Customer | None:
    """The customer whose link of this purpose it is."""
    return _customer(studio_id, link) if sealing.is_signed(link, purpose=purpose) else None


def address_behind(studio_id: str, link: str) -> tuple[Customer, Channel] | None:
    """The customer, and by which channel the address is reached that the link confirms."""
    customer = _customer(studio_id, link)
    if customer is None:
        return None
    addresses = {Channel.EMAIL: customer.email, Channel.SMS: customer.phone}
    for channel, address in addresses.items():
        purpose = links.confirming(customer, channel.value)
        if address and sealing.is_signed(link, purpose=purpose):
            return customer, channel
    return None


def registration_behind(studio_id: str, link: str) -> Registration | None:
    """The registration whose pictures the link opens."""
    if not sealing.is_signed(link, purpose=links.OPEN):
        return None
    return db.session.scalar(
        select(Registration)
        .join(Job, Job.id == Registration.job_id)
        .where(Registration.id == _row_id(link), Job.studio_id == studio_id)
    )


def card_behind(studio_id: str, link: str) -> AccessCode | None:
    """The code whose card the link stands on, also when it was revoked meanwhile."""
    if not sealing.is_signed(link, purpose=links.CARD):
        return None
    return db.session.scalar(
        select(AccessCode)
        .join(Job, Job.id == AccessCode.job_id)
        .where(AccessCode.id == _row_id(link), AccessCode.studio_id == studio_id)
    )


def is_of_deleted_job(studio_id: str, link: str, *, purpose: str) -> bool:
    """Whether this is a link (CARD or OPEN) to something that went with its job, of this studio."""
    if not sealing.is_signed(link, purpose=purpose):
        return False
    closed = select(ClosedCode.fingerprint).where(
        ClosedCode.fingerprint == links.fingerprint_of_closed(_row_id(link), purpose),
        ClosedCode.studio_id == studio_id,
    )
    return db.session.scalar(closed) is not None


def code_behind_card(studio_id: str, text: str) -> AccessCode | None:
    """The code of the card whose QR code says this, also when it was revoked meanwhile.

    Whatever else a QR code says is nobody's. Host and shop address may have changed since the
    card was printed: the signature alone counts.
    """
    found = _CARD.fullmatch(text.strip())
    return card_behind(studio_id, found[1]) if found else None


def _customer(studio_id: str, link: str) -> Customer | None:
    return db.session.scalar(
        select(Customer).where(Customer.id == _row_id(link), Customer.studio_id == studio_id)
    )


def _row_id(link: str) -> str:
    return link.partition(".")[0]
