"""One order in words: its lines, what it comes to, what was done to it, what was written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from webapp.domain.order_tax import tax_rows
from webapp.domain.pricing import PricedLine
from webapp.models.order import Order, OrderEvent, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.queries.message_rows import MessageRow
from webapp.studio.order_table import contents
from webapp.studio.picture_words import picture_words
from webapp.web.message_words import moment, result_words
from webapp.web.order_event_words import event_who, event_words
from webapp.web.words import money


@dataclass(frozen=True)
class LineView:
    """A line; `thumb_url` is '' once its picture is gone, `whose`: person and class."""

    quantity: int
    product: str
    pictures: str
    thumb_url: str
    thumb_label: str
    job: str
    job_url: str
    whose: str
    contents: str
    note: str
    unit_price: str
    price: str


@dataclass(frozen=True)
class TaxView:
    """The tax in an amount; `rate` in hundredths of a per cent, None: of the delivery."""

    rate: int | None
    amount: str
    tax: str


@dataclass(frozen=True)
class EventView:
    """One thing that was done to the order."""

    when: str
    iso: str
    what: str
    who: str
    details: str


@dataclass(frozen=True)
class MailView:
    """A mail about the order."""

    when: str
    iso: str
    subject: str
    result: str
    url: str


def line_view(
    line: OrderLine, order: Order, left: dict[str, str], there: Collection[str]
) -> LineView:
    """A line as it was ordered; `left`: which pictures can still be looked at, with their jobs.

    `there`: the jobs that are not deleted.
    """
    numbers = [photo.number for photo in line.photos]
    if line.photo_number is not None:
        numbers = [line.photo_number]
    shown = next((each for each in _photo_ids(line) if each in left), None)
    return LineView(
        quantity=line.quantity,
        product=line.product_name,
        pictures=picture_words(numbers),
        thumb_url=_thumb_url(shown, left) if shown else "",
        thumb_label=picture_words(numbers[:1]),
        job=line.job_name,
        job_url=url_for("studio.job_overview", job_id=line.job_id) if line.job_id in there else "",
        whose=" · ".join(part for part in (line.person_name, line.group_name) if part),
        contents=contents(line.parts),
        note=line.note,
        unit_price=money(line.unit_price, order.currency),
        price=money(line.unit_price * line.quantity, order.currency),
    )


def tax_views(order: Order) -> list[TaxView]:
    """The tax contained in the order, rate by rate; nothing where there is none."""
    priced = [PricedLine(line.unit_price, line.quantity, line.tax_rate) for line in order.lines]
    return [
        TaxView(row.rate, money(row.amount, order.currency), money(row.tax, order.currency))
        for row in tax_rows(priced, shipping=order.shipping, tax=order.tax)
        if row.tax
    ]


def event_view(event: OrderEvent, zone: str, *, now: datetime) -> EventView:
    """A record of the order's history in words."""
    return EventView(
        when=moment(event.at, zone, now=now),
        iso=event.at.isoformat(),
        what=event_words(event),
        who=event_who(event),
        details=event.details,
    )


def mail_views(mails: Sequence[Outgoing], zone: str, *, now: datetime) -> list[MailView]:
    """The mails about the order, each leading to what it says."""
    return [
        MailView(
            when=moment(mail.finished_at or mail.created_at, zone, now=now),
            iso=(mail.finished_at or mail.created_at).isoformat(),
            subject=mail.subject,
            result=result_words(MessageRow(None, mail)),
            url=url_for("studio.outgoing", outgoing_id=mail.id),
        )
        for mail in mails
    ]


def _photo_ids(line: OrderLine) -> list[str]:
    own = [line.photo_id] if line.photo_id else []
    return own + [photo.photo_id for photo in line.photos]


def _thumb_url(photo_id: str, left: dict[str, str]) -> str:
    return url_for("studio.photo", job_id=left[photo_id], photo_id=photo_id, size="small")
