"""A photo job, its albums, the people in it and the codes that open it."""

from datetime import UTC, date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    or_,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.status import Standing, Status, standing
from webapp.models.base import ID_LENGTH, Model, WithId
from webapp.models.studio import Studio


class Job(WithId, Model):
    """One shoot that is sold: names, status, settings, and figures kept with it.

    `stop_at` is worked out by `ArchivePlan.stop_at` (A2); `version` grows with every stored
    change (S7); the figures of photos and bytes follow the records (D5).
    `profile_since` is when its communication profile was chosen, `announced_at` when its pictures
    were: it went on sale, or somebody pressed 'Send now' (C7). `photo_count` and `original_bytes`
    are without the trash, `trash_count` and `trash_bytes` are the trash (D1).
    `retention_months`: how long its photos stay after archiving; None: as the studio says;
    `retention_hold`: they stay, whatever is said, for `retention_reason`; `retention_noticed_at`:
    when the letter about the deletion that comes was really sent; `retention_letter_id`: which it
    is, in the outbox. `deletion_id`: it is being deleted, and no query finds it but those that ask
    for the trash (D3)."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("status IN ('planning', 'selling', 'archived')", name="status_known"),
        CheckConstraint(
            "archiving_delay IN ('none', '0', '1', '2', '3')", name="archiving_delay_known"
        ),
        CheckConstraint("NOT archiving OR archiving_date IS NOT NULL", name="archiving_has_date"),
        CheckConstraint(
            "access_type IN ('person', 'album', 'job', 'public')", name="access_type_known"
        ),
        CheckConstraint(
            "(status = 'archived') = (archived_at IS NOT NULL)", name="archived_has_moment"
        ),
        UniqueConstraint("studio_id", "internal_name"),
        Index(
            "ix_job_due",
            "stop_at",
            "id",
            sqlite_where=text("status = 'selling' AND stop_at IS NOT NULL"),
            postgresql_where=text("status = 'selling' AND stop_at IS NOT NULL"),
        ),
        Index("ix_job_studio_id_status", "studio_id", "status"),
        Index(
            "ix_job_archived_with_photos",
            "archived_at",
            sqlite_where=text("status = 'archived' AND photo_count + trash_count > 0"),
            postgresql_where=text("status = 'archived' AND photo_count + trash_count > 0"),
        ),
        Index(
            "ix_job_retention_months",
            "retention_months",
            sqlite_where=text("retention_months IS NOT NULL"),
            postgresql_where=text("retention_months IS NOT NULL"),
        ),
        Index(
            "ix_job_retention_letter_id",
            "retention_letter_id",
            sqlite_where=text("retention_letter_id IS NOT NULL"),
            postgresql_where=text("retention_letter_id IS NOT NULL"),
        ),
        Index(
            "ix_job_deletion_id",
            "deletion_id",
            sqlite_where=text("deletion_id IS NOT NULL"),
            postgresql_where=text("deletion_id IS NOT NULL"),
        ),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"))
    public_name: Mapped[str] = mapped_column(String(120))
    internal_name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20), default="school")
    shot_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(10), default=Status.PLANNING.value)
    access_type: Mapped[str] = mapped_column(String(10), default="person")
    price_list_id: Mapped[str | None] = mapped_column(ForeignKey("price_list.id"), index=True)
    archiving: Mapped[bool] = mapped_column(default=False)
    archiving_date: Mapped[date | None]
    archiving_delay: Mapped[str] = mapped_column(String(4), default=Delay.SAME_DAY.value)
    stop_at: Mapped[datetime | None]
    communication_profile_id: Mapped[str | None] = mapped_column(
        ForeignKey("communication_profile.id"), index=True
    )
    profile_since: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    selling_since: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    photo_count: Mapped[int] = mapped_column(default=0)
    original_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    trash_count: Mapped[int] = mapped_column(default=0, server_default="0")
    trash_bytes: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    last_photo_number: Mapped[int] = mapped_column(default=0)
    retention_months: Mapped[int | None]
    retention_hold: Mapped[bool] = mapped_column(default=False, server_default=false())
    retention_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    retention_letter_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    retention_noticed_at: Mapped[datetime | None]
    deletion_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))

    studio: Mapped[Studio] = relationship()

    def standing(self, now: datetime) -> Standing:
        """How the job stands at `now`, for customers and in the studio (S1, A6)."""
        return standing(Status(self.status), stop_at=self.stop_at, now=now)

    @property
    def archive_plan(self) -> ArchivePlan | None:
        """What step 3 of the settings says; None: Archiving is not ticked (A1)."""
        if not self.archiving or self.archiving_date is None:
            return None
        return ArchivePlan(self.archiving_date, Delay(self.archiving_delay), self.studio.time_zone)


# Of an album that a folder becomes, until a photo of it is there: `Album.removed_at`.
UNTIL_ITS_FIRST_PHOTO = datetime(1970, 1, 1, tzinfo=UTC)


class Album(WithId, Model):
    """A group of photos inside a job: a class, a team.

    `removed_at`: it was thrown away (D2). Its name stays for the people in it and for statistics,
    also after its photos are gone.
    """

    __tablename__ = "album"
    __table_args__ = (
        Index(
            "ix_album_shown",
            "job_id",
            "name",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_album_job_id", "job_id"),
    )

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"))
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    @hybrid_property
    def takes_photos(self) -> bool:
        """Whether photos may be added: it is shown, or will be with its first photo."""
        return self.removed_at is None or self.removed_at == UNTIL_ITS_FIRST_PHOTO

    @takes_photos.inplace.expression
    @classmethod
    def _takes_photos(cls) -> ColumnElement[bool]:
        return or_(cls.removed_at.is_(None), cls.removed_at == UNTIL_ITS_FIRST_PHOTO)

    @hybrid_property
    def is_shown(self) -> bool:
        """Whether it is one of the job's albums: it was not thrown away."""
        return self.removed_at is None

    @is_shown.inplace.expression
    @classmethod
    def _is_shown(cls) -> ColumnElement[bool]:
        return cls.removed_at.is_(None)


class Person(WithId, Model):
    """Somebody who was photographed: a child with its class.

    `reference`: the number or key the studio knows them by, as file names begin with it.
    """

    __tablename__ = "person"

    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    album_id: Mapped[str | None] = mapped_column(ForeignKey("album.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    reference: Mapped[str] = mapped_column(String(60), default="", server_default="")
    created_at: Mapped[datetime]

    job: Mapped[Job] = relationship()
    album: Mapped[Album | None] = relationship()


class AccessCode(WithId, Model):
    """Opens the photos of one person, one album or a whole job.

    A person or an album has at most one that is valid; revoked ones stay, registrations know them.
    Found by a keyed fingerprint of what was typed, shown again from a sealed copy; the key is
    outside the database (see `webapp.models.sealing`). `first_opened_at`: when it was used first,
    also by a browser that has been forgotten since. `of_removed`: its person was removed, so it is
    revoked and nobody's; without holder like the job's own code, it is not taken for one.
    """

    __tablename__ = "access_code"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR album_id IS NULL", name="opens_one_thing"),
        *(
            Index(
                f"ix_access_code_valid_{holder}",
                holder,
                unique=True,
                sqlite_where=text("revoked_at IS NULL"),
                postgresql_where=text("revoked_at IS NULL"),
            )
            for holder in ("person_id", "album_id")
        ),
    )

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    album_id: Mapped[str | None] = mapped_column(ForeignKey("album.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    first_opened_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    of_removed: Mapped[bool] = mapped_column(default=False, server_default=false())

    job: Mapped[Job] = relationship()
    person: Mapped[Person | None] = relationship()
    album: Mapped[Album | None] = relationship()


class StudioCode(WithId, Model):
    """A global code: opens every job of a studio, for its own people. Kept as access codes are."""

    __tablename__ = "studio_code"

    studio_id: Mapped[str] = mapped_column(ForeignKey("studio.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
