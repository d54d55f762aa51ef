"""What a studio draws over its previews: another choice makes them anew, behind the pages."""

import io
from typing import BinaryIO

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.watermark import Kind, Watermark
from webapp.models.base import transaction
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.photos.keys import logo_key
from webapp.photos.store import PhotoStore
from webapp.photos.watermark_logo import clean_logo
from webapp.queries.watermarks import watermark_of
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.queue_new_looks import queue_some


class NoLogoYetError(Exception):
    """A logo was chosen, and there is none."""


def change_watermark(studio_id: str, chosen: Watermark, *, store: PhotoStore) -> None:
    """Store the choice. NoLogoYetError; StoreDown.

    The old previews are shown until the new ones are there. The first are put in the queue at
    once, the others by the worker.
    """
    logo = logo_hash(studio_id, store)
    if chosen.kind is Kind.LOGO and not logo:
        raise NoLogoYetError
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        studio.watermark_kind = chosen.kind
        studio.watermark_text = chosen.text
        studio.watermark_place = chosen.place
        studio.watermark_strength = chosen.strength
        _look_like(session, studio, chosen.look(logo))


def change_logo(studio_id: str, file: BinaryIO, *, store: PhotoStore) -> None:
    """Keep another logo; where it is in use, previews follow. NoLogoError; StoreDown, StoreFull.

    The file goes first: what is derived between the two has the look of before, and is made anew.
    """
    store.put(logo_key(studio_id), io.BytesIO(clean_logo(file)))
    logo = logo_hash(studio_id, store)
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        _look_like(session, studio, watermark_of(studio).look(logo))


def logo_hash(studio_id: str, store: PhotoStore) -> str:
    """The SHA-256 of the studio's logo (hex), '' where there is none."""
    try:
        return store.sha256(logo_key(studio_id))
    except FileNotFoundError:
        return ""


def _look_like(session: Session, studio: Studio, look: str) -> None:
    if studio.watermark_look == look:
        return
    studio.watermark_look = look
    _try_failed_again(session, studio.id)
    queue_some(session, studio.id, look)


def _try_failed_again(session: Session, studio_id: str) -> None:
    """Photos with old previews, of which the last watermark could make no new ones."""
    failed = select(Photo.id).where(
        Photo.studio_id == studio_id, Photo.state == "ready", Photo.failure != ""
    )
    session.execute(
        update(Photo)
        .where(Photo.id.in_(failed))
        .values(failure="")
        .execution_options(synchronize_session=False)
    )
