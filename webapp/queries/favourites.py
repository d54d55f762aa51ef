"""The pictures that a visitor has marked to find them again, as far as they may be seen now."""

from collections.abc import Iterable

from sqlalchemy import select

from webapp.domain.access import Key
from webapp.models.base import db
from webapp.models.customer import Favourite
from webapp.models.photo import Photo
from webapp.queries.gallery import visible


def favourites_in(job_id: str, keys: Iterable[Key], *, visitor_id: str | None) -> frozenset[str]:
    """The ids of the visitor's favourites among the pictures of a job that the keys open."""
    if visitor_id is None:
        return frozenset()
    marked = (
        select(Favourite.photo_id)
        .join(Photo, Photo.id == Favourite.photo_id)
        .where(Favourite.visitor_id == visitor_id, Photo.job_id == job_id, visible(keys))
    )
    return frozenset(db.session.scalars(marked))
