"""Says which files are about to come: numbers are reserved, folders become albums.

Files that were announced before are the same upload: what is here is skipped, what is half here
goes on, what was refused may be tried again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.domain.uploads import (
    LONGEST_PATH,
    MOST_WAITING,
    Announced,
    State,
    Twin,
    in_order,
    is_raw,
)
from webapp.models.base import new_id, transaction
from webapp.models.job import Job
from webapp.models.upload import Upload
from webapp.photos.checking import MOST_BYTES, Reason
from webapp.photos.names import readable_name
from webapp.queries.uploads import free_bytes, number_waiting, twins_by_id
from webapp.use_cases.add_photo import next_number
from webapp.use_cases.albums_of_folders import NoAlbum, albums_for

_AT_ONCE = 1000

__all__ = ["NoAlbum", "Standing", "TooManyWaiting", "announce_uploads"]


class TooManyWaiting(Exception):
    """So many files of the studio are announced and have not come that no more can be."""


@dataclass
class Standing:
    """How one announced file stands; `missing_bytes`: what the quota lacks, `twin`: where the same
    picture is already."""

    id: str
    size: int
    state: State = State.WAITING
    received: int = 0
    reason: Reason | None = None
    missing_bytes: int = 0
    twin: Twin | None = None


def announce_uploads(
    job_id: str,
    files: Sequence[Announced],
    *,
    album_id: str | None,
    folders_become_albums: bool,
    new_album: str | None = None,
    now: datetime,
    machine_now: datetime,
) -> list[Standing]:
    """How each file stands, in the order given. Raises NoAlbum where one has none to go to,
    TooManyFolders and TooManyWaiting.

    `album_id` takes those that lie in no folder, or all; without it an album named `new_album`.
    A few statements, however many files.
    """
    files = [Announced(file.path[-LONGEST_PATH:], file.size, file.modified) for file in files]
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job, "key_share": True})
        ordered = in_order(dict.fromkeys(files))
        albums = albums_for(
            session,
            job,
            ordered,
            chosen=album_id,
            by_folder=folders_become_albums,
            now=now,
            otherwise=new_album,
        )
        known = _known(session, job_id, [file.path for file in ordered])
        found = {file: known[file.key] for file in ordered if file.key in known}
        held = [standing.id for standing in found.values()]
        corrected = _corrected(session, job_id, albums, but=held)
        _hold(session, [*held, *corrected])
        for start in range(0, len(corrected), _AT_ONCE):
            these = corrected[start : start + _AT_ONCE]
            session.execute(delete(Upload).where(Upload.id.in_(these)))
        _wake(session, job, found, albums, machine_now=machine_now)
        new = [file for file in ordered if file not in found]
        if new and number_waiting(session, job.studio_id) + len(new) > MOST_WAITING:
            raise TooManyWaiting
        fresh = _add(session, job, new, albums, machine_now=machine_now)
        standings = {file: (found | fresh)[file] for file in ordered}
        _refuse_at_once(session, job, standings)
    return [standings[file] for file in files]


def _known(
    session: Session, job_id: str, paths: Sequence[str]
) -> dict[tuple[str, int, int], Standing]:
    """What was announced before. Files of which nobody knows the time may be different ones."""
    rows: list[Row[Any]] = []
    for start in range(0, len(paths), _AT_ONCE):
        rows += session.execute(
            select(
                Upload.path, Upload.size, Upload.modified, Upload.id, Upload.state,
                Upload.received, Upload.photo_id,
            ).where(
                Upload.job_id == job_id,
                Upload.path.in_(paths[start : start + _AT_ONCE]),
                Upload.modified > 0,
            )
        )  # fmt: skip
    here = [row.photo_id for row in rows if State(row.state).is_here]
    twins = twins_by_id(session, here)
    return {
        (row.path, row.size, row.modified): Standing(
            row.id, row.size, State(row.state), row.received, twin=twins.get(row.photo_id)
        )
        for row in rows
    }


def _corrected(
    session: Session, job_id: str, albums: dict[Announced, str], *, but: Collection[str]
) -> list[str]:
    """Refused files in whose place others of the same names come, into the same albums."""
    paths = [file.path for file in albums]
    found: list[str] = []
    for start in range(0, len(paths), _AT_ONCE):
        found += session.scalars(
            select(Upload.id).where(
                Upload.job_id == job_id,
                Upload.state == State.REFUSED,
                Upload.path.in_(paths[start : start + _AT_ONCE]),
                Upload.album_id.in_(set(albums.values())),
            )
        )
    return sorted(set(found) - set(but))


def _hold(session: Session, upload_ids: Iterable[str]) -> None:
    """By id, as everybody locks uploads, before they are changed in another order."""
    ids = sorted(upload_ids)
    for start in range(0, len(ids), _AT_ONCE):
        these = select(Upload.id).where(Upload.id.in_(ids[start : start + _AT_ONCE]))
        session.execute(these.order_by(Upload.id).with_for_update(of=Upload))


def _wake(
    session: Session,
    job: Job,
    found: dict[Announced, Standing],
    albums: dict[Announced, str],
    *,
    machine_now: datetime,
) -> None:
    """Those that are not here wait again, in the album of now; all belong to this upload now.

    One whose photo has gone meanwhile gets another number: in the trash it keeps its own.
    """
    here, again, renumbered = [], [], []
    for file, standing in found.items():
        if standing.state.is_here and standing.twin is not None:
            here.append({"upload": standing.id, "at": machine_now})
            continue
        row = {"upload": standing.id, "album": albums[file], "at": machine_now, "bytes": 0}
        if standing.state is State.WAITING:
            again.append(row | {"bytes": standing.received})
        elif standing.state is State.REFUSED:
            again.append(row)
        else:
            renumbered.append(row | {"place": next_number(job)})
        if standing.state is not State.WAITING:
            standing.state, standing.received = State.WAITING, 0
    _update_many(session, here, {"created_at": bindparam("at")})
    _update_many(session, again, _WAITING)
    _update_many(session, renumbered, _WAITING | {"number": bindparam("place")})


_WAITING: dict[str, Any] = {
    "album_id": bindparam("album"),
    "received": bindparam("bytes"),
    "created_at": bindparam("at"),
    "touched_at": bindparam("at"),
    "state": State.WAITING,
    "reason": "",
    "missing_bytes": 0,
    "photo_id": None,
}


def _update_many(session: Session, rows: list[dict[str, Any]], values: dict[str, Any]) -> None:
    """One statement, sent for all rows at once."""
    if rows:
        changed = update(Upload).where(Upload.id == bindparam("upload")).values(values)
        session.connection().execute(changed, rows)


def _add(
    session: Session,
    job: Job,
    files: Sequence[Announced],
    albums: dict[Announced, str],
    *,
    machine_now: datetime,
) -> dict[Announced, Standing]:
    rows = [
        {
            "id": new_id(),
            "studio_id": job.studio_id,
            "job_id": job.id,
            "album_id": albums[file],
            "path": file.path,
            "name": readable_name(file.path),
            "size": file.size,
            "modified": file.modified,
            "number": next_number(job),
            "created_at": machine_now,
            "touched_at": machine_now,
        }
        for file in files
    ]
    if rows:
        session.execute(insert(Upload), rows)
    return {
        file: Standing(str(row["id"]), file.size) for file, row in zip(files, rows, strict=True)
    }


def _refuse_at_once(session: Session, job: Job, standings: Mapping[Announced, Standing]) -> None:
    """Why should it be sent: it is empty, too large, raw, or there is no room for it (D5)."""
    free = free_bytes(session, job.studio_id)
    for file, standing in standings.items():
        if standing.state is not State.WAITING:
            continue
        standing.reason = _fault(file)
        if standing.reason is not None:
            continue
        if standing.size > free:
            standing.reason, standing.missing_bytes = Reason.QUOTA_FULL, standing.size - free
        else:
            free -= standing.size
    refused = [each for each in standings.values() if each.reason is not None]
    for each in refused:
        each.state = State.REFUSED
    if refused:
        session.execute(
            update(Upload),
            [
                {"id": each.id, "state": State.REFUSED, "reason": each.reason,
                 "missing_bytes": each.missing_bytes}
                for each in refused
            ],
        )  # fmt: skip


def _fault(file: Announced) -> Reason | None:
    """What is wrong with the file itself, as far as its name and size tell."""
    if file.size == 0:
        return Reason.EMPTY
    if file.size > MOST_BYTES:
        return Reason.TOO_LARGE
    return Reason.RAW if is_raw(file.path) else None
