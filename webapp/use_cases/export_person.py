"""Everything that is known of one person of a job, as files to hand over: data and originals."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import Any

from webapp.models.customer import Registration
from webapp.models.job import AccessCode, Job
from webapp.models.photo import Photo
from webapp.photos.archive import Entry, untouched
from webapp.photos.keys import original_key
from webapp.photos.store import PhotoStore
from webapp.queries.person_data import PersonData
from webapp.use_cases.export_customer import as_json, text_entry


def export_person(data: PersonData, job: Job, store: PhotoStore, *, now: datetime) -> list[Entry]:
    """`data.json`, and the originals of every photo that is assigned, by number.

    What is not in the store is named in the data as missing. Raises StoreDown.
    """
    photos = sorted([*data.own, *data.shared], key=lambda photo: photo.number)
    files = list(_files(photos, store))
    there = {entry.name for entry in files}
    content = {
        "exported_at": now.isoformat(),
        "studio": job.studio.name,
        "job": job.public_name,
        "shot_on": job.shot_on.isoformat() if job.shot_on else None,
        "person": {
            "name": data.person.name,
            "class": data.person.album.name if data.person.album else None,
            "reference": data.person.reference or None,
            "known_since": data.person.created_at.isoformat(),
        },
        "codes": [_code(each) for each in data.codes],
        "photos": [_photo(each, there) for each in photos],
        "registrations": [_registration(each) for each in data.registrations],
    }
    return [text_entry("data.json", as_json(content)), *files]


def _files(photos: list[Photo], store: PhotoStore) -> Iterator[Entry]:
    """Sizes are looked up before the first byte is sent; bytes flow when their turn comes."""
    for photo in photos:
        key = original_key(photo.id)
        try:
            size = store.size(key)
        except FileNotFoundError:
            continue
        yield Entry(_name(photo), size, untouched(store, key))


def _name(photo: Photo) -> str:
    """'photos/0412.jpg': by number, because names of files may name others."""
    ending = PurePath(photo.original_name).suffix.lower()
    return f"photos/{photo.label}{ending if ending.isascii() else ''}"


def _photo(photo: Photo, there: set[str]) -> dict[str, Any]:
    name = _name(photo)
    return {
        "number": photo.number,
        "file": name if name in there else None,
        "album": photo.album.name,
        "sha256": photo.content_hash,
        "bytes": photo.original_bytes,
        "uploaded_at": photo.created_at.isoformat(),
        "of_a_group": photo.is_group,
    }


def _code(code: AccessCode) -> dict[str, Any]:
    return {
        "made_at": code.created_at.isoformat(),
        "first_opened_at": code.first_opened_at.isoformat() if code.first_opened_at else None,
        "revoked_at": code.revoked_at.isoformat() if code.revoked_at else None,
    }


def _registration(row: Registration) -> dict[str, Any]:
    """That somebody registered by the code, not who: that is the customer's own data."""
    return {
        "registered_at": row.created_at.isoformat(),
        "consented_at": row.consented_at.isoformat() if row.consented_at else None,
    }
