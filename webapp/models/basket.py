"""What lies in baskets, and what archiving took out of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Model, WithId
from webapp.models.customer import Visitor
from webapp.models.job import AccessCode, Job
from webapp.models.photo import Photo
from webapp.models.price_list import Product


class Basket(WithId, Model):
    """A visitor's selection. `state`: pending, or ordered (it became an order).

    `touched_at`: when the customer last changed something in it; `noticed_at`: when it was noticed
    that nobody had touched it for an hour.
    """

    __tablename__ = "basket"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'ordered')", name="state_known"),
        Index(
            "ix_basket_pending",
            "visitor_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_basket_touched",
            "touched_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    visitor_id: Mapped[str] = mapped_column(ForeignKey("visitor.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    touched_at: Mapped[datetime | None]
    noticed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    visitor: Mapped[Visitor] = relationship()


class BasketLine(WithId, Model):
    """A product in a pending basket; placing the order moves it into the order.

    It is of one picture, or of all pictures that one access code opens (a 'digital-all').
    """

    __tablename__ = "basket_line"
    __table_args__ = (
        UniqueConstraint("basket_id", "photo_id", "product_id"),
        UniqueConstraint("basket_id", "access_code_id", "product_id"),
        CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity_sensible"),
        CheckConstraint("(photo_id IS NULL) <> (access_code_id IS NULL)", name="of_one_thing"),
    )

    basket_id: Mapped[str] = mapped_column(ForeignKey("basket.id"))
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    photo_id: Mapped[str | None] = mapped_column(ForeignKey("photo.id"), index=True)
    access_code_id: Mapped[str | None] = mapped_column(ForeignKey("access_code.id"), index=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"), index=True)
    quantity: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    created_at: Mapped[datetime]

    basket: Mapped[Basket] = relationship()
    job: Mapped[Job] = relationship()
    photo: Mapped[Photo | None] = relationship()
    access_code: Mapped[AccessCode | None] = relationship()
    product: Mapped[Product] = relationship()


class RemovedLine(WithId, Model):
    """What archiving (or pausing) took out of a basket: named until dismissed (A8, R5).

    Keeps its own names, so that it can be told after the pictures are gone.
    """

    __tablename__ = "removed_line"

    basket_id: Mapped[str] = mapped_column(ForeignKey("basket.id"), index=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    photo_id: Mapped[str | None] = mapped_column(String(16))
    access_code_id: Mapped[str | None] = mapped_column(String(16))
    product_id: Mapped[str] = mapped_column(String(16))
    photo_number: Mapped[int | None]
    product_name: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    removed_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]

    basket: Mapped[Basket] = relationship()
    job: Mapped[Job] = relationship()
