"""An object store that fails says so in bounded time, at every call, and nothing is half kept."""

import io
import sys

import pytest

from tests.photos.test_store import PHOTO
from tests.support.faulty_server import FAULTS, faulty
from webapp.config import Config, ConfigError
from webapp.domain.store_address import BucketAddress
from webapp.photos.breaker import Breaker
from webapp.photos.keys import original_key
from webapp.photos.opening import faults_of
from webapp.photos.s3_calls import Patience
from webapp.photos.s3_store import S3Store
from webapp.photos.store import StoreDown, StoreFull

KEY = original_key(PHOTO)
LITTLE = Patience(connect=0.2, read=0.2, times=1)


def read_through(store):
    with store.open(KEY) as file:
        file.read()


def make_local(store):
    with store.local(KEY):
        pass


DEEDS = {
    "put": lambda store: store.put(KEY, io.BytesIO(b"picture")),
    "read": read_through,
    "local": make_local,
    "size": lambda store: store.size(KEY),
    "sha256": lambda store: store.sha256(KEY),
    "delete": lambda store: store.delete(KEY),
    "delete_many": lambda store: store.delete_many([KEY]),
    "entries": lambda store: list(store.entries()),
    "refuse_if_down": lambda store: store.refuse_if_down(),
}
# A store that only breaks off while it sends has answered already where nothing is sent.
ANSWERED = ("put", "size", "sha256", "delete")


@pytest.fixture(autouse=True)
def credentials(aws):
    """Any will do: these servers look at nothing."""


def store_at(url, *, patience=LITTLE, seconds_down=0.0):
    address = BucketAddress(bucket="photos", endpoint=url)
    return S3Store(address, patience=patience, seconds_down=seconds_down)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_call_says_so_when_the_store_fails(fault):
    with faulty(fault) as server:
        store = store_at(server.url)
        for name, deed in DEEDS.items():
            if fault == "breaks off" and name in ANSWERED:
                continue
            with pytest.raises(StoreDown):
                deed(store)
                pytest.fail(f"{name} went well while the store {fault}")


def test_nobody_listens():
    with faulty("500") as server:
        url = server.url

    store = store_at(url)
    for deed in DEEDS.values():
        with pytest.raises(StoreDown):
            deed(store)
    store = store_at(url, seconds_down=60)
    for why in ("Could not connect", "does not answer"):
        with pytest.raises(StoreDown, match=why):
            store.size(KEY)


@pytest.mark.parametrize("status", ["413", "507"])
def test_a_store_without_room_is_full(status):
    with faulty(status) as server, pytest.raises(StoreFull):
        DEEDS["put"](store_at(server.url))


def test_a_busy_store_is_asked_again_a_few_times_and_then_no_more():
    with faulty("503") as server:
        with pytest.raises(StoreDown):
            store_at(server.url, patience=Patience(connect=1, read=1, times=2)).size(KEY)

        assert server.asked == ["HEAD", "HEAD"]


def test_a_store_that_hangs_holds_up_one_call_and_no_other():
    with faulty("hangs") as server:
        store = store_at(server.url, seconds_down=60)
        for _ in range(20):
            with pytest.raises(StoreDown):
                store.size(KEY)

        assert server.asked == ["HEAD"]


def test_a_silent_store_is_asked_again_by_one_and_by_all_once_it_answers():
    now = [0.0]
    breaker = Breaker(seconds=5, now=lambda: now[0])
    breaker.note_silence()
    now[0] = 4.9
    with pytest.raises(StoreDown):
        breaker.refuse_in_vain()

    now[0] = 5.0
    breaker.refuse_in_vain()
    with pytest.raises(StoreDown):
        breaker.refuse_in_vain()

    breaker.note_answer()
    for _ in range(3):
        breaker.refuse_in_vain()


def test_without_the_extra_the_start_says_what_to_install(monkeypatch):
    for name in ("webapp.photos.s3_store", "webapp.photos.s3_calls"):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "boto3", None)

    [fault] = faults_of(BucketAddress(bucket="photos"))

    assert "requirements/s3.txt" in fault


def test_a_bucket_that_cannot_be_reached_stops_the_start_beside_all_other_faults(tmp_path):
    with faulty("500") as server:
        url = server.url
    wrong = {
        "SHELFLIFE_DATA": str(tmp_path),
        "SHELFLIFE_PHOTOS_URL": f"s3://photos?endpoint={url}",
        "SHELFLIFE_X_ACCEL": "internal",
        "SHELFLIFE_TRUSTED_PROXIES": "many",
    }

    with pytest.raises(ConfigError) as stopped:
        Config.from_environment(wrong)

    named = [fault.partition(" ")[0].rstrip(":") for fault in stopped.value.faults]
    assert sorted(set(named)) == sorted(wrong.keys() - {"SHELFLIFE_DATA"})
    assert url in str(stopped.value)


def test_a_bucket_that_answers_is_a_place_for_photos(tmp_path, bucket):
    url = f"s3://{bucket.bucket}/kept?endpoint={bucket.endpoint}"

    config = Config.from_environment({"SHELFLIFE_DATA": str(tmp_path), "SHELFLIFE_PHOTOS_URL": url})

    assert config.photos == bucket
