"""Whom a question of support is about: the customers, people and codes of one job (H1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.orm import aliased

from webapp.models.base import db, is_id
from webapp.models.customer import Customer, Registration
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.queries.reopenings import code_of_job, holder
from webapp.queries.searching import has_words

_ALONE = 20
_OF_EACH_KIND = 8
_MANY = 200


@dataclass(frozen=True)
class Candidate:
    """Somebody a question can be about: `kind` is customer, person or code."""

    kind: str
    id: str
    name: str
    detail: str


@dataclass(frozen=True)
class Subject:
    """Whom it is about: one of the three."""

    customer: Customer | None = None
    person: Person | None = None
    code: AccessCode | None = None

    @property
    def name(self) -> str:
        """As the pages call them; '' is the code of the whole job."""
        if self.customer is not None:
            return self.customer.name or self.customer.email or self.customer.phone or "–"
        if self.person is not None:
            return self.person.name
        return holder(self.code) if self.code else ""


def subject_of(
    job: Job, *, customer_id: str = "", person_id: str = "", code_id: str = ""
) -> Subject | None:
    """Whoever these ids name, if they belong to the job; None: they do not."""
    if not all(is_id(each) for each in (customer_id, person_id, code_id) if each):
        return None
    if customer_id:
        found = db.session.scalar(
            select(Customer)
            .join(Registration, Registration.customer_id == Customer.id)
            .where(Registration.job_id == job.id, Customer.id == customer_id)
        )
        return Subject(customer=found) if found else None
    if person_id:
        of_job = select(Person).where(Person.id == person_id, Person.job_id == job.id)
        person = db.session.scalar(of_job)
        return Subject(person=person) if person else None
    code = code_of_job(job.id, code_id) if code_id else None
    return Subject(code=code) if code else None


@dataclass(frozen=True)
class Candidates:
    """Whom the words name; `left_out`: so many more are not listed."""

    found: tuple[Candidate, ...]
    left_out: int


def candidates(
    job: Job, words: Sequence[str], *, only_customers: bool, many: bool = False
) -> Candidates:
    """Customers, then people, then codes of albums and of the job, that the words name.

    Each kind by its names: the first few, or `many` of them.
    """
    looks = (_customers,) if only_customers else (_customers, _people, _codes)
    most = _MANY if many else _ALONE if only_customers else _OF_EACH_KIND
    found = [look(job, words, most) for look in looks]
    return Candidates(
        tuple(each for kind, _left_out in found for each in kind),
        sum(left_out for _kind, left_out in found),
    )


def _customers(job: Job, words: Sequence[str], most: int) -> tuple[list[Candidate], int]:
    called = func.coalesce(func.nullif(Customer.name, ""), Customer.email, Customer.phone)
    rows, left_out = _first(
        select(Customer)
        .join(Registration, Registration.customer_id == Customer.id)
        .where(
            Registration.job_id == job.id,
            _named(words, (Customer.name, Customer.email, Customer.phone)),
        )
        .order_by(func.lower(called), Customer.id),
        most,
    )
    return [
        Candidate("customer", each.id, Subject(customer=each).name, each.email or each.phone or "")
        for (each,) in rows
    ], left_out


def _people(job: Job, words: Sequence[str], most: int) -> tuple[list[Candidate], int]:
    album = aliased(Album)
    rows, left_out = _first(
        select(Person.id, Person.name, func.coalesce(album.name, ""))
        .outerjoin(album, album.id == Person.album_id)
        .where(Person.job_id == job.id, _named(words, (Person.name, Person.reference)))
        .order_by(func.lower(Person.name), Person.id),
        most,
    )
    return [Candidate("person", *row) for row in rows], left_out


def _codes(job: Job, words: Sequence[str], most: int) -> tuple[list[Candidate], int]:
    """Codes of albums by the albums' names; the job's own is found by no word, or any."""
    rows, left_out = _first(
        select(AccessCode.id, func.coalesce(Album.name, ""))
        .outerjoin(Album, Album.id == AccessCode.album_id)
        .where(
            AccessCode.job_id == job.id,
            AccessCode.person_id.is_(None),
            AccessCode.of_removed.is_(False),
            AccessCode.revoked_at.is_(None),
            _named(words, (func.coalesce(Album.name, ""),)),
        )
        .order_by(Album.name, AccessCode.id),
        most,
    )
    return [Candidate("code", code_id, name, "") for code_id, name in rows], left_out


def _first(
    asked: Select[*tuple[Any, ...]], most: int
) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """The first of what is asked for, and how many more there are."""
    rows = db.session.execute(asked.limit(most + 1)).all()
    if len(rows) <= most:
        return rows, 0
    total = db.session.scalar(select(func.count()).select_from(asked.order_by(None).subquery()))
    return rows[:most], (total or 0) - most


def _named(words: Sequence[str], texts: Sequence[Any]) -> ColumnElement[bool]:
    """Every word is somewhere in one of the texts; without words everybody is meant."""
    return has_words(words, texts) if words else true()
