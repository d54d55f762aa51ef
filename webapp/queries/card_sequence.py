"""The photos of an album as a shooting sequence, with what the QR cards among them say."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from webapp.domain.card_sequence import Card, Doubt, OfGroup, OfPerson, Shot
from webapp.models.base import db
from webapp.models.job import AccessCode
from webapp.models.photo import Photo
from webapp.queries.assigning import is_assigned


@dataclass(frozen=True)
class Reading:
    """How far the search for cards in an album is; photos that cannot be shown do not count."""

    photos: int
    unread: int
    waiting: int
    cards: int

    @property
    def is_done(self) -> bool:
        """Whether every photo was looked at."""
        return self.photos > 0 and not self.unread and not self.waiting

    @property
    def done(self) -> int:
        """How many were looked at."""
        return self.photos - self.unread - self.waiting


def reading_of(album_id: str) -> Reading:
    """How far the album is, for a page."""
    return reading(db.session(), album_id)


def reading(session: Session, album_id: str) -> Reading:
    """How far the album is, in one statement."""
    shown = Photo.state != "failed"
    states = ("unread", "asked", "card")
    counted = [
        func.coalesce(func.sum(case((and_(shown, Photo.card_state == state), 1), else_=0)), 0)
        for state in states
    ]
    row = session.execute(
        select(func.count(), *counted).select_from(Photo).where(Photo.album_id == album_id, shown)
    ).one()
    return Reading(*row)


def shots_of_album(album_id: str) -> list[Shot]:
    """The sequence, for a page."""
    return shots_of(db.session(), album_id)


def shots_of(session: Session, album_id: str) -> list[Shot]:
    """Every photo of the album: a picture, a card with what it says, or a doubt."""
    rows = session.execute(
        select(
            Photo.id,
            Photo.original_name,
            Photo.number,
            Photo.state,
            Photo.card_state,
            is_assigned().label("is_assigned"),
            AccessCode.id.label("code_id"),
            AccessCode.person_id,
            AccessCode.album_id,
            AccessCode.revoked_at,
        )
        .outerjoin(AccessCode, AccessCode.id == Photo.card_code_id)
        .where(Photo.album_id == album_id)
        .order_by(Photo.number)
    )
    return [
        Shot(row.id, row.original_name, row.number, _card(row), bool(row.is_assigned))
        for row in rows
    ]


def _card(row: Any) -> Card | None:
    if row.card_state == "card":
        return _meaning(row)
    if row.state == "failed" and row.card_state != "none":
        return Doubt.NOT_SHOWN
    return None


def _meaning(row: Any) -> Card:
    if row.code_id is None:
        return Doubt.UNKNOWN
    if row.revoked_at is not None:
        return Doubt.REVOKED
    return OfPerson(row.person_id) if row.person_id else OfGroup(row.album_id)
