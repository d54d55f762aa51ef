"""Marks files whose picture the job has already, so that they need not be sent."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from webapp.domain.uploads import State, Twin
from webapp.models.base import transaction
from webapp.models.upload import Upload
from webapp.queries.uploads import twins_by_hash


def mark_known(job_id: str, hashes: Mapping[str, str], *, machine_now: datetime) -> dict[str, Twin]:
    """Where the picture of each known file is, by the upload's id.

    `hashes` are SHA-256 (hex) by upload; those that do not wait, or are another job's, are left
    aside. Half-sent ones keep their pieces until the sweep.
    """
    with transaction() as session:
        twins = twins_by_hash(session, job_id, set(hashes.values()))
        asked = [upload_id for upload_id, sha256 in hashes.items() if sha256 in twins]
        if not asked:
            return {}
        uploads = session.scalars(
            select(Upload)
            .where(Upload.job_id == job_id, Upload.id.in_(asked), Upload.state == State.WAITING)
            .order_by(Upload.id)
            .with_for_update(of=Upload)
        ).all()
        for upload in uploads:
            upload.state, upload.photo_id = State.DUPLICATE, twins[hashes[upload.id]].photo_id
            upload.received, upload.touched_at = upload.size, machine_now
        return {upload.id: twins[hashes[upload.id]] for upload in uploads}
