"""Everything that is known of one customer, as files to hand over: data, messages and orders."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from webapp.models.customer import Registration
from webapp.models.late import MoreTimeRequest
from webapp.models.message import Message
from webapp.models.order import Order, OrderEvent, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.support import SupportRequest
from webapp.photos.archive import Entry
from webapp.queries.customer_data import CustomerData, events_of_orders
from webapp.use_cases.show_message import as_written


def export_customer(data: CustomerData, *, now: datetime) -> list[Entry]:
    """The files of the archive: `data.json`, then a file for each message, order and picture."""
    return [
        text_entry("data.json", as_json(_everything(data, now=now))),
        *_messages(data.outgoing),
        *_orders(data.orders),
        *_pictures(data.asked),
    ]


def text_entry(name: str, text: str) -> Entry:
    """A text as a file of an archive."""
    content = text.encode()
    return Entry(name, len(content), [content])


def as_json(content: dict[str, Any]) -> str:
    """Readable for people too: indented, with every letter as it is."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _everything(data: CustomerData, *, now: datetime) -> dict[str, Any]:
    who = data.customer
    return {
        "exported_at": now.isoformat(),
        "customer": {
            "name": who.name,
            "email": who.email,
            "phone": who.phone,
            "language": who.language,
            "known_since": who.created_at.isoformat(),
            "email_confirmed_at": _instant(who.email_confirmed_at),
            "phone_confirmed_at": _instant(who.phone_confirmed_at),
            "unsubscribed_at": _instant(who.unsubscribed_at),
        },
        "registrations": [_registration(each) for each in data.registrations],
        "messages": [_message(number, each) for number, each in _numbered(data.outgoing)],
        "planned_messages": [_planned(each) for each in data.planned],
        "orders": [_order(each) for each in data.orders],
        "questions_for_more_time": [_request(each) for each in data.requests],
        "requests": [_asked(each) for each in data.asked],
        "browsers": {
            "count": data.browsers,
            "favourites": data.favourites,
            "products_in_baskets": data.products,
        },
    }


def _registration(row: Registration) -> dict[str, Any]:
    code = row.access_code
    through = code and (code.person or code.album)
    return {
        "job": row.job.public_name,
        "registered_at": row.created_at.isoformat(),
        "through_the_code_of": through.name if through else None,
        "language": row.language,
        "consent": row.consent or None,
        "consented_at": _instant(row.consented_at),
    }


def _message(number: str, row: Outgoing) -> dict[str, Any]:
    return {
        "file": f"messages/{number}.txt" if row.content else None,
        "kind": row.kind,
        "channel": row.channel,
        "to": row.recipient,
        "subject": row.subject,
        "job": row.job.public_name if row.job else None,
        "written_at": row.created_at.isoformat(),
        "result": row.state,
        "finished_at": _instant(row.finished_at),
    }


def _planned(row: Message) -> dict[str, Any]:
    return {
        "job": row.job.public_name,
        "channel": row.channel,
        "trigger": row.trigger,
        "due_at": row.due_at.isoformat(),
    }


def _order(row: Order) -> dict[str, Any]:
    return {
        "file": f"orders/{row.number}.txt",
        "number": row.number,
        "state": row.state,
        "placed_at": row.placed_at.isoformat(),
        "name": row.name,
        "email": row.email,
        "address": [row.street, row.postcode, row.city, row.country],
        "currency": row.currency,
        "total": _amount(row.total),
        "lines": [_line(each) for each in row.lines],
    }


def _line(row: OrderLine) -> dict[str, Any]:
    return {
        "quantity": row.quantity,
        "product": row.product_name,
        "unit_price": _amount(row.unit_price),
        "job": row.job_name,
        "pictures": [photo.number for photo in row.photos],
        "person": row.person_name or None,
        "class": row.group_name or None,
        "note": row.note or None,
    }


def _request(row: MoreTimeRequest) -> dict[str, Any]:
    return {
        "job": row.job.public_name,
        "asked_at": row.created_at.isoformat(),
        "words": row.words,
        "state": row.state,
        "answered_at": _instant(row.answered_at),
    }


def _asked(row: SupportRequest) -> dict[str, Any]:
    """A request to the support with its answers; what colleagues note of it is not theirs."""
    return {
        "number": row.number,
        "asked_at": row.created_at.isoformat(),
        "name": row.name,
        "email": row.email,
        "subject": row.subject,
        "state": row.state,
        "messages": [
            {
                "at": each.at.isoformat(),
                "from": each.author,
                "words": each.words,
                "pictures": len(each.pictures),
            }
            for each in row.messages
            if each.kind != "note"
        ],
    }


def _pictures(rows: Sequence[SupportRequest]) -> Iterator[Entry]:
    """What they sent along, by the number of the request."""
    for row in rows:
        sent = [picture.content for message in row.messages for picture in message.pictures]
        for place, content in enumerate(sent, 1):
            yield Entry(f"requests/{row.number}-{place}.jpg", len(content), [content])


def _messages(rows: Sequence[Outgoing]) -> Iterator[Entry]:
    """Each as text, mails as HTML too; those whose words were emptied are only in the data."""
    for number, row in _numbered(rows):
        shown = as_written(row)
        if shown is None:
            continue
        head = [shown.subject, row.recipient, row.created_at.isoformat()]
        said = "\n".join(line for line in head if line)
        yield text_entry(f"messages/{number}.txt", f"{said}\n\n{shown.text}")
        if shown.html:
            yield text_entry(f"messages/{number}.html", shown.html)


def _orders(rows: Sequence[Order]) -> Iterator[Entry]:
    events = events_of_orders(rows)
    for row in rows:
        yield text_entry(f"orders/{row.number}.txt", _order_text(row, events[row.id]))


def _order_text(order: Order, events: Sequence[OrderEvent]) -> str:
    lines = [
        f"{order.number} · {order.placed_at.isoformat()} · {order.state}",
        "",
        *(part for part in (order.name, order.street, f"{order.postcode} {order.city}".strip(),
                            order.country, order.email) if part),
        "",
        *(_line_text(each, order.currency) for each in order.lines),
        *([f"+ {_amount(order.shipping)} {order.currency}"] if order.shipping else []),
        f"= {_amount(order.total)} {order.currency}",
        "",
        *(f"{event.at.isoformat()} {event.deed} {event.details}".rstrip() for event in events),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _line_text(line: OrderLine, currency: str) -> str:
    pictures = ", ".join(f"{photo.number:04d}" for photo in line.photos)
    price = f"{_amount(line.unit_price)} {currency}"
    parts = (f"{line.quantity} × {line.product_name}", price, line.job_name, pictures, line.note)
    return " · ".join(part for part in parts if part)


def _numbered(rows: Sequence[Outgoing]) -> Iterator[tuple[str, Outgoing]]:
    """'001', '002' …, the newest first."""
    for number, row in enumerate(rows, 1):
        yield f"{number:03d}", row


def _amount(minor_units: int) -> str:
    return f"{minor_units / 100:.2f}"


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
