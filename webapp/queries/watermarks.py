"""What a studio draws over its previews, and for how many photos that is still to be done."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, UnaryExpression, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from webapp.domain.deriving import Turn
from webapp.domain.watermark import Kind, Place, Watermark
from webapp.models.base import db
from webapp.models.photo import Photo
from webapp.models.studio import Studio


@dataclass(frozen=True)
class Anew:
    """How many previews are made anew: `left` of `total` photos; the old ones are shown so long."""

    left: int
    total: int

    @property
    def done(self) -> int:
        return self.total - self.left


def watermark_of(studio: Studio) -> Watermark:
    """The watermark a studio has chosen."""
    return Watermark(
        kind=Kind(studio.watermark_kind),
        text=studio.watermark_text,
        place=Place(studio.watermark_place),
        strength=studio.watermark_strength,
    )


def looks_otherwise(look: InstrumentedAttribute[str] | str) -> ColumnElement[bool]:
    """Photos with previews that were made with another watermark, and can be made anew."""
    differs = or_(Photo.look < look, Photo.look > look)  # two ranges of an index; <> is none
    return and_(differs, Photo.state == "ready", Photo.failure == "")


def photos_that_look_otherwise(studio_id: str, look: str) -> int:
    """How many photos of the studio would be derived anew with this watermark."""
    counted = select(func.count()).where(Photo.studio_id == studio_id, looks_otherwise(look))
    return db.session.scalar(counted) or 0


def studios_with_other_looks() -> list[tuple[str, str]]:
    """(id, look) of studios with photos to be derived anew that nobody has put in the queue."""
    look = Studio.watermark_look
    is_left = or_(_first(Photo.look.asc()) < look, _first(Photo.look.desc()) > look)
    rows = db.session.execute(select(Studio.id, look).where(is_left))
    return [(studio_id, look) for studio_id, look in rows]


def _first(order: UnaryExpression[str]) -> ScalarSelect[str]:
    """The first or the last look of the studio's photos that nobody has put in the queue.

    The end of a range of an index, studio by studio: whether there is another look, PostgreSQL
    would find out by reading every photo of the house.
    """
    return (
        select(Photo.look)
        .where(
            Photo.studio_id == Studio.id,
            Photo.state == "ready",
            Photo.failure == "",
            Photo.queue.is_(None),
            Photo.trash_id.is_(None),
        )
        .order_by(order)
        .limit(1)
        .scalar_subquery()
    )


def made_anew(job_id: str) -> Anew:
    """How far the previews of a job are that its studio's new watermark asks for."""
    ready = select(func.count()).where(Photo.job_id == job_id, Photo.state == "ready")
    waiting = ready.where(Photo.queue == Turn.NEW_LOOK)
    left = db.session.scalar(waiting) or 0
    return Anew(left, (db.session.scalar(ready) or 0) if left else 0)
