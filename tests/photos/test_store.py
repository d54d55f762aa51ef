"""Files of photos are kept whole or not at all, in a folder as in an object store."""

import errno
import hashlib
import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.object_store import opened
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import (
    Size,
    all_keys,
    ledger_key,
    logo_key,
    original_key,
    part_key,
    preview_key,
)

PHOTO = "abcdefgh23456789"
UPLOAD = "zyxwvutsrqpn2345"


@pytest.fixture(params=["folder", "object-store"])
def store(request, tmp_path):
    """Every test of this file runs on both kinds of store."""
    if request.param == "folder":
        return FolderStore(tmp_path / "photos")
    return opened(request.getfixturevalue("bucket"))


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


class OnlyForward(io.RawIOBase):
    """A source that can be read once, such as a pipe."""

    def __init__(self, content):
        self._source = io.BytesIO(content)

    def readable(self):
        return True

    def read(self, size=-1):
        return self._source.read(size)


def test_what_is_put_is_found_again_with_its_hash_and_size(store):
    content = os.urandom(3_000_000)
    digest = hashlib.sha256(content).hexdigest()

    stored = store.put(original_key(PHOTO), io.BytesIO(content))

    assert (stored.size, stored.sha256) == (3_000_000, digest)
    assert store.size(original_key(PHOTO)) == 3_000_000
    assert store.sha256(original_key(PHOTO)) == digest
    with store.open(original_key(PHOTO)) as file:
        assert file.read() == content
    with store.local(original_key(PHOTO)) as path:
        assert path.read_bytes() == content


def test_what_can_be_read_only_once_or_was_begun_is_kept_from_where_it_stands(store):
    content = os.urandom(2_500_000)
    begun = io.BytesIO(b"head" + content)
    begun.seek(4)

    for source in (OnlyForward(content), begun):
        stored = store.put(original_key(PHOTO), source)

        assert stored.sha256 == hashlib.sha256(content).hexdigest()
        with store.open(original_key(PHOTO)) as file:
            assert file.read() == content


def test_a_file_can_be_read_from_anywhere(store):
    content = os.urandom(1_500_000)
    store.put(original_key(PHOTO), io.BytesIO(content))

    with store.open(original_key(PHOTO)) as file:
        assert file.seek(0, io.SEEK_END) == 1_500_000
        assert file.read(10) == b""
        assert file.seek(700_000) == 700_000
        assert file.read(300_000) == content[700_000:1_000_000]
        file.seek(-5, io.SEEK_CUR)
        assert file.read(5) == content[999_995:1_000_000]
        file.seek(2)
        assert file.read() == content[2:]


def test_an_empty_file_is_a_file(store):
    stored = store.put(original_key(PHOTO), io.BytesIO())

    assert (stored.size, stored.sha256) == (0, hashlib.sha256().hexdigest())
    with store.open(original_key(PHOTO)) as file:
        assert file.read() == b""


def test_what_is_put_again_takes_the_place_of_the_old(store):
    store.put(preview_key(PHOTO, Size.SMALL), io.BytesIO(b"with the old watermark"))
    store.put(preview_key(PHOTO, Size.SMALL), io.BytesIO(b"new"))

    with store.open(preview_key(PHOTO, Size.SMALL)) as file:
        assert file.read() == b"new"
    assert [entry.size for entry in store.entries()] == [3]


def test_what_is_not_there_is_not_found(store):
    for look in (store.open, store.size, store.sha256, lambda key: store.local(key).__enter__()):
        with pytest.raises(FileNotFoundError):
            look(original_key(PHOTO))


def test_everything_that_is_kept_is_listed_with_its_size_and_time(store):
    before = datetime.now(UTC) - timedelta(seconds=2)
    sizes = {
        original_key(PHOTO): 5,
        preview_key(PHOTO, Size.SMALL): 4,
        part_key(UPLOAD, 8_000_000, "abcd2345"): 3,
        logo_key(PHOTO): 2,
        ledger_key("2026-11-23"): 1,
    }
    for key, size in sizes.items():
        store.put(key, io.BytesIO(b"x" * size))

    entries = list(store.entries())

    assert {entry.key: entry.size for entry in entries} == sizes
    after = datetime.now(UTC) + timedelta(seconds=2)
    assert all(before <= entry.changed_at <= after for entry in entries)
    assert set(store.keys()) == set(sizes)


def test_a_list_can_be_narrowed_to_a_folder(store):
    parts = [part_key(UPLOAD, offset, "abcd2345") for offset in (0, 5_000_000)]
    other = part_key(UPLOAD[:-1], 0, "abcd2345")
    for key in (*parts, other, original_key(PHOTO)):
        store.put(key, io.BytesIO(b"x"))

    assert set(store.keys("incoming")) == {*parts, other}
    assert set(store.keys(f"incoming/{UPLOAD}")) == set(parts)
    assert list(store.keys("ledger")) == []
    for wrong in ("..", "originals/../derived", "secrets", "originals/"):
        with pytest.raises(ValueError, match="not a folder"):
            list(store.entries(wrong))


def test_deleting_twice_is_the_same_as_once(store):
    for key in all_keys(PHOTO):
        store.put(key, io.BytesIO(b"x"))

    for key in all_keys(PHOTO) * 2:
        store.delete(key)

    assert list(store.keys()) == []


def test_many_are_deleted_and_others_stay(store):
    kept = original_key("zzzzzzzz23456789")
    for key in (*all_keys(PHOTO), kept):
        store.put(key, io.BytesIO(b"x"))

    store.delete_many([*all_keys(PHOTO), original_key("neverkept2345678")])
    store.delete_many([])

    assert list(store.keys()) == [kept]


def test_an_upload_that_breaks_off_leaves_nothing(store):
    with pytest.raises(ConnectionResetError):
        store.put(original_key(PHOTO), BreaksOff(ConnectionResetError(errno.ECONNRESET, "reset")))

    assert list(store.keys()) == []
    assert store.interrupted(before=datetime.now(UTC) + timedelta(hours=1)) == []


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
        "incoming/abcdefgh/1-abcd2345",
        "incoming/left-by-a-crash",
        "logos/ab/abcdefgh.svg",
        "ledger/../x.json",
        "",
    ],
)
def test_a_key_that_no_id_can_make_is_refused(key, tmp_path):
    store = FolderStore(tmp_path)
    put = lambda key: store.put(key, io.BytesIO())  # noqa: E731
    for deed in (store.open, store.size, store.delete, put, lambda key: store.delete_many([key])):
        with pytest.raises(ValueError, match="not a key"):
            deed(key)
