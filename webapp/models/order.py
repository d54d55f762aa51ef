"""Orders: placed and final; their lines are snapshots, archiving never touches them (A9)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId


class Order(WithId, Model):
    """What a customer ordered. Amounts in minor units (cents), `tax` is contained in `total`.

    `token` is the order's unguessable address; `form_token` makes a double submit one order.
    """

    __tablename__ = "shop_order"
    __table_args__ = (
        UniqueConstraint("studio_id", "number"),
        UniqueConstraint("studio_id", "form_token"),
        CheckConstraint("state IN ('open', 'paid', 'delivered', 'cancelled')", name="state_known"),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), index=True)
    basket_id: Mapped[str] = mapped_column(String(16))
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

    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.position")


class OrderLine(WithId, Model):
    """One product as it was when ordered. `unit_price` in minor units, tax in hundredths of %."""

    __tablename__ = "order_line"

    order_id: Mapped[str] = mapped_column(ForeignKey("shop_order.id"), index=True)
    position: Mapped[int]
    job_id: Mapped[str] = mapped_column(String(16), index=True)
    photo_id: Mapped[str] = mapped_column(String(16), index=True)
    product_id: Mapped[str] = mapped_column(String(16))
    job_name: Mapped[str] = mapped_column(String(120))
    photo_number: Mapped[int]
    product_name: Mapped[str] = mapped_column(String(120))
    product_kind: Mapped[str] = mapped_column(String(10))
    unit_price: Mapped[int]
    tax_rate: Mapped[int]
    quantity: Mapped[int]
