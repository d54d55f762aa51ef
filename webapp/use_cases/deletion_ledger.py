"""The ledger of deletions beside the database: a restored backup brings nothing of it back (D3).

A page for each deletion lies in the store of the photos, where the originals were: every machine
reaches it, and no backup of the database contains it. It names ids and no persons.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from webapp.models.deletion import Deletion
from webapp.photos.keys import ledger_key
from webapp.photos.store import PhotoStore

_AREA = "ledger"


@dataclass(frozen=True)
class Page:
    """One deletion, as the ledger knows it. `subjects`: {"jobs": […], "customers": […], …}."""

    deletion_id: str
    kind: str
    deleted_at: datetime
    job_id: str | None
    photo_ids: tuple[str, ...]
    subjects: dict[str, list[str]]


def write_page(store: PhotoStore, deletion: Deletion, photo_ids: list[str]) -> None:
    """Keep the page of a deletion; writing it twice is writing it once."""
    content = {
        "deletion": deletion.id,
        "kind": deletion.kind,
        "deleted_at": deletion.deleted_at.isoformat(),
        "job": deletion.job_id,
        "photos": photo_ids,
        "subjects": deletion.subjects,
    }
    store.put(ledger_key(_name(deletion)), io.BytesIO(json.dumps(content).encode()))


def pages(store: PhotoStore) -> Iterator[Page]:
    """Every page, the oldest deletion first."""
    for key in sorted(store.keys(_AREA)):
        with store.open(key) as file:
            content = json.load(file)
        yield Page(
            deletion_id=content["deletion"],
            kind=content["kind"],
            deleted_at=datetime.fromisoformat(content["deleted_at"]),
            job_id=content["job"],
            photo_ids=tuple(content["photos"]),
            subjects=content["subjects"],
        )


def _name(deletion: Deletion) -> str:
    return f"{deletion.deleted_at:%Y%m%d-%H%M%S}-{deletion.id}"
