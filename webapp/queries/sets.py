"""Sets: all pictures that one access code opens, ordered as one product."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.domain.access import Key
from webapp.models.base import db
from webapp.models.job import AccessCode
from webapp.models.photo import Photo
from webapp.queries.gallery import visible


def pictures_of(code: AccessCode) -> Sequence[Photo]:
    """Every picture that the code opens at this moment, group pictures too, by number."""
    return db.session.scalars(
        select(Photo)
        .where(Photo.job_id == code.job_id, visible([key_of(code)]))
        .order_by(Photo.number)
    ).all()


def key_of(code: AccessCode) -> Key:
    """What the code opens in its job."""
    of_person = code.person.album_id if code.person else None
    return Key(code.person_id, code.album_id or of_person)
