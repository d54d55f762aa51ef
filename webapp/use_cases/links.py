"""Addresses in messages: made from the installation's own address, and signed where they open."""

from urllib.parse import urlsplit

from flask import current_app

from webapp.models import sealing
from webapp.models.customer import Customer, Registration
from webapp.models.job import AccessCode
from webapp.models.studio import Studio

OPEN = "open the pictures"
UNSUBSCRIBE = "unsubscribe"
OWN_PAGE = "own page"
CARD = "card"
REQUEST = "request"


def base_url() -> str:
    """The address of the installation, without a slash at its end."""
    return str(current_app.config["SHELFLIFE"].base_url)


def own_host() -> str:
    """The name of the installation's host: the right half of every Message-ID."""
    return urlsplit(base_url()).hostname or "localhost"


def shop_link(studio: Studio) -> str:
    """Where codes are typed."""
    return f"{base_url()}/shop/{studio.slug}"


def open_link(studio: Studio, registration: Registration) -> str:
    """Opens for its holder what the customer's code opens, without typing it."""
    return _signed(studio, "open", registration.id, OPEN)


def card_link(studio: Studio, code: AccessCode) -> str:
    """What the QR code of a card says: opens what the code opens, without typing it."""
    return _signed(studio, "card", code.id, CARD)


def unsubscribe_link(studio: Studio, customer: Customer) -> str:
    """Ends every automatic message of the studio to this customer."""
    return _signed(studio, "unsubscribe", customer.id, UNSUBSCRIBE)


def own_page_link(studio: Studio, customer: Customer) -> str:
    """What this customer was sent, and why."""
    return _signed(studio, "my-messages", customer.id, OWN_PAGE)


def confirm_link(studio: Studio, customer: Customer, channel: str) -> str:
    """Says that the address is the customer's own; of another address it is no longer true."""
    return _signed(studio, "confirm", customer.id, confirming(customer, channel))


def confirming(customer: Customer, channel: str) -> str:
    """What a confirmation link is signed for: this channel, this address."""
    address = customer.email if channel == "email" else customer.phone
    return f"confirm {channel} {address}"


def order_link(studio: Studio, token: str) -> str:
    """The page of an order."""
    return f"{base_url()}/shop/{studio.slug}/orders/{token}"


def request_link(studio: Studio, request_id: str) -> str:
    """What a customer has asked the support, and what came of it (H3)."""
    return _signed(studio, "requests", request_id, REQUEST)


def studio_link(path: str) -> str:
    """A page of the studio, for its photographer."""
    return f"{base_url()}/studio{path}"


def fingerprint_of_closed(row_id: str, purpose: str) -> str:
    """Under what a link of this purpose is known when what it opened is deleted (`ClosedCode`)."""
    return sealing.fingerprint(row_id, purpose=f"closed link {purpose}")


def _signed(studio: Studio, page: str, row_id: str, purpose: str) -> str:
    return f"{shop_link(studio)}/{page}/{sealing.sign(row_id, purpose=purpose)}"
