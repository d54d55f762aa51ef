"""All that is kept is copied to another store, verified by hash, however often it is stopped."""

import io

import pytest
from click.testing import CliRunner

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, an_album
from tests.support.object_store import opened
from tests.support.stalling_proxy import stalling
from tests.support.typed import clean_environment, started, typed
from webapp.cli import shelflife
from webapp.config import ConfigError
from webapp.models.base import db, transaction
from webapp.models.photo import Photo
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import Size, ledger_key, logo_key, original_key, part_key, preview_key
from webapp.photos.serving import current_store
from webapp.photos.store import StoreFull
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.move_store import move_store

OTHERS = (
    logo_key("abcdefgh23456789"),
    ledger_key("2026-11-23"),
    part_key("zyxwvutsrqpn2345", 0, "abcd2345"),
)


@pytest.fixture
def photos(app):
    """Three photos on record, with their originals, a preview each, and other things beside."""
    album = an_album(a_job())
    ids = [
        add_photo(
            album.id, io.BytesIO(a_jpeg(64, 48)), name="a.jpg", store=current_store(), now=NOW
        )
        for _ in range(3)
    ]
    for key in (*OTHERS, *(preview_key(photo_id, Size.SMALL) for photo_id in ids)):
        current_store().put(key, io.BytesIO(key.encode()))
    return ids


@pytest.fixture
def target(tmp_path):
    return FolderStore(tmp_path / "elsewhere")


def content(store):
    """Everything that is kept, byte by byte."""
    found = {}
    for key in store.keys():  # noqa: SIM118 - a store is no mapping
        with store.open(key) as file:
            found[key] = file.read()
    return found


def moved(source, target):
    """How many files of each outcome."""
    steps = []
    done = move_store(source, target, on_step=steps.append)
    assert sum(done.files.values()) == len(steps)
    return {outcome.value: number for outcome, number in done.files.items()}, done.is_whole


def test_everything_is_copied_once_and_stays_where_it_was(photos, target):
    before = content(current_store())

    assert moved(current_store(), target) == ({"copied": 9}, True)
    assert content(target) == content(current_store()) == before
    assert moved(current_store(), target) == ({"there": 9}, True)


@pytest.mark.one_database("the stores matter here")
def test_there_and_back_through_a_bucket_nothing_is_changed(photos, target, bucket):
    assert moved(current_store(), opened(bucket)) == ({"copied": 9}, True)
    assert moved(current_store(), opened(bucket)) == ({"there": 9}, True)
    assert moved(opened(bucket), target) == ({"copied": 9}, True)
    assert content(target) == content(current_store())


def test_what_is_there_with_other_bytes_is_replaced(photos, target):
    for key in (original_key(photos[0]), preview_key(photos[1], Size.SMALL)):
        target.put(key, io.BytesIO(b"x" * current_store().size(key)))
    target.put(original_key(photos[1]), io.BytesIO(b"half"))

    assert moved(current_store(), target) == ({"copied": 9}, True)
    assert content(target) == content(current_store())


def test_an_original_that_is_not_what_was_uploaded_is_said_and_copied(photos, target):
    current_store().put(original_key(photos[0]), io.BytesIO(b"rotten"))

    assert moved(current_store(), target) == ({"copied": 8, "differs": 1}, False)
    assert content(target) == content(current_store())


def test_what_is_whole_at_the_target_is_not_replaced_by_what_rotted_since(photos, target):
    move_store(current_store(), target)
    good = content(target)
    size = current_store().size(original_key(photos[0]))
    current_store().put(original_key(photos[0]), io.BytesIO(b"x" * size))

    assert moved(current_store(), target) == ({"there": 9}, True)
    assert content(target) == good


def test_an_original_that_is_missing_is_said(photos, target):
    current_store().delete(original_key(photos[0]))

    assert moved(current_store(), target) == ({"copied": 8, "missing": 1}, False)


def test_a_photo_that_is_deleted_meanwhile_is_no_fault(photos, target):
    with transaction() as session:
        session.delete(session.get_one(Photo, photos[0]))
    source = current_store()

    class Deleting:
        def __getattr__(self, name):
            return getattr(source, name)

        def keys(self):
            found = list(source.keys())
            source.delete(original_key(photos[0]))
            yield from found

    assert moved(Deleting(), target) == ({"copied": 8, "gone": 1}, True)


def test_a_photo_that_is_added_meanwhile_is_copied_too(photos, target):
    source = current_store()

    class Adding:
        def __getattr__(self, name):
            return getattr(source, name)

        def keys(self):
            yield from (key for key in source.keys() if photos[0] not in key)  # noqa: SIM118

    assert moved(Adding(), target) == ({"copied": 8}, True)
    assert original_key(photos[0]) in content(target)


def test_a_target_without_room_breaks_off_and_can_be_gone_on_with(photos, target):
    class Full:
        left = 4

        def __getattr__(self, name):
            return getattr(target, name)

        def put(self, key, source):
            self.left -= 1
            if self.left < 0:
                raise StoreFull
            return target.put(key, source)

    with pytest.raises(StoreFull):
        move_store(current_store(), Full())

    counts, is_whole = moved(current_store(), target)
    assert is_whole
    assert counts == {"there": 4, "copied": 5}


@pytest.mark.one_database("the stores matter here")
def test_killed_in_the_middle_of_a_file_it_goes_on_where_it_ended(photos, bucket, config, tmp_path):
    db.session.rollback()
    environ = clean_environment(
        SHELFLIFE_DATA=str(config.data), SHELFLIFE_DATABASE_URL=config.database_url
    )
    command = ("photos", "move", "--to", f"s3://{bucket.bucket}/kept?endpoint=")
    with stalling(bucket.endpoint, after=3) as proxy:
        process = started(
            *command[:-1], command[-1] + proxy.url, environ=environ, log=tmp_path / "log"
        )
        assert proxy.is_stuck.wait(30), (tmp_path / "log").read_text()
        process.kill()
        process.wait()

    whole, half = content(current_store()), content(opened(bucket))
    assert half.items() < whole.items()

    done = typed(*command[:-1], command[-1] + bucket.endpoint, environ=environ)

    assert done.returncode == 0, done.stderr
    assert f"{len(whole) - len(half)} copied" in done.stdout
    assert f"{len(half)} there already" in done.stdout
    assert content(opened(bucket)) == whole == content(current_store())


@pytest.mark.one_database("words of the command")
def test_the_command_names_what_is_missing_and_ends_with_1(photos, config, tmp_path):
    current_store().delete(original_key(photos[0]))
    db.session.rollback()
    environ = {"SHELFLIFE_DATA": str(config.data), "SHELFLIFE_DATABASE_URL": config.database_url}

    def move(to):
        return CliRunner().invoke(shelflife, ["photos", "move", "--to", to], env=environ)

    done = move(str(tmp_path / "new"))
    assert done.exit_code == 1
    assert photos[0] in done.stderr
    assert "8 copied" in done.stdout
    assert "1 missing" in done.stdout

    same = move(str(config.photos_folder))
    assert (same.exit_code, "already" in same.stderr) == (2, True)

    wrong = move("s3://x?endpoint=y&key=z")
    assert isinstance(wrong.exception, ConfigError)
    assert [fault.partition(":")[0] for fault in wrong.exception.faults] == ["--to"] * 3
