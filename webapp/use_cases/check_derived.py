"""Previews that are not there, and a logo: the first can be made again (D5)."""

from collections.abc import Iterator

from sqlalchemy import select

from webapp.domain.deriving import Turn
from webapp.domain.status import Status
from webapp.domain.watermark import Kind
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.trash import WITH_TRASH
from webapp.photos.keys import Size, logo_key, original_key, preview_key
from webapp.use_cases.storage_drift import Check, Drift, record_now


def missing_previews(check: Check) -> Iterator[Drift]:
    """Photos that count as ready and lack a preview; with `repair` they wait for it again."""
    for photo_id in check.inventory.owners_missing("derived"):
        if all(check.size_now(preview_key(photo_id, size)) is not None for size in Size):
            continue
        ready = select(Photo.id).where(
            Photo.id == photo_id, Photo.state == "ready", Photo.queue.is_(None)
        )
        if record_now(ready) is None:
            continue
        has_original = check.size_now(original_key(photo_id)) is not None
        is_corrected = check.repair and has_original and _make_again(photo_id)
        yield Drift(f"Previews of photo {photo_id} are missing.", is_corrected)


def missing_logos(check: Check) -> Iterator[Drift]:
    """Studios whose watermark is a logo that is not there."""
    for studio_id in check.inventory.owners_missing("logos"):
        if check.size_now(logo_key(studio_id)) is not None:
            continue
        shows_it = select(Studio.id).where(
            Studio.id == studio_id, Studio.watermark_kind == Kind.LOGO
        )
        if record_now(shows_it) is not None:
            yield Drift(f"The logo of studio {studio_id} is missing.")


def _make_again(photo_id: str) -> bool:
    with transaction() as session:
        photo = session.get(
            Photo, photo_id, with_for_update={"of": Photo}, execution_options=WITH_TRASH
        )
        if photo is None:
            return False
        job = session.get_one(Job, photo.job_id, execution_options=WITH_TRASH)
        photo.queue = Turn.of(Status(job.status))
        photo.attempts, photo.lease_until = 0, None
    return True
