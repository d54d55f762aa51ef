"""How much a studio had stored at some moments of the past, from records alone (D1)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Case, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.models.base import db
from webapp.models.deletion import DeletedPhoto, Deletion
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH


@dataclass(frozen=True)
class _Gone:
    """Bytes of deleted photos; how many moments had passed when they came, and when they went."""

    created: int
    deleted: int
    size: int


def used_at(studio_id: str, moments: Sequence[datetime], *, used: int) -> list[int]:
    """Bytes of originals that were on record at each of these moments, the trash included.

    `moments` in their order; `used` is what is on record now. What came since a moment was not
    there yet, what has been deleted since was there still. Two statements.
    """
    came = _came_since(studio_id, moments)
    gone = _gone_since(studio_id, moments)
    sizes = [
        used
        - sum(came[place:])
        + sum(each.size for each in gone if each.created <= place < each.deleted)
        for place in range(len(moments))
    ]
    # A job that is just being deleted is not used any more, and some of its photos are still there.
    return [max(size, 0) for size in sizes]


def _came_since(studio_id: str, moments: Sequence[datetime]) -> list[int]:
    """What came after each moment and up to the next one, and is still there.

    A range of the index for each: grouping by month looks at every row, and costs three times that.
    """
    ends = [*moments[1:], None]
    sums = [
        select(func.coalesce(func.sum(Photo.original_bytes), 0))
        .where(
            Photo.studio_id == studio_id,
            Photo.created_at >= moment,
            *([Photo.created_at < end] if end else []),
        )
        .scalar_subquery()
        for moment, end in zip(moments, ends, strict=True)
    ]
    found = db.session.execute(select(*sums), execution_options=WITH_TRASH).one()
    return [int(size) for size in found]


def _gone_since(studio_id: str, moments: Sequence[datetime]) -> list[_Gone]:
    """What was deleted since the first moment."""
    each = (
        select(
            Deletion.deleted_at.label("deleted_at"),
            _passed(DeletedPhoto.created_at, moments).label("created"),
            DeletedPhoto.original_bytes.label("size"),
        )
        .join(Deletion, Deletion.id == DeletedPhoto.deletion_id)
        .where(Deletion.studio_id == studio_id, Deletion.deleted_at >= moments[0])
        .subquery()
    )
    rows = db.session.execute(
        select(each.c.deleted_at, each.c.created, func.sum(each.c.size)).group_by(
            each.c.deleted_at, each.c.created
        )
    )
    return [
        _Gone(created, bisect_right(moments, deleted_at), int(size))
        for deleted_at, created, size in rows
    ]


def _passed(at: InstrumentedAttribute[datetime], moments: Sequence[datetime]) -> Case[int]:
    """How many of the moments had passed by then; most of what is deleted is old: that first."""
    return case(*((at < moment, place) for place, moment in enumerate(moments)), else_=len(moments))
