"""Compares the records of photos with their files, both ways, and with the jobs' figures (D5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from webapp.models.base import db, read_committed_state, transaction
from webapp.models.deletion import DeletedPhoto
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.keys import all_keys, original_key
from webapp.photos.store import Entry, PhotoStore

# A photo is written before its record: a file this young may still get one.
_BEING_UPLOADED = timedelta(hours=1)
_OF_PHOTOS = ("originals", "derived")


@dataclass(frozen=True)
class Drift:
    """One difference, in words for the operator."""

    sentence: str
    is_corrected: bool = False


def check_storage(store: PhotoStore, *, repair: bool, now: datetime) -> list[Drift]:
    """Every difference; with `repair` surplus files are deleted and figures counted again (D5).

    A lost original cannot be brought back: it is named, and stays on record. `now` is the
    machine's time, as that of the files.
    """
    files = {entry.key: entry for area in _OF_PHOTOS for entry in store.entries(area)}
    read_committed_state()
    on_record = db.session.execute(
        select(Photo.id, Photo.original_bytes), execution_options=WITH_TRASH
    )
    sizes = {photo_id: size for photo_id, size in on_record}  # rows, not a mapping
    return [
        *_lost_originals(files, sizes),
        *_surplus_files(store, files, sizes, repair=repair, now=now),
        *_interrupted_uploads(store, repair=repair, now=now),
        *_wrong_figures(repair=repair),
    ]


def _lost_originals(files: Mapping[str, Entry], sizes: dict[str, int]) -> Iterator[Drift]:
    for photo_id, size in sizes.items():
        found = files.get(original_key(photo_id))
        if found is None:
            yield Drift(f"Photo {photo_id} is on record, its original is missing.")
        elif found.size != size:
            yield Drift(
                f"Photo {photo_id} should have {size} bytes, its original has {found.size}."
            )


def _surplus_files(
    store: PhotoStore,
    files: Mapping[str, Entry],
    sizes: dict[str, int],
    *,
    repair: bool,
    now: datetime,
) -> Iterator[Drift]:
    leaving = db.session.scalars(
        select(DeletedPhoto.photo_id).where(DeletedPhoto.gone_at.is_(None))
    )
    known = {key for photo_id in (*sizes, *leaving) for key in all_keys(photo_id)}
    for key in sorted(files.keys() - known):
        if files[key].changed_at > now - _BEING_UPLOADED:
            continue
        if repair:
            store.delete(key)
        yield Drift(f"The file {key} belongs to no photo on record.", is_corrected=repair)


def _interrupted_uploads(store: PhotoStore, *, repair: bool, now: datetime) -> Iterator[Drift]:
    before = now - _BEING_UPLOADED
    left = store.interrupted(before=before)
    if repair:
        store.clear_interrupted(before=before)
    for name in left:
        yield Drift(f"The file {name} was left by an interrupted upload.", is_corrected=repair)


def _wrong_figures(*, repair: bool) -> Iterator[Drift]:
    differing = _differing().with_only_columns(Job.id)
    for job_id in db.session.scalars(differing, execution_options=WITH_TRASH).all():
        with transaction() as session:
            job = session.get_one(Job, job_id, with_for_update={"of": Job})
            right = session.execute(
                _differing().where(Job.id == job_id), execution_options=WITH_TRASH
            ).one_or_none()
            if right is None:
                continue
            said, found = _figures_of(job), tuple(int(figure) for figure in right[1:])
            if repair:
                job.photo_count, job.original_bytes, job.trash_count, job.trash_bytes = found
        sentence = f"Job {job_id} says {_in_words(said)}; on record are {_in_words(found)}."
        yield Drift(sentence, is_corrected=repair)


def _figures_of(job: Job) -> tuple[int, ...]:
    return job.photo_count, job.original_bytes, job.trash_count, job.trash_bytes


def _in_words(figures: tuple[int, ...]) -> str:
    photos, size, trash, trash_size = figures
    return f"{photos} photos of {size} bytes, in the trash {trash} of {trash_size} bytes"


def _differing() -> Select[*tuple[Any, ...]]:
    """Jobs whose figures are not those of their photos, with the right ones."""
    in_trash = Photo.trash_id.is_not(None)
    parts = [
        func.coalesce(func.sum(case((which, what), else_=0)), 0)
        for which in (~in_trash, in_trash)
        for what in (1, Photo.original_bytes)
    ]
    names = ("photos", "size", "trash", "trash_size")
    counted = (
        select(Photo.job_id, *(part.label(name) for part, name in zip(parts, names, strict=True)))
        .group_by(Photo.job_id)
        .subquery()
    )
    right = [func.coalesce(counted.c[name], 0) for name in names]
    said = (Job.photo_count, Job.original_bytes, Job.trash_count, Job.trash_bytes)
    return (
        select(Job.id, *right)
        .outerjoin(counted, counted.c.job_id == Job.id)
        .where(or_(*(figure != true for figure, true in zip(said, right, strict=True))))
        .order_by(Job.id)
    )
