"""Orders: placed and final; their lines are snapshots, archiving never touches them (A9)."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId


class Order(WithId, Model):
    """What a customer ordered. Amounts in minor units (cents), `tax` is contained in `total`.

    `token` is the order's unguessable address; `form_token` makes a double submit one order.
    `state` follows from the moments of paying, delivering and cancelling
    (`webapp.domain.orders.state_of`); `placed_by` is who of the studio entered it ('': the
    customer), without a basket then. `downloads_until`: when bought files end (A9).
    """

    __tablename__ = "shop_order"
    __table_args__ = (
        UniqueConstraint("studio_id", "number"),
        UniqueConstraint("studio_id", "form_token"),
        CheckConstraint("state IN ('open', 'paid', 'delivered', 'cancelled')", name="state_known"),
        Index("ix_shop_order_studio_id_placed_at", "studio_id", "placed_at"),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), index=True)
    basket_id: Mapped[str | None] = mapped_column(String(16), index=True)
    number: Mapped[int]
    token: Mapped[str] = mapped_column(String(32), unique=True)
    form_token: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(10), default="open")
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(20))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))
    payment: Mapped[str] = mapped_column(String(20), default="invoice")
    language: Mapped[str] = mapped_column(String(5))
    currency: Mapped[str] = mapped_column(String(3))
    shipping: Mapped[int] = mapped_column(default=0)
    tax: Mapped[int]
    total: Mapped[int]
    placed_at: Mapped[datetime]
    placed_by: Mapped[str] = mapped_column(String(120), default="", server_default="")
    paid_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    downloads_until: Mapped[datetime | None]

    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.position")


class OrderLine(WithId, Model):
    """One product as it was when ordered. `unit_price` in minor units, tax in hundredths of %.

    `photo_id` and its number are empty for what is of many pictures; `photos` names them all.
    `person_name` and `group_name` are whose pictures these are, for the packing list; `parts` is
    what a package holds: a list of {name, kind, quantity}.
    """

    __tablename__ = "order_line"

    order_id: Mapped[str] = mapped_column(ForeignKey("shop_order.id"), index=True)
    position: Mapped[int]
    job_id: Mapped[str] = mapped_column(String(16), index=True)
    photo_id: Mapped[str | None] = mapped_column(String(16), index=True)
    product_id: Mapped[str] = mapped_column(String(16))
    job_name: Mapped[str] = mapped_column(String(120))
    photo_number: Mapped[int | None]
    product_name: Mapped[str] = mapped_column(String(120))
    product_kind: Mapped[str] = mapped_column(String(20))
    unit_price: Mapped[int]
    tax_rate: Mapped[int]
    quantity: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    person_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    group_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")

    photos: Mapped[list["OrderedPhoto"]] = relationship(order_by="OrderedPhoto.number")


class OrderedPhoto(WithId, Model):
    """A picture that an order needs: for printing, or as a file that was bought (A9, D4).

    `downloads`: how often the customer has fetched it, `downloaded_at` when the last time.
    """

    __tablename__ = "ordered_photo"
    __table_args__ = (UniqueConstraint("order_line_id", "photo_id"),)

    order_id: Mapped[str] = mapped_column(ForeignKey("shop_order.id"), index=True)
    order_line_id: Mapped[str] = mapped_column(ForeignKey("order_line.id"))
    photo_id: Mapped[str] = mapped_column(String(16), index=True)
    number: Mapped[int]
    is_file: Mapped[bool] = mapped_column(default=False)
    downloads: Mapped[int] = mapped_column(default=0)
    downloaded_at: Mapped[datetime | None]


class OrderEvent(Model):
    """The history of an order: who did what, and when."""

    __tablename__ = "order_event"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    order_id: Mapped[str] = mapped_column(ForeignKey("shop_order.id"), index=True)
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_name: Mapped[str] = mapped_column(String(120))
    deed: Mapped[str] = mapped_column(String(40))
    details: Mapped[str] = mapped_column(String(200), default="")
