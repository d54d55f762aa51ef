"""Messages by the timetable: planned, handed over, delivered; a worker may end in the midst."""

import signal
import time

import pytest

from tests.support import mail_server as at
from tests.support.builders import (
    a_code,
    a_customer,
    a_job,
    a_profile,
    a_registration,
    a_studio,
    an_outgoing,
)
from tests.support.live import environment
from tests.support.mail_server import MailServer
from tests.support.records import all_rows, messages_of
from tests.support.typed import started
from webapp.commands.run import outside_of
from webapp.models.base import db, transaction
from webapp.models.outgoing import Outgoing
from webapp.photos.folder_store import FolderStore
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.marking import mark_stale
from webapp.worker.loop import work_once
from webapp.worker.schedule import timetable


def test_one_look_at_everything_plans_writes_and_delivers(app, config):
    studio = a_studio()
    profile = a_profile(studio, triggers=(("available", 0),))
    job = a_job(studio, status="selling", communication_profile_id=profile.id)
    a_code(job)
    a_registration(job, a_customer(studio, email="anna@example.org"))
    with transaction() as session:
        mark_stale(session, job.id)
    db.session.rollback()

    assert work_once(app, FolderStore(config.photos_folder), Post(outside_of(config)))

    assert [message.state for message in messages_of(job.id)] == ["sent"]
    (file,) = (config.data / "mail").iterdir()
    assert b"anna@example.org" in file.read_bytes()


def test_messages_are_planned_and_handed_over_within_seconds():
    paces = {task.name: task.every_seconds for task in timetable()}

    assert max(paces["plan messages"], paces["hand over due messages"]) <= 5
    assert paces["deliver messages"] <= 2


@pytest.mark.one_database("what a process does when it gets a signal is the same")
def test_a_worker_ends_in_time_between_two_mails_and_loses_none(app, config, tmp_path):
    studio = a_studio()
    for number in range(200):
        an_outgoing(studio, recipient=f"p{number}@example.org")
    with MailServer({at.MAIL: [at.SLOW] * 200}) as server:
        settings = environment(config) | {"SHELFLIFE_SMTP_URL": server.url}
        worker = started("worker", environ=settings, log=tmp_path / "log")
        patience = time.monotonic() + 60
        while len(server.taken) < 3:
            assert time.monotonic() < patience, (tmp_path / "log").read_text()
            time.sleep(0.05)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0

        sent = {row.recipient for row in all_rows(Outgoing, state="sent")}
        assert {mail.recipient for mail in server.taken} == sent
        waiting = all_rows(Outgoing, state="waiting")
        assert len(sent) + len(waiting) == 200
        assert {(row.phase, row.attempts, row.in_doubt) for row in waiting} == {("", 0, False)}
