"""Previews of the demo: a picture that hangs in several jobs is derived once and kept for each."""

import io
from collections import defaultdict
from contextlib import ExitStack

from sqlalchemy import select, update

from webapp.models.base import db, read_committed_state, transaction
from webapp.models.photo import Photo
from webapp.photos.deriving import Original, Preview
from webapp.photos.keys import original_key, preview_key
from webapp.photos.pool import DerivingPool
from webapp.photos.store import PhotoStore


def derive_previews(store: PhotoStore, *, workers: int) -> int:
    """The number of photos that are ready now; one that fails is left to the worker."""
    same = _photos_by_content()
    ready: list[str] = []
    with ExitStack() as files, DerivingPool(workers) as pool:
        originals = [
            (ids[0], Original(files.enter_context(store.local(original_key(ids[0])))))
            for ids in same
        ]
        ids_of = {ids[0]: ids for ids in same}
        for derived in pool.make_all(originals):
            if derived.made:
                _keep(store, derived.made, ids_of[derived.photo_id])
                ready += ids_of[derived.photo_id]
    with transaction() as session:
        session.execute(update(Photo).where(Photo.id.in_(ready)).values(state="ready", queue=None))
    return len(ready)


def _photos_by_content() -> list[list[str]]:
    read_committed_state()
    waiting = select(Photo.content_hash, Photo.id).where(Photo.state == "waiting")
    same = defaultdict(list)
    for content_hash, photo_id in db.session.execute(waiting):
        same[content_hash].append(photo_id)
    return list(same.values())


def _keep(store: PhotoStore, previews: list[Preview], photo_ids: list[str]) -> None:
    for photo_id in photo_ids:
        for preview in previews:
            store.put(preview_key(photo_id, preview.size), io.BytesIO(preview.content))
