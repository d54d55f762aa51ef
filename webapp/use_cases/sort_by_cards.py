"""An album is sorted by its QR cards: asked for, looked at by the worker, checked, carried out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from webapp.domain.actors import Actor
from webapp.domain.card_sequence import CardPlan, plan_cards
from webapp.models.base import transaction
from webapp.models.job import AccessCode, Job
from webapp.models.photo import Photo
from webapp.queries.card_sequence import reading, shots_of
from webapp.use_cases.marking import mark_stale_by_pictures
from webapp.use_cases.owners import give_to_people, make_group_pictures
from webapp.use_cases.recording import record


class SequenceHasChanged(Exception):
    """The album is not as the page showed it: photos, cards or people have changed meanwhile."""


def look_for_cards(album_id: str) -> int:
    """The worker looks through the photos of the album that it has not looked at; how many."""
    with transaction() as session:
        asked = session.execute(
            update(Photo)
            .where(Photo.album_id == album_id, Photo.card_state == "unread")
            .values(card_state="asked")
            .execution_options(synchronize_session=False)
        )
        return int(asked.rowcount)  # type: ignore[attr-defined]


def sort_by_cards(
    job_id: str,
    album_id: str,
    *,
    confirmed: str,
    replaces: bool,
    by: Actor,
    now: datetime,
) -> CardPlan:
    """Give every picture to the card before it, with one record in the history (S8).

    The plan is made again under the locks of the photos; SequenceHasChanged when it is not the one
    of the page (`confirmed`), or when photos have come that nobody has looked at.
    """
    with transaction() as session:
        session.scalars(
            select(Photo.id).where(Photo.album_id == album_id).order_by(Photo.id).with_for_update()
        ).all()
        plan = plan_cards(shots_of(session, album_id), replaces=replaces)
        if plan.fingerprint != confirmed or not reading(session, album_id).is_done:
            raise SequenceHasChanged
        counts = {"photos_of_people": give_to_people(session, plan.of_people)}
        counts["group_photos"] = sum(
            make_group_pictures(session, photo_ids, album_id=of_album)
            for of_album, photo_ids in plan.of_groups.items()
        )
        counts["people"] = len(plan.of_people)
        counts = {name: number for name, number in counts.items() if number}
        if counts:
            job = session.get_one(Job, job_id)
            record(session, job, by=by, now=now, deed="photos-sorted-by-cards", counts=counts)
        return plan


def are_cards_of(job_id: str, photo_ids: Sequence[str], person_id: str) -> int:
    """Photos in which no code was found are cards of this person all the same; how many.

    0 when the person is not of this job, or has no code that opens anything.
    """
    with transaction() as session:
        code_id = session.scalar(
            select(AccessCode.id).where(
                AccessCode.job_id == job_id,
                AccessCode.person_id == person_id,
                AccessCode.revoked_at.is_(None),
            )
        )
        if code_id is None:
            return 0
        marked = session.execute(
            update(Photo)
            .where(Photo.id.in_(photo_ids), Photo.job_id == job_id)
            .values(card_state="card", card_code_id=code_id)
            .execution_options(synchronize_session=False)
        )
        mark_stale_by_pictures(session, photo_ids)
        return int(marked.rowcount)  # type: ignore[attr-defined]


def is_no_card(job_id: str, photo_id: str) -> None:
    """A photo that was taken for a card is a picture like any other."""
    with transaction() as session:
        session.execute(
            update(Photo)
            .where(Photo.id == photo_id, Photo.job_id == job_id)
            .values(card_state="none", card_code_id=None)
            .execution_options(synchronize_session=False)
        )
        mark_stale_by_pictures(session, [photo_id])
