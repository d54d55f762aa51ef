"""What an import of people is compared with: who is in the job, and which codes are in use."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.people import TypedPerson
from webapp.domain.people_plan import KnownPeople
from webapp.models import sealing
from webapp.models.base import db
from webapp.models.job import AccessCode, Album, Person, StudioCode

_AT_ONCE = 500
_PURPOSE = "access code"


def known_people(job_id: str, codes: Collection[str]) -> KnownPeople:
    """The people of a job, and those of these codes that open something, in any studio."""
    return known_to(db.session(), job_id, codes)


def known_to(session: Session, job_id: str, codes: Collection[str]) -> KnownPeople:
    """The same inside a transaction."""
    albums = session.scalars(select(Album.name).where(Album.job_id == job_id))
    return KnownPeople(
        people=_people(session, job_id),
        groups={name.casefold() for name in albums},
        taken=set(_taken(session, codes)),
    )


def _people(session: Session, job_id: str) -> dict[tuple[str, str], list[tuple[str, str]]]:
    rows = session.execute(
        select(Person.name, Album.name, Person.reference, AccessCode.sealed)
        .outerjoin(Album, Album.id == Person.album_id)
        .outerjoin(
            AccessCode, (AccessCode.person_id == Person.id) & AccessCode.revoked_at.is_(None)
        )
        .where(Person.job_id == job_id)
    )
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name, album, reference, sealed in rows:
        code = sealing.unseal(sealed) if sealed else ""
        found[TypedPerson(name, album or "").key].append((reference, code))
    return dict(found)


def _taken(session: Session, codes: Collection[str]) -> Iterator[str]:
    """Revoked ones too: their cards are about, and would open somebody else's pictures."""
    by_print = {sealing.fingerprint(code, purpose=_PURPOSE): code for code in codes}
    prints = list(by_print)
    for start in range(0, len(prints), _AT_ONCE):
        some = prints[start : start + _AT_ONCE]
        for table in (AccessCode, StudioCode):
            for found in session.scalars(
                select(table.fingerprint).where(table.fingerprint.in_(some))
            ):
                yield by_print[found]
