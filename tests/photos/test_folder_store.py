"""A folder of this machine: private, forced to disk, and clear of what a crash has left."""

import errno
import io
from datetime import UTC, datetime, timedelta

import pytest

from tests.photos.test_store import PHOTO, BreaksOff
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import Size, all_keys, original_key, part_key, preview_key
from webapp.photos.store import StoreDown, StoreFull


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "photos"


@pytest.fixture
def store(folder):
    return FolderStore(folder)


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_files_lie_under_the_id_of_their_photo(store, folder):
    store.put(original_key(PHOTO), io.BytesIO(b"o"))
    store.put(preview_key(PHOTO, Size.SMALL), io.BytesIO(b"s"))

    assert (folder / "originals/ab" / PHOTO).read_bytes() == b"o"
    assert (folder / "derived/ab" / PHOTO / "small.webp").read_bytes() == b"s"


def test_originals_can_be_read_by_their_owner_only(store, folder):
    store.put(original_key(PHOTO), io.BytesIO(b"o"))

    assert (folder / "originals/ab" / PHOTO).stat().st_mode & 0o077 == 0
    assert (folder / "originals").stat().st_mode & 0o077 == 0


def test_the_folder_of_a_photo_goes_with_its_last_file(store, folder):
    part = part_key("upload23", 0, "abcd2345")
    for key in (*all_keys(PHOTO), part):
        store.put(key, io.BytesIO(b"x"))

    store.delete_many([*all_keys(PHOTO), part])

    assert not (folder / "derived/ab" / PHOTO).exists()
    assert not (folder / "incoming/upload23").exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, StoreFull),
        (errno.EDQUOT, StoreFull),
        (errno.EIO, StoreDown),
        (errno.EROFS, StoreDown),
        (errno.EACCES, StoreDown),
    ],
)
def test_a_full_or_broken_disk_is_said_as_such_and_leaves_nothing(store, folder, number, said):
    with pytest.raises(said):
        store.put(original_key(PHOTO), BreaksOff(OSError(number, "of the disk")))

    assert files(folder) == []


def test_a_folder_that_cannot_be_made_is_down(tmp_path):
    (tmp_path / "photos").write_bytes(b"a file stands in the way")

    with pytest.raises(StoreDown):
        FolderStore(tmp_path / "photos").refuse_if_down()


def test_foreign_files_are_not_listed(store, folder):
    store.put(original_key(PHOTO), io.BytesIO(b"o"))
    (folder / "originals/ab/.DS_Store").write_bytes(b"foreign")
    (folder / "originals/notes.txt").write_bytes(b"foreign")

    assert list(store.keys()) == [original_key(PHOTO)]


@pytest.mark.parametrize("name", [".unfinished/left-by-a-crash", "incoming/left-by-a-crash"])
def test_what_a_crash_left_is_cleared_and_is_never_listed(store, folder, name):
    part = part_key(PHOTO, 0, "abcd2345")
    store.put(part, io.BytesIO(b"part of an upload"))
    (folder / name).write_bytes(b"half")
    now = datetime.now(UTC)

    assert store.interrupted(before=now - timedelta(hours=1)) == []
    assert store.interrupted(before=now + timedelta(hours=1)) == [name]
    assert store.clear_interrupted(before=now - timedelta(hours=1)) == 0
    assert store.clear_interrupted(before=now + timedelta(hours=1)) == 1
    assert list(store.keys()) == [part]
