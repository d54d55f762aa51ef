"""Whether pictures that a customer's codes opened are gone, and not merely yet to come (D2)."""

from collections.abc import Sequence

from sqlalchemy import exists, or_, select, true

from webapp.domain.access import Key
from webapp.models.base import db
from webapp.models.deletion import Deletion
from webapp.models.job import Album
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.queries.gallery import visible


def are_gone(job_id: str, keys: Sequence[Key]) -> bool:
    """Whether these keys open no picture of the job, after some of it was deleted."""
    opened = select(Photo.id).where(Photo.job_id == job_id, visible(keys))
    albums = [key.album_id for key in keys if key.album_id]
    opens_all = any(key.opens_everything for key in keys)
    of_keys = true() if opens_all else Album.id.in_(albums)
    removed = exists(
        select(Album.id).where(Album.job_id == job_id, Album.removed_at.is_not(None), of_keys)
    )
    deleted = exists(select(Deletion.id).where(Deletion.job_id == job_id))
    thrown = exists(opened.where(Photo.trash_id.is_not(None)))
    asked = select(~exists(opened.where(Photo.trash_id.is_(None))), or_(thrown, removed, deleted))
    none_left, something_went = db.session.execute(asked, execution_options=WITH_TRASH).one()
    return bool(none_left and something_went)
