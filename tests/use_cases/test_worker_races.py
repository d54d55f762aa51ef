"""Workers beside each other: what one does, no other does again (invariants 2, 10).

Threads here; as processes of their own in `test_worker_processes.py`.
"""

from contextlib import contextmanager
from functools import partial

import pytest
from flask import current_app

from tests.support.builders import NOW, a_job, a_profile, a_registration
from tests.support.delivering import a_mail, outside
from tests.support.mail_server import MailServer
from tests.support.races import with_locks_all_is_well, without_locks_it_goes_wrong
from tests.support.records import all_rows, history_of, is_stale, messages_of
from tests.support.verdicts import FEW
from webapp.models.base import transaction
from webapp.models.outgoing import Outgoing
from webapp.use_cases import claim_messages
from webapp.use_cases.deliver_messages import Post, deliver
from webapp.use_cases.hand_over import hand_over_due
from webapp.use_cases.hold_outbox import Gate
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.plan_messages import plan_stale_jobs

pytestmark = pytest.mark.soaked

JOBS = 3


def jobs_to_plan(studio):
    """On sale, each with somebody who is to hear of it; not planned yet."""
    profile = a_profile(studio)
    facts = {"access_type": "public", "communication_profile_id": profile.id}
    jobs = [a_job(studio, "selling", **facts) for _each in range(JOBS)]
    for job in jobs:
        a_registration(job)
    with transaction() as session:
        mark_stale(session, *sorted(job.id for job in jobs))
    return jobs


def counted(answers, what):
    return sum(answer.get(what, 0) for answer in answers)


class TwoPlan:
    """Two workers plan the messages of the same jobs."""

    stopped_by = "the key of a message that is owed"
    number = 2

    def __init__(self, studio):
        self.jobs = jobs_to_plan(studio)
        self.deeds = [partial(plan_stale_jobs, now=NOW)] * self.number

    def is_right(self, answers):
        return (
            counted(answers, "messages_queued") == JOBS
            and [len(messages_of(job.id)) for job in self.jobs] == [1] * JOBS
            and not any(is_stale(job) for job in self.jobs)
        )


class EightPlan(TwoPlan):
    """Eight workers plan the messages of the same jobs."""

    runs = FEW
    number = 8


class TwoHandOver:
    """Two workers write out the messages of the same jobs."""

    runs = FEW
    number = 2

    def __init__(self, studio):
        self.jobs = jobs_to_plan(studio)
        plan_stale_jobs(now=NOW)
        self.deeds = [partial(hand_over_due, now=NOW)] * self.number

    def is_right(self, answers):
        ledger = [message for job in self.jobs for message in messages_of(job.id)]
        return (
            counted(answers, "handed_over") == JOBS
            and [message.state for message in ledger] == ["sending"] * JOBS
            and [len(all_rows(Outgoing, message_id=each.id)) for each in ledger] == [1] * JOBS
            and not any(history_of(job.id) for job in self.jobs)
        )


class EightHandOver(TwoHandOver):
    """Eight workers write out the messages of the same jobs."""

    number = 8


class TwoDeliver:
    """Two workers send the same messages to a real server."""

    runs = FEW
    number = 2

    def __init__(self, studio):
        self.mails = [a_mail(studio, "order", place=place) for place in range(JOBS)]
        self.server = MailServer().__enter__()
        way_out = outside(current_app.config["SHELFLIFE"], smtp_url=self.server.url)
        self.deeds = [partial(send, way_out)] * self.number

    @contextmanager
    def unlocked(self):
        """Who claims counts one row up, and others wait for it: a lock as well, broken here."""
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(claim_messages, "pass_gate", lambda *_gate, **_now: 1)
            broken.setattr(Gate, "note", lambda *_round: None)
            yield

    def close(self):
        self.server.__exit__()

    def is_right(self, answers):
        addresses = sorted(mail.recipient for mail in self.mails)
        sent = [all_rows(Outgoing, id=mail.id)[0] for mail in self.mails]
        return (
            counted(answers, "sent") == JOBS
            and sorted(mail.recipient for mail in self.server.taken) == addresses
            and [(row.state, row.attempts) for row in sent] == [("sent", 1)] * JOBS
        )


class EightDeliver(TwoDeliver):
    """Eight workers send the same messages to a real server."""

    number = 8


def send(way_out):
    return dict(deliver(Post(way_out), now=lambda: NOW, machine_now=lambda: NOW))


SCENES = [TwoPlan, EightPlan, TwoHandOver, EightHandOver, TwoDeliver, EightDeliver]


@pytest.mark.parametrize("scene", SCENES)
def test_what_one_worker_does_no_other_does_again(app, scene):
    with_locks_all_is_well(app, scene)


@pytest.mark.parametrize("scene", SCENES)
def test_without_the_locks_the_same_race_goes_wrong(app, scene):
    without_locks_it_goes_wrong(app, scene)
