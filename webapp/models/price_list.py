"""Price lists: what is sold of pictures, and for how much."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId


class PriceList(WithId, Model):
    """Products with prices; a job uses one. `tax_rate` is in hundredths of a per cent (1900).

    An archived one (`archived_at`) is offered to no further job.
    """

    __tablename__ = "price_list"
    __table_args__ = (UniqueConstraint("studio_id", "name"),)

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    name: Mapped[str] = mapped_column(String(80))
    tax_rate: Mapped[int] = mapped_column(default=1900)
    shipping_price: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class Product(WithId, Model):
    """Something to order of a picture. `price` in minor units (cents), lengths in millimetres.

    `kind`: print; digital, the file of one picture; digital-all, the files of every picture that
    a code opens; package, several of these of one picture (`PackagePart`).
    """

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('print', 'digital', 'digital-all', 'package')", name="kind_known"
        ),
        CheckConstraint("price >= 0", name="price_not_negative"),
    )

    price_list_id: Mapped[str] = mapped_column(ForeignKey("price_list.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20), default="print")
    width: Mapped[int | None]
    height: Mapped[int | None]
    price: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    is_sold: Mapped[bool] = mapped_column(default=True)

    price_list: Mapped[PriceList] = relationship()


class PackagePart(Model):
    """What a package holds: a print or a file of its picture, so many times."""

    __tablename__ = "package_part"
    __table_args__ = (CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity_sensible"),)

    package_id: Mapped[str] = mapped_column(ForeignKey("product.id"), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"), primary_key=True, index=True)
    quantity: Mapped[int] = mapped_column(default=1)

    product: Mapped[Product] = relationship(foreign_keys=[product_id])
