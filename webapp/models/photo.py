"""Photos: one original each, kept privately, and what was derived from it."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import ID_LENGTH, Model, WithId
from webapp.models.job import Album, Job, Person


class Photo(WithId, Model):
    """One original picture. `state`: waiting (no previews yet), ready, or failed (see `failure`).

    Lengths are pixels of the upright picture, `original_bytes` the size of the original (D5).
    `is_group`: everybody with a code of its album sees it, not only the persons assigned.
    `card_state`: whether a QR card was looked for in it, and found (`card_code_id`): a card is no
    picture for customers, it says whose the pictures after it are.
    `queue`: previews are to be made, the smallest number first (`webapp.domain.deriving`); None:
    nothing is to do. `look` is the watermark they were made with. `lease_until` (the machine's
    time) and `attempts` belong to the worker that derives it.
    `trash_id`: it was thrown away, and no query finds it but those that ask for the trash (D2).
    """

    __tablename__ = "photo"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'ready', 'failed')", name="state_known"),
        CheckConstraint(
            "card_state IN ('unread', 'asked', 'none', 'card')", name="card_state_known"
        ),
        UniqueConstraint("job_id", "number"),
        Index(
            "ix_photo_card_asked",
            "id",
            sqlite_where=text("card_state = 'asked'"),
            postgresql_where=text("card_state = 'asked'"),
        ),
        Index("ix_photo_album_id_number", "album_id", "number"),
        Index(
            "ix_photo_queue",
            "queue",
            "id",
            sqlite_where=text("queue IS NOT NULL"),
            postgresql_where=text("queue IS NOT NULL"),
        ),
        Index(
            "ix_photo_trash_id",
            "trash_id",
            sqlite_where=text("trash_id IS NOT NULL"),
            postgresql_where=text("trash_id IS NOT NULL"),
        ),
        Index("ix_photo_job_id_content_hash", "job_id", "content_hash"),
        Index(
            "ix_photo_card_code_id",
            "card_code_id",
            sqlite_where=text("card_code_id IS NOT NULL"),
            postgresql_where=text("card_code_id IS NOT NULL"),
        ),
        Index("ix_photo_studio_id_look", "studio_id", "look"),
        Index("ix_photo_studio_id_created_at", "studio_id", "created_at"),
        Index(
            "ix_photo_failed",
            "studio_id",
            sqlite_where=text("state = 'failed'"),
            postgresql_where=text("state = 'failed'"),
        ),
    )

    studio_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"))
    album_id: Mapped[str] = mapped_column(ForeignKey("album.id"))
    number: Mapped[int]
    original_name: Mapped[str] = mapped_column(String(255))
    content_hash: Mapped[str] = mapped_column(String(64))
    original_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    is_group: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    failure: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    queue: Mapped[int | None] = mapped_column(SmallInteger)
    look: Mapped[str] = mapped_column(String(16), default="", server_default="")
    lease_until: Mapped[datetime | None]
    card_state: Mapped[str] = mapped_column(String(10), default="unread", server_default="unread")
    card_code_id: Mapped[str | None] = mapped_column(ForeignKey("access_code.id"))
    trash_id: Mapped[str | None] = mapped_column(ForeignKey("trash.id"))
    created_at: Mapped[datetime]

    job: Mapped[Job] = relationship()
    album: Mapped[Album] = relationship()

    @property
    def is_shown(self) -> bool:
        """Whether customers can be shown it: it has previews and is no QR card."""
        return self.state == "ready" and self.card_state != "card"

    @property
    def label(self) -> str:
        """The number under the picture: at least four digits, '0412'."""
        return f"{self.number:04d}"


class PhotoPerson(Model):
    """Who is in a photo: with a code per person, that person's family sees it."""

    __tablename__ = "photo_person"

    photo_id: Mapped[str] = mapped_column(ForeignKey("photo.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    photo: Mapped[Photo] = relationship()
    person: Mapped[Person] = relationship()
