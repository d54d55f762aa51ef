"""Whoever was forgotten stays forgotten: a database from a backup forgets them again (D3).

For the ledger of deletions: what its page names as customers and people, if they are on record.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER
from webapp.domain.deletion import Kind, Reason
from webapp.domain.paging import portions
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.customer import Customer
from webapp.models.deletion import Deletion
from webapp.models.job import Job, Person
from webapp.models.photo import Photo
from webapp.use_cases.delete_for_good import begin_deletion, delete_photos
from webapp.use_cases.deletion_ledger import Page
from webapp.use_cases.forget_customers import forget
from webapp.use_cases.forget_person import forget_of_job
from webapp.use_cases.holding import hold_studio

_AT_ONCE = 1000


def are_back(page: Page) -> int:
    """How many of those whom the page says were forgotten are on record, as they were."""
    read_committed_state()
    people = select(func.count()).where(Person.id.in_(page.subjects.get("people", ())))
    customers = select(func.count()).where(
        Customer.id.in_(page.subjects.get("customers", ())), Customer.forgotten_at.is_(None)
    )
    found = sum(db.session.scalar(each) or 0 for each in (people, customers))
    read_committed_state()
    return found


def forget_again(page: Page, *, now: datetime) -> int:
    """How many were on record; under the id that the ledger knows. Twice is the same as once.

    The photos of the page go with the person. `now`: the machine's time.
    """
    gone = 0
    for person_id in page.subjects.get("people", ()):
        gone += _forget_person(page, person_id, now=now)
    if customer_ids := page.subjects.get("customers", ()):
        gone += _forget_customers(page, customer_ids)
    return gone


def _forget_customers(page: Page, customer_ids: list[str]) -> int:
    with transaction() as session:
        studio_id = session.scalar(
            select(Customer.studio_id).where(Customer.id.in_(customer_ids)).limit(1)
        )
        if studio_id is None:
            return 0
        return forget(
            session, studio_id, customer_ids, reason=_reason(page), by=WORKER,
            now=page.deleted_at, again=page.deletion_id, also_in_hand=True,
        ).customers  # fmt: skip


def _forget_person(page: Page, person_id: str, *, now: datetime) -> int:
    with transaction() as session:
        person = session.get(Person, person_id)
        if person is None:
            return 0
        job_id = person.job_id
        hold_studio(session, session.get_one(Job, job_id).studio_id)
        job = session.get_one(Job, job_id, with_for_update={"of": Job}, populate_existing=True)
        deletion = _known(session, page, job, now=now)
        for ids in portions(page.photo_ids, _AT_ONCE):
            delete_photos(session, deletion, job, Photo.id.in_(ids), now=now)
        forget_of_job(
            session, deletion, job, person, by=WORKER, now=page.deleted_at, also_in_hand=True
        )
        return 1


def _known(session: Session, page: Page, job: Job, *, now: datetime) -> Deletion:
    deletion = session.get(Deletion, page.deletion_id)
    if deletion is None:
        deletion = begin_deletion(
            session, job, studio_id=job.studio_id, kind=Kind.PERSON, reason=_reason(page),
            by=WORKER, now=page.deleted_at, subjects=page.subjects, deletion_id=page.deletion_id,
        )  # fmt: skip
        deletion.noted_at = now  # its page is there, and knows more than is on record here
    return deletion


def _reason(page: Page) -> Reason:
    return Reason(page.reason)
