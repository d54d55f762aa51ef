"""What becomes of the photos of a job: they go by themselves, are kept, or are gone already."""

from dataclasses import replace
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp.domain.archiving import local_day
from webapp.domain.life import PhotosEnd
from webapp.domain.retention import Standing
from webapp.models.job import Job
from webapp.queries.deletions import last_deletion_of_photos
from webapp.queries.retention import orders_that_keep, standing_of
from webapp.web.words import day, emphasised, number, size


def photos_end(job: Job, *, now: datetime) -> PhotosEnd:
    """The day on which they go or went, in the studio's zone."""
    if not _photos(job):
        gone = _gone(job)
        return PhotosEnd(gone=gone[0] if gone else None, is_open=job.archived_at is None)
    if job.retention_hold:
        return PhotosEnd(is_open=False)
    keeping = _standing(job).keeping
    return PhotosEnd(goes=keeping.last_day(now) if keeping else None)


def goes_words(job: Job, *, now: datetime) -> str:
    """'17 photos, 873 kB, are deleted automatically', and what still keeps them."""
    told = ngettext(
        "%(shown)s photo, %(size)s, is deleted automatically, for good.",
        "%(shown)s photos, %(size)s, are deleted automatically, for good.",
        _photos(job),
        shown=number(_photos(job)),
        size=size(job.original_bytes + job.trash_bytes),
    )
    if not orders_that_keep(job, now=now):
        return str(told)
    waits = _("But not before the orders that need them are done.")
    return f"{told} {waits}"


def archived_words(job: Job, *, now: datetime) -> str:
    """What there is to say of the photos of an archived job where no day is to come."""
    if not _photos(job):
        return _gone_words(job)
    if job.retention_hold:
        return str(_("Its photos are kept until you release them."))
    if _standing(job).keeping is not None:
        return goes_words(job, now=now)
    return str(_("Deleting its photos frees storage; its numbers stay."))


def _gone_words(job: Job) -> str:
    found = _gone(job)
    if found is None:
        return str(_("It has no photos."))
    gone, deletion_id = found
    link = Markup('<a href="{}">{}</a>').format(
        url_for("studio.certificate", deletion_id=deletion_id), _("Certificate of deletion")
    )
    told = _("Its photos were deleted on %(day)s; its numbers stay.", day="%(day)s")
    return emphasised(told, day=day(gone)) + " " + link


def _gone(job: Job) -> tuple[date, str] | None:
    """When the last of the photos were deleted for good, while the job was archived."""
    found = last_deletion_of_photos(job.id)
    if found is None or job.archived_at is None or found.deleted_at < job.archived_at:
        return None
    return local_day(found.deleted_at, job.studio.time_zone), found.id


def _standing(job: Job) -> Standing:
    """As it stands, or as it will stand when the job leaves the shop as planned."""
    said, plan = standing_of(job, job.studio), job.archive_plan
    if said.archived_at is not None or plan is None or plan.last_selling_day is None:
        return said
    return replace(said, archived_at=plan.stop_at, noticed_at=None)


def _photos(job: Job) -> int:
    return job.photo_count + job.trash_count
