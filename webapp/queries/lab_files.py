"""What an archive of originals for the lab holds: a file for each product of each picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.domain.order_list import OrderFilters
from webapp.domain.product_kinds import ProductKind
from webapp.domain.sent_names import lab_file, unique
from webapp.models.base import db
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.queries.order_files import OrderedOriginal, originals_of
from webapp.queries.order_list import around, in_part


@dataclass(frozen=True)
class LabFile:
    """An original under the name that the lab reads; `product` so many times of it.

    `is_kept`: it is still on record.
    """

    name: str
    photo_id: str
    product: str
    quantity: int
    original: OrderedOriginal

    @property
    def is_kept(self) -> bool:
        """Whether the original is on record."""
        return bool(self.original.media_type)

    @property
    def label(self) -> str:
        """The number under the picture: '0412'."""
        return f"{self.original.number:04d}"


def lab_files(studio_id: str, order_ids: Sequence[str]) -> list[LabFile]:
    """Everything that is to be made of these orders; of a package each of its parts."""
    found = [
        (original, product, quantity)
        for original in originals_of(studio_id, order_ids)
        for product, quantity in _products(original)
    ]
    names = unique(_name(*each) for each in found)
    return [
        LabFile(name, original.photo_id, product, quantity, original)
        for name, (original, product, quantity) in zip(names, found, strict=True)
    ]


def orders_for_lab(studio: Studio, filters: OrderFilters, *, limit: int) -> Sequence[str]:
    """The filtered orders by number, without cancelled ones; at most `limit`."""
    return db.session.scalars(
        select(Order.id)
        .where(*around(studio, filters), *in_part(filters.part), Order.cancelled_at.is_(None))
        .order_by(Order.number)
        .limit(limit)
    ).all()


def _products(original: OrderedOriginal) -> Iterator[tuple[str, int]]:
    line = original.line
    if line.product_kind != ProductKind.PACKAGE or not line.parts:
        yield line.product_name, line.quantity
        return
    for part in line.parts:
        yield str(part["name"]), int(part["quantity"]) * line.quantity


def _name(original: OrderedOriginal, product: str, quantity: int) -> str:
    return lab_file(
        product=product,
        quantity=quantity,
        order_number=original.order.number,
        person=original.line.person_name,
        picture_number=original.number,
        media_type=original.media_type,
    )
