"""A notification in the words that one customer gets: filled in, as a letter or as an SMS (C3).

The preview and the sending use the same functions.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.domain.placeholders import Placeholder, Values, fill
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.recipients import pictures_of
from webapp.use_cases import links
from webapp.use_cases.letter_words import counter_sentence, day_words
from webapp.use_cases.letters import FootLine, Letter, Part, paragraphs

_PREHEADER = 110


@dataclass(frozen=True)
class Reader:
    """Whom it is written to, and about which shoot; `photos`: how many pictures they see."""

    studio: Studio
    job: Job
    customer: Customer
    registration: Registration
    photos: int = 0


def reader_of(
    session: Session, job: Job, customer: Customer, registration: Registration, *, text: str
) -> Reader:
    """The customer as a reader of this text; pictures are counted only where it names them."""
    names_photos = Placeholder.CUSTOMER_PHOTOS.written in text
    photos = pictures_of(session, job, registration.access_code_id) if names_photos else 0
    return Reader(job.studio, job, customer, registration, photos)


def values_for(reader: Reader) -> Values:
    """What stands for each placeholder; days in the studio's language, as the text is."""
    studio, job, customer = reader.studio, reader.job, reader.customer
    language = studio.language
    archiving_date = job.archiving_date if job.archiving else None
    return {
        Placeholder.CUSTOMER_NAME: customer.name,
        Placeholder.CUSTOMER_FIRSTNAME: customer.name.partition(" ")[0],
        Placeholder.CUSTOMER_LOGINURL: links.open_link(studio, reader.registration),
        Placeholder.CUSTOMER_PHOTOS: str(reader.photos),
        Placeholder.CUSTOMER_UNSUBSCRIBE: links.unsubscribe_link(studio, customer),
        Placeholder.JOB_NAME: job.public_name,
        Placeholder.JOB_DATE_ARCHIVING: day_words(archiving_date, language)
        if archiving_date
        else "",
        Placeholder.JOB_DATE_SHOT: day_words(job.shot_on, language) if job.shot_on else "",
        Placeholder.PHOTOGRAPHER_COMPANY: studio.name,
        Placeholder.PHOTOGRAPHER_EMAIL: studio.email,
        Placeholder.PHOTOGRAPHER_PHONE: studio.phone,
    }


def letter_for(reader: Reader, *, subject: str, message: str, now: datetime) -> Letter:
    """The letter that a notification becomes for this reader, as it reads at `now`."""
    values = values_for(reader)
    studio = reader.studio
    parts = paragraphs(fill(message, values))
    with force_locale(studio.language):
        written = tuple(_part(part, reader, values) for part in parts)
        counted = _counter(reader, now)
    return Letter(
        sender=studio.name,
        language=studio.language,
        subject=fill(subject, values),
        preheader=_preheader(parts),
        parts=(*counted, *written) if counted else written,
        footer=_footer(reader),
    )


def sms_for(reader: Reader, *, message: str) -> str:
    """The text that a notification becomes as an SMS; it says how to end such messages."""
    values = values_for(reader)
    text = fill(message, values)
    way_out = values[Placeholder.CUSTOMER_UNSUBSCRIBE]
    if way_out in text:
        return text
    with force_locale(reader.studio.language):
        return f"{text}\n{_('Unsubscribe')}: {way_out}"


def _part(part: Part, reader: Reader, values: Values) -> Part:
    """A paragraph that is nothing but the way to the pictures becomes a button."""
    if part.text.strip() != values[Placeholder.CUSTOMER_LOGINURL]:
        return part
    label = _("Open the page") if reader.job.archived_at else _("See the pictures")
    return Part(text=label, button=part.text.strip())


def _counter(reader: Reader, now: datetime) -> tuple[Part, ...]:
    job = reader.job
    plan = job.archive_plan
    counter = plan.counter(now) if plan and job.standing(now).shows_photos else None
    if counter is None:
        return ()
    return (Part(counter_sentence(counter, reader.studio.language), is_counter=True),)


def _preheader(parts: tuple[Part, ...]) -> str:
    """What a list of mails shows behind the subject: the first thing said after the greeting."""
    said = [part.text for part in parts if len(part.text.split()) > _FEWEST_WORDS]
    text = " ".join((said or [""])[0].split())
    return text if len(text) <= _PREHEADER else text[:_PREHEADER].rsplit(" ", 1)[0] + " …"


def _footer(reader: Reader) -> tuple[FootLine, ...]:
    """Why this came, what else did, how to end it, and who writes; in the customer's language."""
    studio, customer = reader.studio, reader.customer
    reached = " · ".join(each for each in (studio.name, studio.email, studio.phone) if each)
    with force_locale(customer.language):
        why = _(
            "You get this message because you registered for the pictures of %(shoot)s.",
            shoot=reader.job.public_name,
        )
        return (
            FootLine(why, _("All messages to you"), links.own_page_link(studio, customer)),
            FootLine(
                _("You want no more of them?"),
                _("Unsubscribe"),
                links.unsubscribe_link(studio, customer),
            ),
            FootLine(reached),
        )


_FEWEST_WORDS = 3
