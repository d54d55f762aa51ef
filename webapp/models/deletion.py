"""What was thrown away, what is gone for good, and what is left of it: the proof."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import ID_LENGTH, Model, WithId
from webapp.models.job import Job


class Trash(WithId, Model):
    """Photos that were thrown away together and can be restored until `ends_at` (D2).

    `album_id`: the whole album, which is hidden meanwhile; None: single photos of the job.
    The figures follow what is deleted of it; photos know their piece of trash (`Photo.trash_id`).
    `deletion_id`: it is being deleted for good, and cannot be restored any more.
    """

    __tablename__ = "trash"

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    album_id: Mapped[str | None] = mapped_column(ForeignKey("album.id"), index=True)
    photo_count: Mapped[int]
    original_bytes: Mapped[int] = mapped_column(BigInteger)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_name: Mapped[str] = mapped_column(String(120))
    thrown_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    deletion_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))

    job: Mapped[Job] = relationship()


class Deletion(WithId, Model):
    """Something that is gone for good: what, how many, when, by whom and why (D2, D3).

    The certificate, and the order to delete the files: `noted_at` is when the ledger beside the
    database knew it, `done_at` when the last file was gone, in the time of `deleted_at`. No
    personal data: `album_name` is that of a whole album, `thrown_by` who put it into the trash;
    `subjects` are the ids of what went with it, as {"jobs": […], "customers": […]};
    "albums" are those that lost photos.
    """

    __tablename__ = "deletion"
    __table_args__ = (
        CheckConstraint("kind IN ('photos', 'job', 'person', 'customer')", name="kind_known"),
        CheckConstraint("reason IN ('hand', 'trash', 'retention', 'request')", name="reason_known"),
        Index("ix_deletion_studio_id_deleted_at", "studio_id", "deleted_at"),
        Index(
            "ix_deletion_undone",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    job_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    job_name: Mapped[str] = mapped_column(String(120))
    public_name: Mapped[str] = mapped_column(String(120), default="")
    album_name: Mapped[str] = mapped_column(String(120), default="")
    thrown_by: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(10))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_name: Mapped[str] = mapped_column(String(120))
    deleted_at: Mapped[datetime]
    photo_count: Mapped[int]
    original_bytes: Mapped[int] = mapped_column(BigInteger)
    subjects: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    noted_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class DeletedPhoto(Model):
    """One photo of a deletion: the proof of what it was, and whether its files are gone already.

    `created_at` is when the photo was uploaded, `gone_at` when its files were removed.
    """

    __tablename__ = "deleted_photo"
    __table_args__ = (
        Index(
            "ix_deleted_photo_left",
            "deletion_id",
            sqlite_where=text("gone_at IS NULL"),
            postgresql_where=text("gone_at IS NULL"),
        ),
    )

    photo_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    deletion_id: Mapped[str] = mapped_column(ForeignKey("deletion.id"), index=True)
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    original_bytes: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]

    deletion: Mapped[Deletion] = relationship()


class ClosedCode(Model):
    """What is left of the codes of a deleted job: they lead to a kind page (D3). No names.

    Of its cards and of links in messages too: `links.fingerprint_of_closed`.
    """

    __tablename__ = "closed_code"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    closed_at: Mapped[datetime]
