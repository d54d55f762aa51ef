"""What a message says: as it would be written now, or as it lies in the outbox, word for word (C9).

Reads only. Before it is handed over, the text is made by the same functions that will write it.
Whoever may have no keys of customers reads it without its links (`webapp.queries.shown_keys`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.delivery.opened_mail import opened
from webapp.domain.notifications import Channel
from webapp.models.base import db
from webapp.models.customer import Registration
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.queries.shown_keys import shown_words
from webapp.use_cases.compose import letter_for, reader_of, sms_for
from webapp.use_cases.letters import as_html, as_text
from webapp.use_cases.outbox import sender_of


@dataclass(frozen=True)
class Shown:
    """A mail with both its parts, or an SMS, which is text alone."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str = ""


def as_planned(message: Message, *, now: datetime) -> Shown | None:
    """What the message would say when it is due; None when it cannot be written any more."""
    registration = db.session.scalar(
        select(Registration).where(
            Registration.job_id == message.job_id, Registration.customer_id == message.customer_id
        )
    )
    notification, customer = message.notification, message.customer
    if registration is None or notification is None:
        return None
    reader = reader_of(db.session(), message.job, customer, registration, text=notification.message)
    if message.channel == Channel.SMS:
        text = sms_for(reader, message=notification.message)
        return Shown(reader.studio.name, customer.phone or "", "", shown_words(text))
    letter = letter_for(
        reader,
        subject=notification.subject,
        message=notification.message,
        now=max(now, message.due_at),
    )
    sender = sender_of(reader.studio)
    return Shown(
        sender=f"{sender.name} <{sender.address}>",
        recipient=f"{customer.name} <{customer.email}>" if customer.name else customer.email or "",
        subject=letter.subject,
        text=shown_words(as_text(letter)),
        html=shown_words(as_html(letter)),
    )


def as_written(outgoing: Outgoing) -> Shown | None:
    """What lies in the outbox or has left it, from its own bytes; None once they are deleted."""
    if not outgoing.content:
        return None
    if outgoing.channel == Channel.SMS:
        return Shown("", outgoing.recipient, "", shown_words(outgoing.content.decode()))
    mail = opened(outgoing.content)
    text, html = shown_words(mail.text), shown_words(mail.html)
    return Shown(mail.sender, mail.recipient, mail.subject, text, html)
