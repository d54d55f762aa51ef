"""The files that an order bought, and the originals that a lab needs for it (A9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select

from webapp.domain.downloads import OrderFacts
from webapp.domain.sent_names import bought_file
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.order import Order, OrderedPhoto, OrderLine
from webapp.models.photo import Photo


@dataclass(frozen=True)
class BoughtFile:
    """A picture that was bought as a file; `downloads`: how often it was fetched.

    `is_kept`: its original is on record still, not in the trash, its job not being deleted.
    """

    id: str
    photo_id: str
    name: str
    number: int
    is_kept: bool
    downloads: int
    downloaded_at: datetime | None

    @property
    def label(self) -> str:
        """The number under the picture: '0412'."""
        return f"{self.number:04d}"


@dataclass(frozen=True)
class OrderedOriginal:
    """An original that a line of an order needs; `media_type` '' if it is on record no more."""

    order: Order
    line: OrderLine
    photo_id: str
    number: int
    media_type: str
    original_name: str


def facts_of(order: Order) -> OrderFacts:
    """What decides whether the order's files can be fetched."""
    return OrderFacts(order.paid_at, order.cancelled_at, order.downloads_until)


def files_of(order: Order) -> list[BoughtFile]:
    """The files of the order, each picture once, in the order of its lines."""
    rows = db.session.execute(
        select(OrderedPhoto, OrderLine.position, Job.id)
        .join(OrderLine, OrderLine.id == OrderedPhoto.order_line_id)
        .outerjoin(Photo, Photo.id == OrderedPhoto.photo_id)
        .outerjoin(Job, Job.id == Photo.job_id)
        .where(OrderedPhoto.order_id == order.id, OrderedPhoto.is_file)
        .order_by(OrderLine.position, OrderedPhoto.number)
    )
    found: dict[str, BoughtFile] = {}
    for ordered, position, job_id in rows:
        name = bought_file(order.number, position, ordered.number)
        file = BoughtFile(
            id=ordered.id,
            photo_id=ordered.photo_id,
            name=name,
            number=ordered.number,
            is_kept=job_id is not None,
            downloads=ordered.downloads,
            downloaded_at=ordered.downloaded_at,
        )
        found.setdefault(ordered.photo_id, file)
    return list(found.values())


def photo_of_file(order: Order, file_id: str) -> Photo | None:
    """The photo behind a file that this order bought, where it is kept."""
    return db.session.scalar(
        select(Photo)
        .join(OrderedPhoto, OrderedPhoto.photo_id == Photo.id)
        .join(Job, Job.id == Photo.job_id)
        .where(OrderedPhoto.id == file_id, OrderedPhoto.order_id == order.id, OrderedPhoto.is_file)
    )


def originals_of(studio_id: str, order_ids: Sequence[str]) -> list[OrderedOriginal]:
    """Every original that these orders of the studio need, line by line."""
    media_type = case((Job.id.is_not(None), Photo.media_type))
    rows = db.session.execute(
        select(Order, OrderLine, OrderedPhoto, media_type, Photo.original_name)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(OrderedPhoto, OrderedPhoto.order_line_id == OrderLine.id)
        .outerjoin(Photo, Photo.id == OrderedPhoto.photo_id)
        .outerjoin(Job, Job.id == Photo.job_id)
        .where(Order.studio_id == studio_id, Order.id.in_(order_ids))
        .order_by(Order.number, OrderLine.position, OrderedPhoto.number)
    )
    return [
        OrderedOriginal(
            order, line, ordered.photo_id, ordered.number, kind or "", original_name or ""
        )
        for order, line, ordered, kind, original_name in rows
    ]
