"""A restore dies at any commit and file: the database is empty, or the worker makes it whole."""

from contextlib import suppress
from dataclasses import replace
from itertools import count

import pytest

from tests.support import databases
from tests.support.builders import NOW, a_job
from tests.support.keeping import an_uploaded_photo, check, delete, finish_deletions
from tests.support.killing.mortal import COMMITS, Fate, Killed, Mortal, counted
from tests.support.records import all_rows
from webapp import clock, create_app
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.serving import current_store
from webapp.use_cases.apply_ledger import apply_ledger
from webapp.use_cases.backup_file import opened_backup
from webapp.use_cases.hold_outbox import gate_of, hold_if_copied
from webapp.use_cases.restore_backup import refuse_to_restore, restore_backup


def restore(path, store, data):
    with opened_backup(path) as backup:
        now = clock.machine_now()
        restore_backup(backup, store, data=data, now=NOW, machine_now=now)


@pytest.mark.one_database("what is not committed is the same on both")
def test_whole_or_absent_and_nothing_deleted_comes_back(app, config, run, back_up_now, tmp_path):
    store, job = current_store(), a_job()
    kept, gone = an_uploaded_photo(job, store), an_uploaded_photo(job, store)
    path = back_up_now()
    delete(job, gone)
    finish_deletions(store)
    were_absent = were_whole = 0

    for last in count(step=2):
        data = tmp_path / f"{last}"
        data.mkdir()
        address = databases.sqlite_copy(run, data / "shelflife.sqlite3")
        fate = Fate(last)
        with create_app(replace(config, data=data, database_url=address)).app_context():
            with counted(fate, COMMITS), suppress(Killed):
                restore(path, Mortal(store, fate), data)
            if all_rows(Job):
                were_whole += 1
                apply_ledger(store, now=clock.machine_now())
                finish_deletions(store)
                assert [photo.id for photo in all_rows(Photo)] == [kept]
                assert hold_if_copied(gate_of(data), now=NOW)
                assert check(store) == []
            else:
                were_absent += 1
                with opened_backup(path) as backup:
                    refuse_to_restore(backup)
            db.session.remove()
            db.engine.dispose()
        if not fate.is_dead:
            break

    assert were_absent > 0
    assert were_whole > 2
