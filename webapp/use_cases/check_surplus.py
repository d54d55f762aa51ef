"""Files that no record knows: named, and deleted where nothing can be lost by it (D5)."""

from collections.abc import Iterator

from sqlalchemy import select

from webapp.models.deletion import DeletedPhoto
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.upload import UploadPart
from webapp.photos.keys import original_key
from webapp.use_cases.storage_drift import Check, Drift, record_now
from webapp.use_cases.storage_inventory import Kept

# After a restore these may be the only copy of what came later: nobody deletes them unasked.
_ONLY_COPIES = {"originals": "photo", "logos": "studio"}
_MADE_AGAIN = {"derived": "photo", "incoming": "upload"}


def surplus_files(check: Check) -> Iterator[Drift]:
    """Older than an hour and on nobody's record, also at the second look.

    An original goes with `repair` only where the same picture is on record as another photo: an
    upload was cut off between file and record, and came again. Previews of a photo that was deleted
    while a worker made them, and died, need nobody to ask for it: the night's check removes them.
    """
    for area, whose in (_ONLY_COPIES | _MADE_AGAIN).items():
        may_all_go = check.repair and (area in _MADE_AGAIN or check.may_delete_originals)
        for file in check.inventory.surplus(area, before=check.before):
            if _has_record(file.key) or check.size_now(file.key) is None:
                continue
            may_go = may_all_go or (check.repair and _is_a_copy(check, file))
            may_go = may_go or (check.finish_deletions and _is_of_a_deleted_photo(file.key))
            if may_go:
                check.store.delete(file.key)
            yield Drift(f"The file {file.key} belongs to no {whose} on record.", may_go)


def interrupted_uploads(check: Check) -> Iterator[Drift]:
    """What writing that broke off left in a folder."""
    left = check.store.interrupted(before=check.before)
    if check.repair:
        check.store.clear_interrupted(before=check.before)
    for name in left:
        yield Drift(f"The file {name} was left by an interrupted upload.", check.repair)


def _is_a_copy(check: Check, file: Kept) -> bool:
    """Whether its very bytes are kept a second time, under a record."""
    if not file.key.startswith("originals/"):
        return False
    same = select(Photo.id).where(
        Photo.content_hash == check.store.sha256(file.key), Photo.original_bytes == file.size
    )
    twin = record_now(same)
    return twin is not None and check.size_now(original_key(twin.id)) == file.size


def _is_of_a_deleted_photo(key: str) -> bool:
    """By the certificate: a store that belongs to another database loses nothing here."""
    area, *names = key.split("/")
    deleted = select(DeletedPhoto.photo_id).where(DeletedPhoto.photo_id == names[-2])
    return area == "derived" and record_now(deleted) is not None


def _has_record(key: str) -> bool:
    area, *names = key.split("/")
    if area == "incoming":
        return record_now(select(UploadPart.start).where(UploadPart.store_key == key)) is not None
    if area == "logos":
        studio_id = names[1].removesuffix(".png")
        return record_now(select(Studio.id).where(Studio.id == studio_id)) is not None
    leaving = select(DeletedPhoto.photo_id).where(
        DeletedPhoto.photo_id == names[1], DeletedPhoto.gone_at.is_(None)
    )
    on_record = select(Photo.id).where(Photo.id == names[1])
    return record_now(on_record) is not None or record_now(leaving) is not None
