"""Pages behind the links of messages: whose link it is, and in which language they read."""

from urllib.parse import urlsplit

from flask import abort, g

from webapp.models.customer import Customer, Registration
from webapp.shop.removed import removed
from webapp.shop.visitor import studio_id
from webapp.use_cases import links
from webapp.use_cases.followed_links import (
    customer_behind,
    is_of_deleted_job,
    registration_behind,
)


def customer_of(link: str, *, purpose: str) -> Customer:
    """The customer whose link it is, in whose language the page speaks; else 404."""
    found = customer_behind(studio_id(), link, purpose=purpose)
    if found is None:
        abort(404)
    speak_to(found)
    return found


def registration_of(link: str) -> Registration:
    """The registration whose pictures the link opens; else 404, or that the shoot is deleted."""
    found = registration_behind(studio_id(), link)
    if found is None:
        is_deleted = is_of_deleted_job(studio_id(), link, purpose=links.OPEN)
        abort(removed() if is_deleted else 404)
    speak_to(found.customer)
    return found


def path_of(link: str) -> str:
    """A link of a message for a page: messages need the whole address, pages only its path."""
    return urlsplit(link).path


def speak_to(customer: Customer) -> None:
    """Pages go on in the language of the message, unless another one was chosen by hand."""
    g.studio_language = customer.language
