"""The figures kept with a job are those of its photos, or they are counted again (D5)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from webapp.models.base import db, read_committed_state, transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH


def wrong_figures(*, repair: bool) -> Iterator[str]:
    """A sentence for each job whose figures differ, and with `repair` have been set right."""
    read_committed_state()
    differing = _differing().with_only_columns(Job.id)
    job_ids = db.session.scalars(differing, execution_options=WITH_TRASH).all()
    read_committed_state()
    for job_id in job_ids:
        sentence = _look_again(job_id, repair=repair)
        if sentence:
            yield sentence


def _look_again(job_id: str, *, repair: bool) -> str:
    """The same under the lock, where nothing is uploaded or deleted meanwhile."""
    with transaction() as session:
        held = select(Job).where(Job.id == job_id).with_for_update(of=Job)
        job = session.scalar(held, execution_options=WITH_TRASH)
        right = session.execute(
            _differing().where(Job.id == job_id), execution_options=WITH_TRASH
        ).one_or_none()
        if job is None or right is None:
            return ""
        said, found = _figures_of(job), tuple(int(figure) for figure in right[1:])
        if repair:
            job.photo_count, job.original_bytes, job.trash_count, job.trash_bytes = found
    return f"Job {job_id} says {_in_words(said)}; on record are {_in_words(found)}."


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
