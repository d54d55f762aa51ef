"""What is known of a customer, in words and with links."""

from dataclasses import dataclass
from datetime import datetime

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.models.customer import Customer, Registration
from webapp.models.late import MoreTimeRequest
from webapp.models.order import Order
from webapp.models.outgoing import Outgoing
from webapp.queries.customer_data import CustomerData
from webapp.queries.message_rows import MessageRow
from webapp.web.message_words import moment, result_words, what_words
from webapp.web.order_state_words import state_view
from webapp.web.words import money, number, quoted

_MOST_MESSAGES = 100


@dataclass(frozen=True)
class Item:
    """A line with a link: what, where, when, and how it stands in a line or two."""

    words: str
    url: str
    when: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class CustomerView:
    """What templates/studio/_customer.html reads. `to_deliver`: what stands against a deletion."""

    id: str
    name: str
    email: str
    phone: str
    since: str
    unsubscribed: str
    registrations: list[Item]
    messages: list[Item]
    more_messages: int
    written: int
    planned: int
    orders: list[Item]
    to_deliver: list[Item]
    requests: list[Item]
    in_browsers: str
    browsers: int


def customer_view(data: CustomerData, *, now: datetime) -> CustomerView:
    """Everything of it that a page says."""
    who, zone = data.customer, g.studio.time_zone
    return CustomerView(
        id=who.id,
        name=who.name or who.email or who.phone or "",
        email=who.email or "",
        phone=who.phone or "",
        since=moment(who.created_at, zone, now=now),
        unsubscribed=_unsubscribed(who, zone, now=now),
        registrations=[_registration(each, zone, now=now) for each in data.registrations],
        messages=[_message(each, zone, now=now) for each in data.outgoing[:_MOST_MESSAGES]],
        more_messages=max(len(data.outgoing) - _MOST_MESSAGES, 0),
        written=len(data.outgoing),
        planned=len(data.planned),
        orders=[_order(each, zone, now=now) for each in data.orders],
        to_deliver=[_order(each, zone, now=now) for each in data.to_deliver],
        requests=[_request(each, zone, now=now) for each in data.requests],
        in_browsers=_in_browsers(data),
        browsers=data.browsers,
    )


def _unsubscribed(who: Customer, zone: str, *, now: datetime) -> str:
    if who.unsubscribed_at is None:
        return ""
    return str(_("since %(when)s", when=moment(who.unsubscribed_at, zone, now=now)))


def _registration(row: Registration, zone: str, *, now: datetime) -> Item:
    code = row.access_code
    through = code and (code.person or code.album)
    told = [_("through the code of %(whose)s", whose=through.name)] if through else []
    if row.consented_at is not None:
        when = moment(row.consented_at, zone, now=now)
        told.append(_("agreed on %(when)s to %(words)s", when=when, words=quoted(row.consent)))
    else:
        told.append(_("agreed to no messages"))
    return Item(
        words=row.job.public_name,
        url=url_for("studio.customers", job_id=row.job_id),
        when=moment(row.created_at, zone, now=now),
        more=tuple(str(part) for part in told),
    )


def _message(row: Outgoing, zone: str, *, now: datetime) -> Item:
    shown = MessageRow(row.message, row)
    url = (
        url_for("studio.message", message_id=row.message_id)
        if row.message_id
        else url_for("studio.outgoing", outgoing_id=row.id)
    )
    return Item(
        words=what_words(shown),
        url=url,
        when=moment(row.created_at, zone, now=now),
        more=(" · ".join(part for part in (row.subject, result_words(shown)) if part),),
    )


def _order(row: Order, zone: str, *, now: datetime) -> Item:
    return Item(
        words=str(_("Order %(number)s", number=row.number)),
        url=url_for("studio.order", order_id=row.id),
        when=moment(row.placed_at, zone, now=now),
        more=(f"{money(row.total, row.currency)} · {state_view(row).label}",),
    )


def _request(row: MoreTimeRequest, zone: str, *, now: datetime) -> Item:
    return Item(
        words=row.job.public_name,
        url=url_for("studio.job_overview", job_id=row.job_id),
        when=moment(row.created_at, zone, now=now),
        more=(quoted(row.words),) if row.words else (),
    )


def _in_browsers(data: CustomerData) -> str:
    if not data.browsers:
        return ""
    told = (
        (data.browsers, ngettext("%(shown)s browser", "%(shown)s browsers", data.browsers,
                                 shown=number(data.browsers))),
        (data.favourites, ngettext("%(shown)s favourite", "%(shown)s favourites", data.favourites,
                                   shown=number(data.favourites))),
        (data.products, ngettext("%(shown)s product in the basket",
                                 "%(shown)s products in the basket", data.products,
                                 shown=number(data.products))),
    )  # fmt: skip
    return ", ".join(words for many, words in told if many)
