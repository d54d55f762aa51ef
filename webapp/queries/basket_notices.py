"""What has left a visitor's basket, with which shoot, and whether it comes back (A8, R5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Row, select

from webapp.domain.status import Standing
from webapp.models.base import db
from webapp.models.basket import Basket, RemovedLine
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.photo import Photo
from webapp.models.price_list import Product
from webapp.queries.sets import sets_of

_LeftRow = Row[RemovedLine, Job, str, str, str, str, Product]


@dataclass(frozen=True)
class LeftLine:
    """A product that left: of one picture, or of all of somebody (`whose`)."""

    quantity: int
    product_name: str
    photo_number: int | None
    whose: str


@dataclass(frozen=True)
class Notice:
    """What left the basket with one job: named until it is dismissed (A8).

    `returns`: it comes back by itself if the job is sold again (R5). `is_gone`: the studio has
    deleted the pictures (D2). `is_sold`: the products are on the job's price list now.
    """

    job: Job
    standing: Standing
    removed_at: datetime
    lines: tuple[LeftLine, ...]
    returns: bool
    is_gone: bool
    is_sold: bool

    @property
    def left_later(self) -> bool:
        """Whether it left after the archiving: when what was open again for one had ended."""
        archived_at = self.job.archived_at
        return archived_at is not None and self.removed_at > archived_at

    @property
    def products(self) -> int:
        """How many products left."""
        return sum(line.quantity for line in self.lines)


def notices(visitor_id: str, *, now: datetime) -> list[Notice]:
    """What left the visitor's baskets and was not dismissed, by job, newest first."""
    rows = db.session.execute(
        select(RemovedLine, Job, Basket.state, Person.name, Album.name, Photo.id, Product)
        .join(Basket, Basket.id == RemovedLine.basket_id)
        .join(Job, Job.id == RemovedLine.job_id)
        .outerjoin(Photo, Photo.id == RemovedLine.photo_id)
        .outerjoin(Product, Product.id == RemovedLine.product_id)
        .outerjoin(AccessCode, AccessCode.id == RemovedLine.access_code_id)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, Album.id == AccessCode.album_id)
        .where(Basket.visitor_id == visitor_id, RemovedLine.dismissed_at.is_(None))
        .order_by(Job.id, Basket.state, RemovedLine.photo_number, RemovedLine.id)
    ).all()
    emptied = _opening_nothing({line.access_code_id for line, *_more in rows})
    parts = [(row, (row[1].id, row[2], _is_gone(row, emptied), _is_sold(row))) for row in rows]
    parts.sort(key=lambda part: part[1])
    found = [
        _notice([row for row, _key in group], is_gone=is_gone, is_sold=is_sold, now=now)
        for (_job, _state, is_gone, is_sold), group in groupby(parts, key=lambda part: part[1])
    ]
    return sorted(found, key=lambda notice: notice.removed_at, reverse=True)


def _opening_nothing(code_ids: set[str | None]) -> set[str]:
    """Those of the codes, whose sets left baskets, that open no picture now."""
    sets = sets_of({code_id for code_id in code_ids if code_id})
    return {code_id for code_id, found in sets.items() if not found.pictures}


def _is_gone(row: _LeftRow, emptied: set[str]) -> bool:
    """Whether the picture, or all of a set, was deleted: no query finds it (D2)."""
    line, *_more, photo_id, _product = row
    return photo_id is None if line.photo_id else line.access_code_id in emptied


def _is_sold(row: _LeftRow) -> bool:
    """Whether the product can be ordered of the job's pictures while the job is on sale."""
    job, product = row[1], row[-1]
    return product is not None and product.is_sold and product.price_list_id == job.price_list_id


def _notice(rows: Sequence[_LeftRow], *, is_gone: bool, is_sold: bool, now: datetime) -> Notice:
    _line, job, state, *_more = rows[0]
    return Notice(
        job=job,
        standing=job.standing(now),
        removed_at=max(line.removed_at for line, *_more in rows),
        lines=tuple(_left(line, person, album) for line, _job, _st, person, album, *_no in rows),
        returns=state == "pending" and not is_gone,
        is_gone=is_gone,
        is_sold=is_sold,
    )


def _left(line: RemovedLine, person: str | None, album: str | None) -> LeftLine:
    return LeftLine(line.quantity, line.product_name, line.photo_number, person or album or "")
