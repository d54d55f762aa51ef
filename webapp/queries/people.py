"""The people of a job with their codes, and who registered for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webapp.domain.paging import Page
from webapp.models.base import db
from webapp.models.customer import Customer, Registration
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.queries.codes import ShownCode, codes_of

PAGE_SIZE = 50


@dataclass(frozen=True)
class PersonRow:
    """Somebody who was photographed; `code` as on the card, '' without one."""

    id: str
    name: str
    album: str
    code: str


@dataclass(frozen=True)
class JobCodes:
    """Every code of a job: its own, those of its albums, and its people with theirs.

    `without`: albums (id and name) whose code was revoked; '' and '': the job's own was.
    """

    of_job: Sequence[ShownCode]
    of_albums: Sequence[ShownCode]
    people: Sequence[PersonRow]
    without: Sequence[tuple[str, str]] = ()


class Reach(StrEnum):
    """Whether a customer is written to, and if not, why (C9)."""

    REACHED = "reached"
    UNCONFIRMED = "unconfirmed"
    UNSUBSCRIBED = "unsubscribed"
    REFUSED = "refused"


@dataclass(frozen=True)
class RegisteredRow:
    """A customer who registered; `through`: whose code it was."""

    id: str
    name: str
    email: str
    phone: str
    registered_at: datetime
    through: str
    reach: Reach


def job_codes(job: Job) -> JobCodes:
    """The codes and people of a job, in two statements."""
    found, job_id = codes_of(job.id), job.id
    codes = [code for code in found if not code.is_revoked]
    by_person = {code.person_id: code.code for code in codes if code.person_id}
    return JobCodes(
        of_job=[code for code in codes if not code.person_id and not code.album_id],
        of_albums=[code for code in codes if code.album_id and not code.person_id],
        people=_people(job_id, by_person),
        without=_without(found, is_for_all=job.access_type == "job"),
    )


def registered_page(job_id: str, *, asked: int) -> tuple[list[RegisteredRow], Page]:
    """One page of the customers of a job, newest first."""
    counted = select(func.count()).where(Registration.job_id == job_id)
    page = Page(asked, db.session.scalar(counted) or 0, PAGE_SIZE)
    of_code = aliased(Album)
    rows = db.session.execute(
        select(Registration.created_at, Customer, Person.name, of_code.name)
        .join(Customer, Customer.id == Registration.customer_id)
        .outerjoin(AccessCode, AccessCode.id == Registration.access_code_id)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(of_code, of_code.id == AccessCode.album_id)
        .where(Registration.job_id == job_id)
        .order_by(Registration.created_at.desc(), Registration.id)
        .offset(page.offset)
        .limit(page.size)
    )
    return [_registered(*row) for row in rows], page


def _without(codes: list[ShownCode], *, is_for_all: bool) -> list[tuple[str, str]]:
    """Who had a code that was not replaced; of the job's own only if it is what customers type."""
    of_groups = [code for code in codes if not code.person_id and (code.album_id or is_for_all)]
    valid = {code.album_id for code in of_groups if not code.is_revoked}
    revoked = {code.album_id or "": code.album for code in of_groups if code.album_id not in valid}
    return sorted(revoked.items(), key=lambda each: each[1])


def _people(job_id: str, codes: dict[str, str]) -> list[PersonRow]:
    rows = db.session.execute(
        select(Person.id, Person.name, Album.name)
        .outerjoin(Album, Album.id == Person.album_id)
        .where(Person.job_id == job_id)
        .order_by(Album.position.nulls_first(), Album.name, func.lower(Person.name), Person.id)
    )
    return [PersonRow(id_, name, album or "", codes.get(id_, "")) for id_, name, album in rows]


def _registered(
    at: datetime, customer: Customer, person: str | None, album: str | None
) -> RegisteredRow:
    return RegisteredRow(
        id=customer.id,
        name=customer.name,
        email=customer.email or "",
        phone=customer.phone or "",
        registered_at=at,
        through=person or album or "",
        reach=_reach(customer),
    )


def _reach(customer: Customer) -> Reach:
    if customer.unsubscribed_at is not None:
        return Reach.UNSUBSCRIBED
    if customer.phone_confirmed_at is not None:
        return Reach.REACHED
    if customer.email_refused_at is not None:
        return Reach.REFUSED
    return Reach.REACHED if customer.email_confirmed_at is not None else Reach.UNCONFIRMED
