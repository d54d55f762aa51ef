"""A photographer sends a notification to themselves, to see it arrive; no customer is told."""

from dataclasses import replace
from datetime import datetime

from webapp.delivery.mail import Mailbox
from webapp.domain.notification_faults import NewNotification
from webapp.domain.notifications import Channel
from webapp.models.base import transaction
from webapp.models.customer import Registration
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Member
from webapp.use_cases import outbox, throttle
from webapp.use_cases.compose import sms_for
from webapp.use_cases.preview_notification import (
    invented_customer,
    invented_registration,
    letter_of,
    reader_for,
)

PURPOSE = "test message"
OFTEN = 20


def send_test(
    member: Member,
    new: NewNotification,
    *,
    registration: Registration | None,
    number: str = "",
    now: datetime,
    machine_now: datetime,
) -> str:
    """Put it into the outbox for the member's address, an SMS for `number`; answers where it goes.

    It speaks of the registration's shoot, and names the member as the customer: a real customer's
    links do not leave for another mailbox. The ledger does not know of it. Raises
    `throttle.TooManyAttempts`: tests are counted per studio.
    """
    throttle.slow_down(PURPOSE, member.studio_id, free=OFTEN, now=machine_now)
    row = _written(member, new, registration, number, now)
    with transaction() as session:
        session.add(row)
        return row.recipient


def _written(
    member: Member,
    new: NewNotification,
    registration: Registration | None,
    number: str,
    now: datetime,
) -> Outgoing:
    studio = member.studio
    real = reader_for(studio, new, registration, now=now)
    nobody = invented_customer(studio, member.name, member.email)
    reader = replace(real, customer=nobody, registration=invented_registration())
    if new.channel is Channel.SMS:
        return outbox.sms(
            studio, sms_for(reader, message=new.message), number, kind="test", now=now
        )
    letter = letter_of(reader, new, now=now)
    letter = replace(letter, subject=f"Test: {letter.subject}")
    return outbox.mail(studio, letter, Mailbox(member.email, member.name), kind="test", now=now)
