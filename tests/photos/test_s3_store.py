"""A bucket: only with the right secret, beside other things; browsers fetch for a minute."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.photos.test_store import PHOTO
from tests.support.object_store import opened
from tests.support.swift_words import ACCESS_KEY
from webapp.photos.keys import Size, all_keys, original_key, preview_key
from webapp.photos.opening import faults_of
from webapp.photos.store import StoreDown


@pytest.fixture
def store(bucket):
    return opened(bucket)


def test_a_wrong_secret_is_refused_in_every_way(store, bucket, aws):
    store.put(original_key(PHOTO), io.BytesIO(b"o"))
    aws(ACCESS_KEY, "wrong")
    other = opened(bucket)

    for deed in (
        lambda: other.put(original_key(PHOTO), io.BytesIO(b"foreign")),
        lambda: other.open(original_key(PHOTO)),
        lambda: other.size(original_key(PHOTO)),
        lambda: other.delete(original_key(PHOTO)),
        lambda: list(other.entries()),
        other.refuse_if_down,
    ):
        with pytest.raises(StoreDown):
            deed()
    assert store.size(original_key(PHOTO)) == 1


def test_what_is_wrong_with_a_bucket_is_said_at_the_start(bucket, aws, monkeypatch):
    assert faults_of(bucket) == []

    [no_bucket] = faults_of(replace(bucket, bucket="no-such-bucket"))
    assert "no-such-bucket" in no_bucket
    assert "NoSuchBucket" in no_bucket

    aws(ACCESS_KEY, "wrong")
    [refused] = faults_of(bucket)
    assert "SignatureDoesNotMatch" in refused

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    [nobody] = faults_of(bucket)
    assert "credentials" in nobody

    [no_profile] = faults_of(replace(bucket, profile="nobody"))
    assert "nobody" in no_profile


def test_other_things_in_the_bucket_are_left_alone(store, bucket, swift):
    swift.client().put_object(Bucket=bucket.bucket, Key="notes.txt", Body=b"not ours")
    swift.client().put_object(Bucket=bucket.bucket, Key="kept/notes.txt", Body=b"not ours")
    beside = opened(replace(bucket, prefix="other/"))
    for each in (store, beside):
        each.put(original_key(PHOTO), io.BytesIO(b"o"))

    assert list(store.keys()) == [original_key(PHOTO)]
    beside.delete_many(all_keys(PHOTO))
    assert list(store.keys()) == [original_key(PHOTO)]


def test_a_long_list_comes_page_by_page(store, monkeypatch):
    ids = [f"abcdefgh2345678{symbol}" for symbol in "abcde"]
    for photo_id in ids:
        store.put(original_key(photo_id), io.BytesIO(b"o"))
    call, pages = store._s3.call, []  # noqa: SLF001 - small pages, from the same server

    def in_small_pages(operation, **arguments):
        pages.append(operation)
        return call(operation, MaxKeys=2, **arguments)

    monkeypatch.setattr(store._s3, "call", in_small_pages)  # noqa: SLF001

    assert sorted(store.keys()) == [original_key(photo_id) for photo_id in ids]
    assert pages == ["list_objects_v2"] * 3


def test_the_hash_of_what_others_have_put_is_counted(store, bucket, swift):
    content = b"copied here by another program"
    name = f"kept/{original_key(PHOTO)}"
    swift.client().put_object(Bucket=bucket.bucket, Key=name, Body=content)

    assert store.sha256(original_key(PHOTO)) == hashlib.sha256(content).hexdigest()


def test_an_object_that_is_replaced_while_it_is_read_is_not_mixed_with_the_new(store):
    key = preview_key(PHOTO, Size.LARGE)
    store.put(key, io.BytesIO(b"a" * 600_000))

    with store.open(key) as file:
        assert file.read(10) == b"a" * 10
        store.put(key, io.BytesIO(b"b" * 600_000))
        file.seek(500_000)
        with pytest.raises(StoreDown):
            file.read(10)


def test_a_browser_fetches_a_file_with_an_address_for_a_minute_and_not_without(bucket, monkeypatch):
    store = opened(replace(bucket, redirects=True))
    key = preview_key(PHOTO, Size.SMALL)
    store.put(key, io.BytesIO(b"webp"))

    address = store.address_for_browsers(key, media_type="image/webp")

    with urlopen(address) as answer:  # noqa: S310 - our own server
        assert answer.read() == b"webp"
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Content-Disposition"] == "inline"
        assert answer.headers["Cache-Control"] == "private, no-store"
    a_minute_ago = datetime.now(UTC) - timedelta(seconds=62)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: a_minute_ago)
    for refused in (
        store.address_for_browsers(key, media_type="image/webp"),
        address.partition("?")[0],
        address.replace("small.webp", "large.webp"),
        address.replace("X-Amz-Expires=60&", "X-Amz-Expires=6000&"),
    ):
        assert refused != address
        with pytest.raises(HTTPError) as fault:
            urlopen(refused)  # noqa: S310 - our own server
        fault.value.close()
        assert fault.value.code in (400, 403)  # Swift takes what is not signed for another language


def test_a_bucket_that_does_not_redirect_gives_no_addresses(store):
    store.put(preview_key(PHOTO, Size.SMALL), io.BytesIO(b"webp"))

    assert store.address_for_browsers(preview_key(PHOTO, Size.SMALL), media_type="a/b") == ""
