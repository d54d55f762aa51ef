"""Files of photos are kept whole or not at all."""

import errno
import hashlib
import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import Size, all_keys, original_key, part_key, preview_key
from webapp.photos.store import StoreFull

PHOTO = "abcdefgh23456789"


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "photos")


class BreaksOff(io.RawIOBase):
    """An upload whose connection ends after the first bytes."""

    def __init__(self, fault):
        self._reads = 0
        self._fault = fault

    def read(self, size=-1):
        self._reads += 1
        if self._reads > 1:
            raise self._fault
        return b"half a picture"


def test_what_is_put_is_found_again_with_its_hash_and_size(store):
    content = os.urandom(3_000_000)

    stored = store.put(original_key(PHOTO), io.BytesIO(content))

    assert (stored.size, stored.sha256) == (3_000_000, hashlib.sha256(content).hexdigest())
    assert store.size(original_key(PHOTO)) == 3_000_000
    with store.open(original_key(PHOTO)) as file:
        assert file.read() == content


def test_files_lie_under_the_id_of_their_photo(store, tmp_path):
    store.put(original_key(PHOTO), io.BytesIO(b"o"))
    store.put(preview_key(PHOTO, Size.SMALL), io.BytesIO(b"s"))

    assert (tmp_path / "photos/originals/ab" / PHOTO).read_bytes() == b"o"
    assert (tmp_path / "photos/derived/ab" / PHOTO / "small.webp").read_bytes() == b"s"
    assert set(store.keys()) == {original_key(PHOTO), preview_key(PHOTO, Size.SMALL)}


def test_originals_can_be_read_by_their_owner_only(store, tmp_path):
    store.put(original_key(PHOTO), io.BytesIO(b"o"))

    assert (tmp_path / "photos/originals/ab" / PHOTO).stat().st_mode & 0o077 == 0
    assert (tmp_path / "photos/originals").stat().st_mode & 0o077 == 0


def test_an_upload_that_breaks_off_leaves_nothing(store, tmp_path):
    with pytest.raises(ConnectionResetError):
        store.put(original_key(PHOTO), BreaksOff(ConnectionResetError()))

    assert [path for path in (tmp_path / "photos").rglob("*") if path.is_file()] == []


def test_a_full_disk_is_said_as_such_and_leaves_nothing(store, tmp_path):
    with pytest.raises(StoreFull):
        store.put(original_key(PHOTO), BreaksOff(OSError(errno.ENOSPC, "no space")))

    assert [path for path in (tmp_path / "photos").rglob("*") if path.is_file()] == []


def test_deleting_twice_is_the_same_as_once(store, tmp_path):
    for key in all_keys(PHOTO):
        store.put(key, io.BytesIO(b"x"))

    for key in all_keys(PHOTO) * 2:
        store.delete(key)

    assert list(store.keys()) == []
    assert not (tmp_path / "photos/derived/ab" / PHOTO).exists()


@pytest.mark.parametrize(
    "key",
    [
        "../secret-key",
        "originals/ab/../../secret-key",
        "originals/ab/.hidden",
        "/etc/passwd",
        "derived/ab/abcdefgh/huge.webp",
        "originals/ab/abcdefgh\n",
        "originals/ab/photo.jpg",
        "originals/AB/ABCDEFGH",
        "",
    ],
)
def test_a_key_that_no_id_can_make_is_refused(store, key):
    for deed in (store.open, store.size, store.delete, lambda key: store.put(key, io.BytesIO())):
        with pytest.raises(ValueError, match="not a key"):
            deed(key)


@pytest.mark.parametrize("folder", [".unfinished", "incoming"])
def test_what_a_crash_left_is_cleared_and_is_never_listed(store, tmp_path, folder):
    part = part_key(PHOTO, 0, "abcd2345")
    store.put(part, io.BytesIO(b"part of an upload"))
    left = tmp_path / "photos" / folder / "left-by-a-crash"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half")
    now = datetime.now(UTC)

    assert store.interrupted(before=now - timedelta(hours=1)) == []
    assert store.interrupted(before=now + timedelta(hours=1)) == [f"{folder}/left-by-a-crash"]
    assert store.clear_interrupted(before=now - timedelta(hours=1)) == 0
    assert store.clear_interrupted(before=now + timedelta(hours=1)) == 1
    assert list(store.keys()) == [part]
