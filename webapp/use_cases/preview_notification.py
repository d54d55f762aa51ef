"""How a notification reads for one customer, before anything of it is stored or sent (C3, C9)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _

from webapp.domain.archiving import ArchivePlan, Delay, local_day
from webapp.domain.notification_faults import NewNotification
from webapp.domain.notifications import Channel, Trigger
from webapp.domain.sending_hours import time_on_day
from webapp.domain.sms import Measure, foreign, measure
from webapp.domain.status import Status
from webapp.models.base import db, new_id
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.shown_keys import shown_words
from webapp.use_cases import letters
from webapp.use_cases.compose import Reader, letter_for, reader_of, sms_for
from webapp.use_cases.letters import Letter

_DAYS_LEFT = 7
_SAMPLE_PHOTOS = 12


@dataclass(frozen=True)
class ShownMail:
    """A mail as HTML and as text, with what a list of mails shows of it."""

    subject: str
    preheader: str
    html: str
    text: str


@dataclass(frozen=True)
class ShownSms:
    """The text of an SMS, how long it is, and the letters that the short alphabet lacks."""

    text: str
    measure: Measure
    foreign: list[str]


@dataclass(frozen=True)
class Preview:
    """Exactly what would be sent, to whom; `is_sample`: to nobody, with invented names."""

    customer: str
    shoot: str
    is_sample: bool
    mail: ShownMail | None = None
    sms: ShownSms | None = None


def preview(
    studio: Studio,
    new: NewNotification,
    *,
    registration: Registration | None,
    now: datetime,
) -> Preview:
    """The notification for this registration's customer, or for an invented one; stores nothing."""
    reader = reader_for(studio, new, registration, now=now)
    name = reader.customer.name or reader.customer.email or reader.customer.phone or ""
    shown = Preview(name, reader.job.public_name, registration is None)
    if new.channel is Channel.SMS:
        text = sms_for(reader, message=new.message)
        return replace(shown, sms=ShownSms(shown_words(text), measure(text), foreign(text)))
    letter = letter_of(reader, new, now=now)
    return replace(
        shown,
        mail=ShownMail(
            letter.subject,
            shown_words(letter.preheader),
            shown_words(letters.as_html(letter)),
            shown_words(letters.as_text(letter)),
        ),
    )


def reader_for(
    studio: Studio,
    new: NewNotification,
    registration: Registration | None,
    *,
    now: datetime,
) -> Reader:
    """The customer of a registration as the reader of this text, or an invented one."""
    if registration is None:
        return _sample(studio, new.trigger, now=now)
    return reader_of(
        db.session(), registration.job, registration.customer, registration, text=new.message
    )


def letter_of(reader: Reader, new: NewNotification, *, now: datetime) -> Letter:
    """The letter as it reads on the day on which it is due, where that day is known."""
    moment = _due(reader.job, new, reader.studio.time_zone) or now
    return letter_for(reader, subject=new.subject, message=new.message, now=moment)


def _due(job: Job, new: NewNotification, zone: str) -> datetime | None:
    plan = job.archive_plan
    if new.trigger is not Trigger.BEFORE_ARCHIVING or plan is None:
        return None
    return time_on_day(plan.archiving_date - timedelta(days=new.offset), new.window, zone)


def _sample(studio: Studio, trigger: Trigger, *, now: datetime) -> Reader:
    """Somebody invented, with a shoot on sale for another week, or archived just now.

    No row of it is stored.
    """
    is_over = trigger in (Trigger.ARCHIVED, Trigger.AFTER_ARCHIVING)
    today = local_day(now, studio.time_zone)
    plan = ArchivePlan(today + timedelta(days=_DAYS_LEFT), Delay.SAME_DAY, studio.time_zone)
    job = Job(
        id=new_id(),
        studio=studio,
        public_name=_("Oak Lane Primary – Autumn portraits"),
        shot_on=today - timedelta(days=_DAYS_LEFT),
        status=Status.ARCHIVED.value if is_over else Status.SELLING.value,
        archived_at=now if is_over else None,
        archiving=True,
        archiving_date=plan.archiving_date,
        archiving_delay=plan.delay.value,
        stop_at=plan.stop_at,
    )
    customer = invented_customer(studio, "Anna Berger", "anna.berger@example.org")
    return Reader(studio, job, customer, invented_registration(), _SAMPLE_PHOTOS)


def invented_customer(studio: Studio, name: str, email: str) -> Customer:
    """A customer who is nobody: what links of theirs would open does not exist."""
    return Customer(id=new_id(), name=name, email=email, language=studio.language)


def invented_registration() -> Registration:
    """A registration that nobody made."""
    return Registration(id=new_id())
