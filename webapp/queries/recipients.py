"""Who registered for a job, and what decides whether they are written to: one place for all (C1).

The same expressions narrow sets of jobs in the database and fill the facts that the domain plans
with.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from webapp.domain.access import WHOLE_JOB, Key
from webapp.domain.notifications import Channel, Condition, Group
from webapp.models.customer import Customer, Registration
from webapp.models.job import AccessCode, Job, Person
from webapp.models.message import Notification
from webapp.models.order import Order, OrderLine
from webapp.models.photo import Photo, PhotoPerson
from webapp.queries.gallery import visible
from webapp.queries.gone_pictures import photos_were_deleted


def reached_since(channel: Channel) -> ColumnElement[Any]:
    """Since when a customer may be written to about a job by this channel; NULL: not (C9).

    Registered is not enough: they agreed to it, confirmed the address, and did not unsubscribe.
    Whichever of the two came later counts.
    """
    agreed = and_(Registration.consented_at.is_not(None), Customer.unsubscribed_at.is_(None))
    if channel is Channel.SMS:
        may = and_(agreed, Customer.phone.is_not(None))
        return _later(may, Customer.phone_confirmed_at)
    may = and_(agreed, Customer.email_refused_at.is_(None), Customer.email.is_not(None))
    return _later(may, Customer.email_confirmed_at)


def _later(may: ColumnElement[bool], confirmed_at: Any) -> ColumnElement[Any]:
    agreed_at = Registration.consented_at
    return case((and_(may, agreed_at > confirmed_at), agreed_at), (may, confirmed_at))


def has_bought() -> ColumnElement[bool]:
    """Whether the registration's customer has ordered something of its job, not cancelled."""
    return exists(
        select(OrderLine.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.customer_id == Registration.customer_id,
            Order.state != "cancelled",
            OrderLine.job_id == Registration.job_id,
        )
    )


def has_photos() -> ColumnElement[bool]:
    """Whether there are pictures that the code of the registration opens; no code: any.

    A revoked code opens nothing.
    """
    person, album = AccessCode.person_id, AccessCode.album_id
    opens_all = or_(AccessCode.id.is_(None), and_(person.is_(None), album.is_(None)))
    ready = and_(Photo.state == "ready", Photo.card_state != "card")
    of_person = exists(
        select(PhotoPerson.photo_id)
        .join(Photo, Photo.id == PhotoPerson.photo_id)
        .where(PhotoPerson.person_id == person, ready)
    )
    of_class = exists(
        select(Photo.id)
        .join(Person, Person.album_id == Photo.album_id)
        .where(Person.id == person, Photo.is_group, ready)
    )
    of_album = exists(select(Photo.id).where(Photo.album_id == album, ready))
    any_of = or_(and_(opens_all, Job.photo_count > 0), of_person, of_class, of_album)
    return and_(AccessCode.revoked_at.is_(None), any_of)


def has_lost_photos() -> ColumnElement[bool]:
    """Whether there is no picture (any more) because the studio deleted what the code opened."""
    return and_(photos_were_deleted(), ~has_photos())


def registrations(*columns: Any) -> Select[Any]:
    """Registrations with their job, customer and code."""
    return (
        select(*columns)
        .select_from(Registration)
        .join(Job, Job.id == Registration.job_id)
        .join(Customer, Customer.id == Registration.customer_id)
        .outerjoin(AccessCode, AccessCode.id == Registration.access_code_id)
    )


def is_meant() -> ColumnElement[bool]:
    """Whether a notification means the registration's customer: channel, group, condition (C1).

    Whose pictures were deleted gets none: all of them speak of pictures (C6).
    """
    return and_(
        ~has_lost_photos(),
        or_(
            and_(Notification.channel == Channel.EMAIL, reached_since(Channel.EMAIL).is_not(None)),
            and_(Notification.channel == Channel.SMS, reached_since(Channel.SMS).is_not(None)),
        ),
        or_(
            Notification.target_group == Group.ALL,
            and_(Notification.target_group == Group.BUYERS, has_bought()),
            and_(Notification.target_group == Group.POTENTIAL, ~has_bought()),
        ),
        or_(
            Notification.condition == Condition.EVERYONE,
            and_(Notification.condition == Condition.WITH_PHOTOS, has_photos()),
            and_(Notification.condition == Condition.WITHOUT_PHOTOS, ~has_photos()),
        ),
    )


def pictures_of(session: Session, job: Job, code_id: str | None) -> int:
    """How many pictures of the job a code opens; without one: how many everybody sees."""
    code = session.get(AccessCode, code_id) if code_id else None
    if code is not None and code.revoked_at is not None:
        return 0
    if code is None:
        key = WHOLE_JOB
    else:
        of_person = code.person.album_id if code.person else None
        key = Key(code.person_id, code.album_id or of_person)
    counted = select(func.count()).where(Photo.job_id == job.id, visible([key]))
    return session.scalar(counted) or 0
