"""Writes what goes out to people into the outbox, in the transaction that causes it (C10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mail, Mailbox, build
from webapp.models.base import new_id
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Studio
from webapp.use_cases import letters, links
from webapp.use_cases.letters import Letter

KEPT_TRYING = timedelta(days=5)
# So much of a subject is shown in lists; the mail has it whole, with all that was filled in.
_SHOWN_SUBJECT = 200
FIRST, LATER = 0, 1
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
CLAIMED, ARRIVED = "claimed", "arrived"
"""Words in `phase` while somebody has the message: about to be sent; sent, to be recorded."""


@dataclass(frozen=True)
class Envelope:
    """Who a mail comes from where that is not the studio, where answers go ('': nowhere), and the
    ids of the mails that it goes on from, the oldest first."""

    sender: Mailbox
    reply_to: str = ""
    after: tuple[str, ...] = ()


def put_mail(
    session: Session,
    studio: Studio,
    letter: Letter,
    recipient: Mailbox,
    *,
    kind: str,
    now: datetime,
    unsubscribe_url: str = "",
    until: datetime | None = None,
    message: Message | None = None,
    customer_id: str | None = None,
    job_id: str | None = None,
    once: str | None = None,
    envelope: Envelope | None = None,
) -> Outgoing | None:
    """A mail for the outbox, whole; sent after the caller's transaction is committed.

    `until`: aware UTC, nothing is tried after it; five days without. `once`: a key that exists only
    once; None is answered where it does already, and nothing is written.
    """
    if once and _is_there(session, once):
        return None
    row = mail(
        studio,
        letter,
        recipient,
        kind=kind,
        now=now,
        unsubscribe_url=unsubscribe_url,
        until=until,
        customer_id=customer_id,
        job_id=job_id,
        envelope=envelope,
    )
    row.message_id = message.id if message else None
    row.once = once
    session.add(row)
    return row


def mail(
    studio: Studio,
    letter: Letter,
    recipient: Mailbox,
    *,
    kind: str,
    now: datetime,
    unsubscribe_url: str = "",
    until: datetime | None = None,
    customer_id: str | None = None,
    job_id: str | None = None,
    envelope: Envelope | None = None,
) -> Outgoing:
    """The same, written but not yet in the outbox: for those who write many before they lock."""
    row_id = new_id()
    mail_id = f"{row_id}.{studio.id}@{links.own_host()}"
    envelope = envelope or Envelope(sender_of(studio), studio.email)
    content = build(
        Mail(
            sender=envelope.sender,
            recipient=recipient,
            reply_to=envelope.reply_to,
            after=envelope.after,
            subject=letter.subject,
            text=letters.as_text(letter),
            html=letters.as_html(letter),
            message_id=mail_id,
            written_at=now,
            unsubscribe_url=unsubscribe_url,
        )
    )
    return Outgoing(
        id=row_id,
        studio_id=studio.id,
        customer_id=customer_id,
        job_id=job_id,
        kind=kind,
        channel="email",
        priority=_priority(kind),
        recipient=recipient.address,
        host=recipient.address.rpartition("@")[2].lower(),
        subject=letter.subject[:_SHOWN_SUBJECT],
        content=content,
        mail_id=mail_id,
        available_at=_AT_ONCE,
        created_at=now,
        expires_at=until or now + KEPT_TRYING,
    )


def put_sms(
    session: Session,
    studio: Studio,
    text: str,
    number: str,
    *,
    kind: str,
    now: datetime,
    customer_id: str | None = None,
    job_id: str | None = None,
) -> Outgoing:
    """An SMS for the outbox; sent after the caller's transaction is committed."""
    row = sms(studio, text, number, kind=kind, now=now, customer_id=customer_id, job_id=job_id)
    session.add(row)
    return row


def sms(
    studio: Studio,
    text: str,
    number: str,
    *,
    kind: str,
    now: datetime,
    until: datetime | None = None,
    customer_id: str | None = None,
    job_id: str | None = None,
) -> Outgoing:
    """An SMS not yet in the outbox; its id is the key by which the gateway knows it again."""
    row_id = new_id()
    return Outgoing(
        id=row_id,
        studio_id=studio.id,
        customer_id=customer_id,
        job_id=job_id,
        kind=kind,
        channel="sms",
        priority=_priority(kind),
        recipient=number,
        content=text.encode(),
        mail_id=row_id,
        available_at=_AT_ONCE,
        created_at=now,
        expires_at=until or now + KEPT_TRYING,
    )


def cancel_waiting(session: Session, message_ids: Sequence[str], *, now: datetime) -> set[str]:
    """Take these messages out of the outbox, unless somebody is sending them at this moment.

    Answers those that will not be sent.
    """
    waiting = (
        select(Outgoing.id, Outgoing.message_id)
        .where(
            Outgoing.message_id.in_(message_ids),
            Outgoing.state == "waiting",
            Outgoing.phase.not_in((CLAIMED, ARRIVED)),
            ~Outgoing.in_doubt,
        )
        .with_for_update(skip_locked=True)
    )
    found = session.execute(waiting).all()
    session.execute(
        update(Outgoing)
        .where(Outgoing.id.in_([row_id for row_id, _message in found]))
        .values(state="cancelled", finished_at=now)
        .execution_options(synchronize_session=False)
    )
    return {message_id for _row_id, message_id in found if message_id}


def sender_of(studio: Studio) -> Mailbox:
    """Who a studio's mails come from: its own address only through its own server."""
    address = studio.email if studio.smtp_sealed else current_app.config["SHELFLIFE"].mail_from
    return Mailbox(address, studio.name)


def _priority(kind: str) -> int:
    """What somebody waits for goes before what is written to many."""
    return LATER if kind in ("notification", "digest", "retention") else FIRST


def _is_there(session: Session, once: str) -> bool:
    return session.scalar(select(Outgoing.id).where(Outgoing.once == once)) is not None
