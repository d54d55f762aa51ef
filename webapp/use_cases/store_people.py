"""Store people in a job, with the albums of their classes and the codes they have or need.

Called inside the transaction of another deed, under the job's lock; ten thousand people are a few
statements.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from webapp.domain.people import TypedPerson
from webapp.models.base import new_id
from webapp.models.job import Album, Job, Person
from webapp.use_cases.create_album import show_again
from webapp.use_cases.issue_codes import ensure_codes, issue_codes


def store_people(
    session: Session, job: Job, people: Sequence[TypedPerson], *, now: datetime
) -> dict[str, int]:
    """Store them all; the counts for the history: people, albums and codes that were made."""
    albums = album_ids(session, job.id)
    made = make_albums(session, job.id, [each.group for each in people], albums, now=now)
    rows = [
        {
            "id": new_id(),
            "job_id": job.id,
            "album_id": albums[each.group.casefold()] if each.group else None,
            "name": each.name,
            "reference": each.reference,
            "created_at": now,
        }
        for each in people
    ]
    if rows:
        session.execute(insert(Person), rows)
    given = [
        (str(row["id"]), None, each.code)
        for row, each in zip(rows, people, strict=True)
        if each.code
    ]
    issue_codes(session, job, given, now=now)
    codes = len(given) + ensure_codes(session, job, now=now)
    counts = {"people": len(people), "albums": made, "codes": codes}
    return {name: number for name, number in counts.items() if number}


def album_ids(session: Session, job_id: str) -> dict[str, str]:
    """The ids of the job's albums by their names, upper and lower case being the same."""
    rows = session.execute(
        select(Album.name, Album.id).where(Album.job_id == job_id, Album.is_shown)
    )
    return {name.casefold(): album_id for name, album_id in rows}


def make_albums(
    session: Session, job_id: str, groups: Sequence[str], albums: dict[str, str], *, now: datetime
) -> int:
    """Make an album for every class that has none; `albums` then knows them too."""
    before = len(albums)
    for group in groups:
        key = group.casefold()
        if not key or key in albums:
            continue
        album_id = show_again(session, job_id, group)
        if album_id is None:
            album_id = new_id()
            album = Album(
                id=album_id, job_id=job_id, name=group, position=len(albums) + 1, created_at=now
            )
            session.add(album)
        albums[key] = album_id
    session.flush()
    return len(albums) - before
