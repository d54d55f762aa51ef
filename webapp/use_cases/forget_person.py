"""The data of one person of a job is deleted on request: a child, mostly (product 6).

Photos of nobody else go, group pictures and those with others stay. Looks again under the locks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import transaction
from webapp.models.basket import BasketLine, RemovedLine
from webapp.models.customer import Customer, LeftAddress, OpenedCode, Registration
from webapp.models.deletion import ClosedCode, DeletedPhoto, Deletion
from webapp.models.job import AccessCode, Job, Person
from webapp.models.late import MoreTimeRequest
from webapp.models.order import Order, OrderLine
from webapp.models.photo import PhotoPerson
from webapp.models.support import SupportRequest
from webapp.models.upload import Upload, UploadPart
from webapp.queries.needed_photos import NeedingOrder
from webapp.queries.person_data import only_of, registrations_through, what_needs
from webapp.use_cases.basket_lines import take_out
from webapp.use_cases.change_codes import revoke
from webapp.use_cases.delete_for_good import begin_deletion, delete_photos
from webapp.use_cases.forget_customers import forget
from webapp.use_cases.forget_in_history import Seals, forget_in_history
from webapp.use_cases.forget_messages import change
from webapp.use_cases.forget_reasons import forget_reasons
from webapp.use_cases.forget_requests import forget_requests
from webapp.use_cases.forget_support_requests import forget_support_requests
from webapp.use_cases.forget_visitors import carry_out
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import record


class StillNeededError(Exception):
    """Orders need the person's pictures: nothing was deleted; carries which (D4)."""

    def __init__(self, orders: Sequence[NeedingOrder]) -> None:
        super().__init__(f"{len(orders)} orders")
        self.orders = tuple(orders)


@dataclass(frozen=True)
class PersonForgotten:
    """What went, in numbers; the files of the photos follow (`deletion_id`).

    `part_keys`: files of half uploads of the same pictures, which nothing on record names any more.
    """

    deletion_id: str
    photos: int
    registrations: int
    customers: int
    part_keys: tuple[str, ...] = ()


def forget_person(
    job_id: str, person_id: str, *, by: Actor, now: datetime
) -> PersonForgotten | None:
    """Delete what is known of the person; None: nobody of this job any more.

    Raises StillNeededError, and BeingSentError of customers who go with them.
    """
    with transaction() as session:
        studio_id = session.get_one(Job, job_id).studio_id
        hold_studio(session, studio_id)
        job = session.get_one(Job, job_id, with_for_update={"of": Job}, populate_existing=True)
        person = session.scalar(
            select(Person).where(Person.id == person_id, Person.job_id == job_id)
        )
        if person is None:
            return None
        needing = what_needs(session, person, now=now)
        if needing:
            raise StillNeededError(needing)
        deletion = begin_deletion(
            session, job, studio_id=studio_id, kind=Kind.PERSON, reason=Reason.REQUEST,
            by=by, now=now, subjects={"people": [person.id]},
        )  # fmt: skip
        return forget_of_job(session, deletion, job, person, by=by, now=now)


def forget_of_job(
    session: Session,
    deletion: Deletion,
    job: Job,
    person: Person,
    *,
    by: Actor,
    now: datetime,
    also_in_hand: bool = False,
) -> PersonForgotten:
    """Part of a deed that holds studio and job: everything of the person goes, and is recorded.

    `also_in_hand`: even messages to their customers that somebody was sending (see `forget`).
    """
    photos = delete_photos(session, deletion, job, only_of(person), now=now)
    registered = registrations_through(session, person)
    customers = [each.customer_id for each in registered]
    codes = session.scalars(select(AccessCode).where(AccessCode.person_id == person.id)).all()
    _forget_what_codes_opened(session, job, codes, now=now)
    _close(session, codes, by=by, now=now)
    seals = _forget_names(session, job, person)
    part_keys = _forget_uploads(session, job, deletion)
    carry_out(session, delete(PhotoPerson).where(PhotoPerson.person_id == person.id))
    carry_out(session, delete(Person).where(Person.id == person.id))
    counts = {"photos_deleted": photos, "registrations_deleted": len(registered),
              "codes_revoked": len(codes)}  # fmt: skip
    record(
        session, job, by=by, now=now, deed="person-forgotten",
        counts={name: number for name, number in counts.items() if number}, seals=seals,
    )  # fmt: skip
    name = [person.name]
    forget_reasons(session, job.studio_id, name, deed="person-forgotten", by=by, now=now)
    mark_stale(session, job.id)
    left_over = _with_nothing_left(session, customers)
    forget(
        session, job.studio_id, left_over, reason=Reason.REQUEST, by=by, now=now,
        also_in_hand=also_in_hand,
    )  # fmt: skip
    return PersonForgotten(deletion.id, photos, len(registered), len(left_over), part_keys)


def _forget_what_codes_opened(
    session: Session, job: Job, codes: Sequence[AccessCode], *, now: datetime
) -> None:
    """Registrations, addresses, baskets of sets and questions that came by these codes."""
    ids = [code.id for code in codes]
    lines = session.scalars(select(BasketLine.id).where(BasketLine.access_code_id.in_(ids))).all()
    if lines:
        take_out(session, [job.id], now=now, line_ids=lines)
    opened = select(OpenedCode.visitor_id).where(OpenedCode.access_code_id.in_(ids))
    carry_out(
        session,
        delete(LeftAddress).where(LeftAddress.job_id == job.id, LeftAddress.visitor_id.in_(opened)),
    )
    forget_requests(session, MoreTimeRequest.access_code_id.in_(ids), now=now)
    forget_support_requests(
        session, SupportRequest.job_id == job.id, SupportRequest.visitor_id.in_(opened), now=now,
        also_in_hand=True,
    )  # fmt: skip
    for model in (Registration, OpenedCode, RemovedLine):
        carry_out(session, delete(model).where(model.access_code_id.in_(ids)))


def _close(session: Session, codes: Sequence[AccessCode], *, by: Actor, now: datetime) -> None:
    """They open nothing any more, and lead to a kind page (D3)."""
    for code in codes:
        if code.revoked_at is None:
            revoke(session, code, by=by, now=now)
            closed = {"fingerprint": code.fingerprint, "studio_id": code.studio_id}
            session.execute(insert(ClosedCode).values(**closed, closed_at=now))
        code.person_id, code.of_removed = None, True
    session.flush()


def _forget_names(session: Session, job: Job, person: Person) -> Seals:
    """Where the name stands in what stays: delivered orders and the history."""
    change(
        session,
        update(OrderLine)
        .where(OrderLine.job_id == job.id, OrderLine.person_name == person.name)
        .values(person_name="", group_name=""),
    )
    return forget_in_history(session, job.id, person.name)


def _forget_uploads(session: Session, job: Job, deletion: Deletion) -> tuple[str, ...]:
    """What is known of the files that became these photos, or were the same pictures half sent.

    Where their pieces lie: those go after the commit.
    """
    gone = select(DeletedPhoto.photo_id).where(DeletedPhoto.deletion_id == deletion.id)
    ids = session.scalars(
        select(Upload.id)
        .where(Upload.job_id == job.id, Upload.photo_id.in_(gone))
        .order_by(Upload.id)
        .with_for_update(of=Upload)
    ).all()
    of_these = UploadPart.upload_id.in_(ids)
    keys = session.scalars(select(UploadPart.store_key).where(of_these)).all()
    carry_out(session, delete(UploadPart).where(of_these))
    carry_out(session, delete(Upload).where(Upload.id.in_(ids)))
    return tuple(keys)


def _with_nothing_left(session: Session, customer_ids: Sequence[str]) -> list[str]:
    """Those of them who neither ordered nor registered for anything else."""
    ordered = select(Order.customer_id).where(Order.customer_id.in_(customer_ids))
    registered = select(Registration.customer_id).where(Registration.customer_id.in_(customer_ids))
    keeps = or_(Customer.id.in_(ordered), Customer.id.in_(registered))
    return list(session.scalars(select(Customer.id).where(Customer.id.in_(customer_ids), ~keeps)))
