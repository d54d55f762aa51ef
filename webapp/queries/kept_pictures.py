"""Which orders have lost all their pictures: deleted, or in the trash (D2, D3)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.models.job import Job
from webapp.models.order import OrderedPhoto
from webapp.models.photo import Photo


def orders_without_pictures(
    session: Session, order_ids: Sequence[str], *, files_only: bool = False
) -> set[str]:
    """Those of these orders that have pictures, none of which is kept; `files_only`: as files."""
    asked: list[ColumnElement[bool]] = [OrderedPhoto.order_id.in_(order_ids)]
    if files_only:
        asked.append(OrderedPhoto.is_file.is_(True))
    gone = (
        select(OrderedPhoto.order_id)
        .outerjoin(Photo, Photo.id == OrderedPhoto.photo_id)
        .outerjoin(Job, Job.id == Photo.job_id)
        .where(*asked)
        .group_by(OrderedPhoto.order_id)
        .having(func.count(Job.id) == 0)
    )
    return set(session.scalars(gone))
