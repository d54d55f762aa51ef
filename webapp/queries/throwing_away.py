"""What leaves the shop with photos that are thrown away: baskets and customers, counted (D2)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from webapp.domain.throwing_away import ThrowFacts
from webapp.models.base import db
from webapp.models.basket import BasketLine
from webapp.models.customer import Registration
from webapp.models.job import AccessCode, Person
from webapp.models.photo import Photo, PhotoPerson

Which = ColumnElement[bool]
"""Which photos are meant: a condition on Photo."""


def of_album(album_id: str) -> Which:
    """Which photos go with an album: a condition on Photo."""
    return Photo.album_id == album_id


def of_photos(photo_ids: Sequence[str]) -> Which:
    """Which go with single photos."""
    return Photo.id.in_(photo_ids)


def throw_facts(session: Session, job_id: str, which: Which) -> ThrowFacts:
    """What happens if the job's photos that `which` says (a condition on Photo) go."""
    photos, size = session.execute(
        select(func.count(), func.coalesce(func.sum(Photo.original_bytes), 0)).where(
            Photo.job_id == job_id, which
        )
    ).one()
    lines = leaving_lines(session, job_id, which)
    products, baskets = session.execute(
        select(
            func.coalesce(func.sum(BasketLine.quantity), 0),
            func.count(func.distinct(BasketLine.basket_id)),
        ).where(BasketLine.id.in_(lines))
    ).one()
    losing = _customers_losing(session, job_id, which)
    return ThrowFacts(int(photos), int(size), int(products), int(baskets), losing)


def preview_throw(job_id: str, which: Which) -> ThrowFacts:
    """The same for a page, which holds no session."""
    return throw_facts(db.session(), job_id, which)


def first_pictures(job_id: str, *which: Which, limit: int) -> Sequence[Photo]:
    """The first of the job's photos that all of `which` say and that can be shown, by number."""
    return db.session.scalars(
        select(Photo)
        .where(Photo.job_id == job_id, Photo.state == "ready", *which)
        .order_by(Photo.number, Photo.id)
        .limit(limit)
    ).all()


def leaving_lines(session: Session, job_id: str, which: Which) -> Sequence[str]:
    """What leaves baskets: products of these photos, and sets of codes that open nothing else."""
    of_photos = select(Photo.id).where(Photo.job_id == job_id, which)
    emptied = select(AccessCode.id).where(
        AccessCode.job_id == job_id, opens(job_id, which), ~opens(job_id, not_(which))
    )
    lines = select(BasketLine.id).where(
        BasketLine.job_id == job_id,
        or_(BasketLine.photo_id.in_(of_photos), BasketLine.access_code_id.in_(emptied)),
    )
    return session.scalars(lines.order_by(BasketLine.id)).all()


def _customers_losing(session: Session, job_id: str, which: Which) -> int:
    """Who is registered, sees some of these photos, and no other of the job."""
    losing = (
        select(func.count())
        .select_from(Registration)
        .outerjoin(AccessCode, AccessCode.id == Registration.access_code_id)
        .where(
            Registration.job_id == job_id,
            AccessCode.revoked_at.is_(None),
            opens(job_id, which),
            ~opens(job_id, not_(which)),
        )
    )
    return session.scalar(losing) or 0


def opens(job_id: str, which: Which) -> ColumnElement[bool]:
    """Whether a code opens any such picture; no code: any of the job (as `access.Key`).

    Every part is asked of the job once, not of each code: there may be thousands of both.
    """
    person, album = AccessCode.person_id, AccessCode.album_id
    is_meant = and_(
        Photo.job_id == job_id, Photo.state == "ready", Photo.card_state != "card", which
    )
    of_all = and_(
        or_(AccessCode.id.is_(None), and_(person.is_(None), album.is_(None))),
        exists(select(Photo.id).where(is_meant)),
    )
    shown = (
        select(PhotoPerson.person_id).join(Photo, Photo.id == PhotoPerson.photo_id).where(is_meant)
    )
    with_group = select(Photo.album_id).where(is_meant, Photo.is_group)
    in_class = select(Person.id).where(Person.job_id == job_id, Person.album_id.in_(with_group))
    of_person = and_(person.is_not(None), or_(person.in_(shown), person.in_(in_class)))
    of_album = and_(album.is_not(None), album.in_(select(Photo.album_id).where(is_meant)))
    return or_(of_all, of_person, of_album)
