"""A backup is whole, of one moment, and fits the other database as well; or there is none."""

import fcntl
import stat
import zipfile
from datetime import date
from io import BytesIO

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_member,
    a_photo,
    a_product,
    a_profile,
    a_registration,
    a_visitor,
    an_outgoing,
    price_list_of,
)
from tests.support.keeping import an_uploaded_photo, check, delete
from tests.support.orders import a_line, an_order
from tests.support.records import all_rows
from tests.support.requests import a_file, a_request
from tests.support.second_home import all_lines
from webapp.domain.actors import WORKER
from webapp.models.base import transaction
from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.studio import SignIn
from webapp.photos.enclosed import enclosed
from webapp.photos.serving import current_store
from webapp.queries.outbox import outbox_held
from webapp.use_cases import back_up as deed
from webapp.use_cases.backup_file import BackupError, opened_backup
from webapp.use_cases.recording import record


def a_season():
    """Something in most of the tables, with every kind of value."""
    job = a_job(status="selling", archive_on=date(2026, 12, 1), public_name="Grundschule Ähre ‘1’")
    a_profile(job.studio)
    photo = a_photo(job)
    visitor = a_visitor(job.studio, codes=[a_code(job)])
    a_basket_line(a_basket(visitor), photo, a_product(price_list_of(job)))
    a_registration(job)
    an_order(job, a_line(job, photo, parts=[{"name": "Print"}]))
    an_outgoing(job.studio)
    a_request(job.studio, pictures=[enclosed(a_file()[0])])
    for _ in range(2):
        remember(job.id)
    delete(job, a_photo(job).id)
    return job.id


def remember(job_id):
    with transaction() as session:
        held = session.get_one(Job, job_id)
        record(session, held, by=WORKER, now=NOW, deed="archived", counts={"baskets": 1})


def test_every_row_comes_back_in_the_other_kind_of_database(app, back_up_now, second_home):
    job_id = a_season()
    before = all_lines()
    path = back_up_now()

    with second_home.inside():
        done = second_home.restore(path)

        after = all_lines()
        assert {name: len(rows) for name, rows in after.items()} == {
            name: len(rows) for name, rows in before.items()
        }
        photos = {"photo"}  # none of these has a file: they are marked, which is told elsewhere
        assert {name: rows for name, rows in after.items() if name not in photos} == {
            name: rows for name, rows in before.items() if name not in photos
        }
        assert done.rows == sum(map(len, before.values()))
        remember(job_id)
        ids = [entry.id for entry in all_rows(HistoryEntry)]
        assert ids == list(range(ids[0], ids[0] + 3))


def test_nobody_is_signed_in_by_a_backup_and_nothing_is_sent(app, back_up_now, second_home):
    job = a_job()
    with transaction() as session:
        session.add(
            SignIn(
                token_hash="x", member_id=a_member(job.studio).id, created_at=NOW, expires_at=NOW
            )
        )
    path = back_up_now()

    with second_home.inside():
        second_home.restore(path)

        assert all_rows(SignIn) == []
        assert outbox_held() is not None


def test_a_photo_with_its_file_is_as_it_was_and_one_without_is_marked(
    app, back_up_now, second_home
):
    job = a_job()
    there = an_uploaded_photo(job, current_store())
    lost = a_photo(job).id
    path = back_up_now()

    with second_home.inside():
        done = second_home.restore(path)

        assert done.missing == 1
        states = {photo.id: (photo.state, photo.failure) for photo in all_rows(Photo)}
        assert states == {there: ("waiting", ""), lost: ("failed", "missing")}
        assert [lost in drift.sentence for drift in check(current_store())] == [True]


def test_it_is_for_its_owner_alone_and_tells_no_secret(app, config, back_up_now):
    a_season()
    path = back_up_now()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as opened:
        said = b"".join(opened.read(name) for name in opened.namelist())
    assert config.secret_key.encode() not in said


@pytest.mark.one_database("files")
def test_what_lies_where_it_is_written_is_neither_trusted_nor_followed(app, back_up_now, tmp_path):
    draft, elsewhere = tmp_path / ".backup.zip.unfinished", tmp_path / "elsewhere"
    draft.write_bytes(b"of a backup that broke off")
    draft.chmod(0o666)

    path = back_up_now()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not draft.exists()
    path.unlink()
    elsewhere.write_bytes(b"precious")
    draft.symlink_to(elsewhere)
    with pytest.raises(BackupError, match="cannot be written"):
        back_up_now()
    assert (elsewhere.read_bytes(), path.exists()) == (b"precious", False)


@pytest.mark.one_database("files")
def test_two_backups_to_one_place_do_not_take_each_others_file(app, back_up_now, tmp_path):
    draft = tmp_path / ".backup.zip.unfinished"
    with draft.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        with pytest.raises(BackupError, match="Another backup"):
            back_up_now()

        assert draft.exists()


def test_it_is_of_one_moment_however_much_is_written_meanwhile(app, back_up_now, monkeypatch):
    job = a_job()
    a_photo(job)
    form_of, busy = deed.form_of, iter([job])

    def and_somebody_uploads(table):
        for each in busy:
            a_photo(each)
        return form_of(table)

    monkeypatch.setattr(deed, "form_of", and_somebody_uploads)

    with opened_backup(back_up_now()) as backup:
        rows = {part["name"]: part["rows"] for part in backup.contents.parts}
    assert rows["tables/photo.jsonl"] == rows["originals.jsonl"] == 1
    assert len(all_rows(Photo)) == 2


@pytest.mark.one_database("a file")
def test_what_is_damaged_or_cut_off_or_no_backup_is_refused(app, back_up_now, tmp_path):
    a_season()
    content = bytearray(back_up_now().read_bytes())
    cut, damaged = tmp_path / "cut.zip", tmp_path / "damaged.zip"
    cut.write_bytes(content[:-200])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        photos = archive.getinfo("tables/photo.jsonl")
    content[photos.header_offset + 30 + len(photos.filename) + photos.compress_size // 2] ^= 0xFF
    damaged.write_bytes(content)

    for path in (cut, tmp_path / "none.zip"):
        with pytest.raises(BackupError), opened_backup(path):
            pass
    with opened_backup(damaged) as backup:
        assert len(list(backup.faults())) == 1


def test_only_an_empty_database_takes_a_backup(app, back_up_now, second_home):
    a_season()
    path = back_up_now()

    with second_home.inside():
        job = a_job()
        with pytest.raises(BackupError):
            second_home.restore(path)

        assert [row.id for row in all_rows(Job)] == [job.id]
