"""An address that was left is asked whether its owner left it: nothing else goes there before (C9).

Whoever types other people's addresses makes them get no more than one such question an hour.
"""

from collections.abc import Container
from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mailbox
from webapp.domain.notifications import Channel
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Studio
from webapp.use_cases import links, outbox
from webapp.use_cases.letters import FootLine, Letter, Part

KIND = "confirmation"
AT_MOST = ((timedelta(hours=1), 1), (timedelta(days=1), 5))


def ask_to_confirm(
    session: Session,
    studio: Studio,
    job: Job,
    customer: Customer,
    *,
    typed: Container[str | None],
    now: datetime,
) -> None:
    """Write the question into the outbox, unless it was answered or asked just now.

    `typed` are the addresses that were left: no other one of the customer is asked.

    The name that was typed is not in it: it would carry a stranger's words to anybody. The caller
    holds the studio.
    """
    for channel, address, is_open in _addresses(customer):
        if (
            address
            and address in typed
            and is_open
            and _may_ask(session, customer, channel, now=now)
        ):
            _ask(session, studio, job, customer, channel, now=now)


def _addresses(customer: Customer) -> tuple[tuple[Channel, str | None, bool], ...]:
    """The addresses of a customer, and whether a new wish of theirs has to be confirmed."""
    is_off = customer.unsubscribed_at is not None
    is_refused = customer.email_refused_at is not None
    return (
        (Channel.EMAIL, customer.email, is_off or is_refused or not customer.email_confirmed_at),
        (Channel.SMS, customer.phone, is_off or not customer.phone_confirmed_at),
    )


def _may_ask(session: Session, customer: Customer, channel: Channel, *, now: datetime) -> bool:
    counts = [
        func.count(Outgoing.id).filter(Outgoing.created_at > now - span) < most
        for span, most in AT_MOST
    ]
    asked = select(*counts).where(
        Outgoing.customer_id == customer.id,
        Outgoing.kind == KIND,
        Outgoing.channel == channel.value,
    )
    return all(session.execute(asked).one())


def _ask(
    session: Session,
    studio: Studio,
    job: Job,
    customer: Customer,
    channel: Channel,
    *,
    now: datetime,
) -> None:
    link = links.confirm_link(studio, customer, channel.value)
    with force_locale(customer.language):
        if channel is Channel.SMS:
            outbox.put_sms(
                session, studio, _text(studio, job, link), customer.phone or "",
                kind=KIND, now=now, customer_id=customer.id, job_id=job.id,
            )  # fmt: skip
            return
        letter = _letter(studio, job, link, customer.language)
    outbox.put_mail(
        session, studio, letter, Mailbox(customer.email or ""),
        kind=KIND, now=now, customer_id=customer.id, job_id=job.id,
    )  # fmt: skip


def _letter(studio: Studio, job: Job, link: str, language: str) -> Letter:
    left = _(
        "this address was left to get messages about the pictures of %(shoot)s. Please confirm that"
        " it is yours. Until then, nothing else is sent to it.",
        shoot=job.public_name,
    )
    reached = " · ".join(each for each in (studio.name, studio.email, studio.phone) if each)
    return Letter(
        sender=studio.name,
        language=language,
        subject=_("Confirm your address: %(shoot)s", shoot=job.public_name),
        preheader=_("One press, and we can write to you about your pictures."),
        parts=(
            Part(_("Hello,")),
            Part(left),
            Part(_("Confirm this address"), button=link),
            Part(_("Was it not you? Then there is nothing to do.")),
        ),
        footer=(FootLine(reached),),
    )


def _text(studio: Studio, job: Job, link: str) -> str:
    return str(
        _(
            "%(studio)s: confirm that you want messages about the pictures of %(shoot)s: %(link)s"
            " Not you? Then there is nothing to do.",
            studio=studio.name,
            shoot=job.public_name,
            link=link,
        )
    )
