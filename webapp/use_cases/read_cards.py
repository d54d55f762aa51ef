"""Looks for QR cards in the photos of albums that are sorted by them; nobody waits for it.

Two workers at once read the same picture twice at worst, and write down the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import literal_column, or_, select, update
from sqlalchemy.orm import Session

from webapp.domain import access_codes
from webapp.models import sealing
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.job import AccessCode
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.photos.card_reading import Seen, look_for_codes
from webapp.photos.failures import Failure
from webapp.photos.fetching import LocalFiles
from webapp.photos.keys import Size, original_key, preview_key
from webapp.photos.pool import Done, PicturePool
from webapp.photos.store import PhotoStore
from webapp.use_cases.followed_links import code_behind_card
from webapp.use_cases.issue_codes import PURPOSE
from webapp.use_cases.marking import mark_stale_by_pictures

BATCH_PER_WORKER = 8
_ASKED = Photo.card_state == literal_column("'asked'")  # written out: SQLite's index wants it so
_OF_A_CARD = re.compile(r"/shop/[a-z0-9-]+/card/", re.ASCII)
_CODE = re.compile(r"\s*[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}\s*", re.ASCII)
_Asked = tuple[str, str, str, bool]


@dataclass(frozen=True)
class Found:
    """What a photo is: a card, of this job's code if it has one, or no card."""

    photo_id: str
    is_card: bool
    code_id: str | None = None


def read_cards(
    store: PhotoStore, *, workers: int, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Look through every photo that was asked for, until `stopping()`; how many were looked at.

    A QR code that is none of our cards (on a shirt, on a poster) is no card. One that cannot be
    read, or that leads to no code of the photo's own job, is a card without a code: a doubt.
    Raises StoreDown: then what was not written down is looked at again.
    """
    read = 0
    with PicturePool(look_for_codes, workers) as pool:
        while not stopping():
            asked = _asked(workers * BATCH_PER_WORKER)
            if not asked:
                break
            read += _write(asked, _look(asked, store, pool, stopping))
    return read


def _asked(limit: int) -> Sequence[_Asked]:
    """Photos with previews that are to be looked at: (id, job, studio, whether they are marked)."""
    read_committed_state()
    is_marked = or_(Photo.look != "", Studio.watermark_look != "")
    rows = db.session.execute(
        select(Photo.id, Photo.job_id, Photo.studio_id, is_marked)
        .join(Studio, Studio.id == Photo.studio_id)
        .where(_ASKED, Photo.state == "ready")
        .order_by(Photo.id)
        .limit(limit)
    )
    return [(photo_id, job_id, studio_id, marked) for photo_id, job_id, studio_id, marked in rows]


def _look(
    asked: Sequence[_Asked],
    store: PhotoStore,
    pool: PicturePool[Path, Seen],
    stopping: Callable[[], bool],
) -> list[Done[Seen]]:
    """The large previews are looked through; the original where that is not enough.

    A watermark may hide a code: under one only the original is asked.
    """
    marked = [photo_id for photo_id, _job_id, _studio_id, is_marked in asked if is_marked]
    plain = [photo_id for photo_id, _job_id, _studio_id, is_marked in asked if not is_marked]
    seen = _look_through(plain, _large_preview_key, store, pool, stopping)
    doubtful = [done.photo_id for done in seen if done.made is None or done.made.is_unreadable]
    sure = [done for done in seen if done.photo_id not in doubtful]
    return sure + _look_through([*marked, *doubtful], original_key, store, pool, stopping)


def _look_through(
    photo_ids: Sequence[str],
    key_of: Callable[[str], str],
    store: PhotoStore,
    pool: PicturePool[Path, Seen],
    stopping: Callable[[], bool],
) -> list[Done[Seen]]:
    missing = []

    def pictures(files: LocalFiles) -> Iterator[tuple[str, Path]]:
        for photo_id in photo_ids:
            try:
                yield photo_id, files.fetch(key_of(photo_id))
            except FileNotFoundError:
                missing.append(Done[Seen](photo_id, failure=Failure.MISSING))

    seen = []
    with LocalFiles(store) as files:
        for done in pool.make_all(pictures(files), stopping):
            files.let_go(key_of(done.photo_id))
            seen.append(done)
    return seen + missing


def _large_preview_key(photo_id: str) -> str:
    return preview_key(photo_id, Size.LARGE)


def _write(asked: Sequence[_Asked], seen: Sequence[Done[Seen]]) -> int:
    """Write down what was found, unless somebody has said meanwhile that it is no card."""
    of_job = {photo_id: (job_id, studio_id) for photo_id, job_id, studio_id, _marked in asked}
    cards = []
    with transaction() as session:
        for done in sorted(seen, key=lambda each: each.photo_id):
            found = _found(session, done, *of_job[done.photo_id])
            state = "card" if found.is_card else "none"
            cards += [found.photo_id] if found.is_card else []
            session.execute(
                update(Photo)
                .where(Photo.id == found.photo_id, Photo.card_state == "asked")
                .values(card_state=state, card_code_id=found.code_id)
                .execution_options(synchronize_session=False)
            )
        mark_stale_by_pictures(session, cards)
    return len(seen)


def _found(session: Session, done: Done[Seen], job_id: str, studio_id: str) -> Found:
    seen = done.made or Seen(is_unreadable=True)
    cards = [text for text in seen.texts if _is_of_a_card(text)]
    codes = {_code_id(session, text, job_id, studio_id) for text in cards}
    if len(codes) == 1:
        return Found(done.photo_id, is_card=True, code_id=codes.pop())
    return Found(done.photo_id, is_card=bool(codes) or seen.is_unreadable)


def _is_of_a_card(text: str) -> bool:
    return bool(_OF_A_CARD.search(text) or _CODE.fullmatch(text))


def _code_id(session: Session, text: str, job_id: str, studio_id: str) -> str | None:
    """The code of this very job that a card stands for, whether revoked or not."""
    code = code_behind_card(studio_id, text) or _typed(session, text)
    return code.id if code is not None and code.job_id == job_id else None


def _typed(session: Session, text: str) -> AccessCode | None:
    """Cards from elsewhere may bear the bare code: 'K7MW-9Q3X-4T2P'."""
    code = access_codes.normalise(text)
    if code is None:
        return None
    fingerprint = sealing.fingerprint(code, purpose=PURPOSE)
    return session.scalar(select(AccessCode).where(AccessCode.fingerprint == fingerprint))
