"""The watermarks of studios, with their logos at hand, for whoever draws them."""

from collections.abc import Collection, Mapping

import structlog
from sqlalchemy import select

from webapp.domain.watermark import Kind, Watermark
from webapp.models.base import db, read_committed_state
from webapp.models.studio import Studio
from webapp.photos.fetching import LocalFiles
from webapp.photos.keys import logo_key
from webapp.photos.store import StoreDown, StoreFull
from webapp.photos.watermark import Mark
from webapp.queries.watermarks import watermark_of

log = structlog.get_logger()


Marks = Mapping[str, Mark | None]
"""By the id of the studio; None: nothing is drawn."""


def marks_of(studio_ids: Collection[str], files: LocalFiles) -> Marks:
    """What is drawn for each studio now; the logos stay as long as `files` do.

    A studio whose logo cannot be had is left out: its photos wait rather than lie there unmarked.
    """
    read_committed_state()
    marks: dict[str, Mark | None] = {}
    for studio in db.session.scalars(select(Studio).where(Studio.id.in_(studio_ids))):
        try:
            marks[studio.id] = mark_of(
                watermark_of(studio), studio.watermark_look, studio.id, files
            )
        except (FileNotFoundError, StoreDown, StoreFull) as fault:
            log.error("no logo for the watermark", studio=studio.id, fault=repr(fault))
    db.session.rollback()
    return marks


def mark_of(chosen: Watermark, look: str, studio_id: str, files: LocalFiles) -> Mark | None:
    """What is drawn for such a choice of a studio; `look` names it. Raises FileNotFoundError,
    StoreDown and StoreFull where its logo cannot be had."""
    match chosen.kind:
        case Kind.NONE:
            return None
        case Kind.TEXT:
            return Mark(look, chosen.place, chosen.strength, text=chosen.text)
        case Kind.LOGO:
            logo = files.fetch(logo_key(studio_id))
            return Mark(look, chosen.place, chosen.strength, logo=logo)
