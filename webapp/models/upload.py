"""Files on their way: announced, arriving piece by piece, and what became of each."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import ID_LENGTH, Model, WithId
from webapp.models.job import Album, Job


class Upload(WithId, Model):
    """One file that a browser announced. `state`: waiting, stored, duplicate or refused.

    `path`, `size` (bytes) and `modified` (milliseconds, as the browser tells it; 0: unknown) find
    it again when the same files are chosen once more. `number` is kept free for its photo, so that
    pictures stand in the order of their names, whichever arrives first. `received`: bytes that are
    here, in parts. `reason` and `missing_bytes`: why it was refused. Times are the machine's;
    `created_at`: when it was announced last.
    """

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'stored', 'duplicate', 'refused')", name="state_known"
        ),
        Index("ix_upload_job_id_path", "job_id", "path"),
        Index(
            "ix_upload_waiting",
            "touched_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"))
    album_id: Mapped[str] = mapped_column(ForeignKey("album.id"), index=True)
    path: Mapped[str] = mapped_column(String(1000))
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    modified: Mapped[int] = mapped_column(BigInteger, default=0)
    number: Mapped[int]
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    reason: Mapped[str] = mapped_column(String(20), default="")
    missing_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    photo_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]

    job: Mapped[Job] = relationship()
    album: Mapped[Album] = relationship()


class UploadPart(Model):
    """A piece of a file, kept in the store under `store_key`: `size` bytes from `start` on."""

    __tablename__ = "upload_part"

    upload_id: Mapped[str] = mapped_column(ForeignKey("upload.id"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    store_key: Mapped[str] = mapped_column(String(120))
