"""The history is only added to, each record is linked to the one before it, and shows it (S8)."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.support.builders import NOW, a_job, a_person, a_registration, a_studio
from tests.support.deleting import delete as delete_job
from tests.support.live import environment
from tests.support.races import race
from tests.support.records import all_rows, history_of
from tests.support.verdicts import RUNS, judged, never_goes_wrong
from webapp.cli import shelflife
from webapp.domain.actors import WORKER, Actor, ActorKind
from webapp.domain.history_chain import Fault
from webapp.models.base import db, transaction
from webapp.models.history import HistoryEntry, HistoryHead, HistoryPermit, rewriting
from webapp.models.job import Job
from webapp.queries.history_proof import proven_chains
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.forget_customers import forget_customer
from webapp.use_cases.forget_person import forget_person
from webapp.use_cases.recording import Change, record, record_of_studio

JONAS = Actor(ActorKind.PERSON, "Jonas Weber")


def write(job, deed="settings-saved", by=JONAS, **facts):
    with transaction() as session:
        record(session, job, by=by, now=NOW, deed=deed, **facts)


def faults():
    db.session.rollback()
    return {each.chain: each.faults for each in proven_chains() if each.faults}


def tamper(statement, *chains):
    """What somebody with the database in hand could do: the triggers are told to let it pass."""
    with transaction() as session, rewriting(session, chains):
        session.execute(statement.execution_options(synchronize_session=False))


def without_triggers(statement):
    """The same for what no deed may do: as the owner of the database, who can drop triggers."""
    with transaction() as session:
        on = "" if session.get_bind().dialect.name == "sqlite" else " ON history_entry"
        for name in ("fixed", "kept", "stays"):
            session.execute(text(f"DROP TRIGGER history_entry_{name}{on}"))
        session.execute(statement.execution_options(synchronize_session=False))


@pytest.fixture
def job(app):
    job = a_job()
    write(job, counts={"people_added": 3})
    write(job, changes=[Change("status", "planning", "selling")])
    write(job, deed="archived", by=WORKER, counts={"lines_removed": 37})
    return job


def test_records_of_a_job_are_numbered_and_linked(job):
    first, second, third = history_of(job.id)
    assert [each.number for each in (first, second, third)] == [1, 2, 3]
    assert len({first.hash, second.hash, third.hash}) == 3
    assert faults() == {}


def test_what_happens_to_the_studio_is_a_chain_of_its_own(job):
    with transaction() as session:
        record_of_studio(session, job.studio_id, by=JONAS, now=NOW, deed="looked", job_id=job.id)
    (entry,) = all_rows(HistoryEntry, chain=job.studio_id)
    assert (entry.number, entry.job_id) == (1, job.id)
    assert faults() == {}


@pytest.mark.parametrize(
    "statement",
    [
        update(HistoryEntry).values(deed="created"),
        update(HistoryEntry).values(actor_name="Somebody else"),
        update(HistoryEntry).values(changes=[]),
        delete(HistoryEntry),
        update(HistoryHead).values(number=1),
        delete(HistoryHead),
    ],
    ids=["deed", "name", "changes", "delete", "head", "no-head"],
)
def test_the_database_refuses_to_change_or_delete_a_record(job, statement):
    before = [(each.deed, each.actor_name, each.changes) for each in history_of(job.id)]
    with pytest.raises(DBAPIError, match="only added to"), transaction() as session:
        session.execute(statement.execution_options(synchronize_session=False))
    assert [(each.deed, each.actor_name, each.changes) for each in history_of(job.id)] == before


def test_even_a_deed_that_may_forget_names_changes_nothing_else(job):
    statement = update(HistoryEntry).values(counts={"lines_removed": 0})
    with pytest.raises(DBAPIError, match="only added to"):
        tamper(statement, job.id)


def test_a_permit_is_for_its_own_chains_and_its_own_transaction(job):
    other = a_job(a_studio())
    write(other)
    with pytest.raises(DBAPIError, match="only added to"):
        tamper(update(HistoryEntry).values(actor_name=""), job.id)
    db.session.rollback()
    assert db.session.scalars(select(HistoryPermit.chain)).all() == []


def test_a_changed_name_is_found(job):
    statement = update(HistoryEntry).where(HistoryEntry.number == 2).values(actor_name="Eve")
    tamper(statement, job.id)
    assert faults() == {job.id: [(Fault.CHANGED, 2)]}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (update(HistoryEntry).where(HistoryEntry.number == 3).values(counts={}), [(Fault.LINK, 3)]),
        (
            update(HistoryEntry).where(HistoryEntry.number == 1).values(at=NOW - timedelta(days=1)),
            [(Fault.LINK, 1)],
        ),
        (delete(HistoryEntry).where(HistoryEntry.number == 2), [(Fault.MISSING, 2)]),
        (delete(HistoryEntry).where(HistoryEntry.number == 3), [(Fault.CUT, 2)]),
        (delete(HistoryEntry), [(Fault.CUT, 0)]),
    ],
    ids=["counts", "moment", "middle", "last", "all"],
)
def test_what_was_changed_behind_the_triggers_is_found(job, statement, found):
    without_triggers(statement)
    assert faults() == {job.id: found}


def test_archiving_many_jobs_links_each_to_its_own_chain(app):
    studio = a_studio()
    jobs = [a_job(studio, "selling", archive_on=NOW.date() - timedelta(days=3)) for _ in range(3)]
    write(jobs[0])
    archive_due_jobs(now=NOW)
    assert [len(history_of(job.id)) for job in jobs] == [2, 1, 1]
    assert faults() == {}


def test_a_forgotten_name_is_gone_and_the_chain_holds(job):
    person = a_person(job, name="Mia Berger")
    write(job, deed="person-changed", changes=[Change("person", "Mia Berger", "Mia Berger · 2b")])
    forget_person(job.id, person.id, by=JONAS, now=NOW)
    *_others, changed, forgotten = history_of(job.id)
    assert "Mia" not in str(changed.changes)
    assert list(forgotten.seals) == [str(changed.number)]
    assert faults() == {}


def test_what_a_record_says_without_the_name_cannot_be_changed_either(job):
    person = a_person(job, name="Mia Berger")
    write(job, deed="person-changed", changes=[Change("person", "Mia Berger", "Mia Berger · 2b")])
    forget_person(job.id, person.id, by=JONAS, now=NOW)
    tamper(update(HistoryEntry).where(HistoryEntry.number == 4).values(changes=[]), job.id)
    assert faults() == {job.id: [(Fault.CHANGED, 4)]}


def test_a_forgotten_customer_is_a_customer_in_the_records(job):
    registration = a_registration(job)
    name = registration.customer.name
    write(job, deed="customer-unsubscribed", by=Actor(ActorKind.CUSTOMER, name))
    forget_customer(job.studio_id, registration.customer_id, by=JONAS, now=NOW)
    assert name not in {each.actor_name for each in history_of(job.id)}
    assert faults() == {}


def test_the_chain_of_a_deleted_job_goes_with_it_and_no_other(job):
    other, gone = a_job(a_studio()), job.id
    write(other)
    delete_job(job)
    assert all_rows(HistoryEntry, chain=gone) == []
    assert len(history_of(other.id)) == 1
    assert faults() == {}


def test_who_write_to_one_chain_at_once_write_one_after_the_other(app, job):
    job_id = job.id

    def deed():
        with transaction() as session:
            mine = session.get_one(Job, job_id)
            record(session, mine, by=JONAS, now=NOW, deed="announced")

    def play():
        before = len(history_of(job_id))
        answers = race(app, deed, deed, deed)

        def is_right(answers):
            written = len(history_of(job_id)) - before
            return answers == [None] * 3 and written == 3 and not faults()

        return judged(is_right, answers, ()), answers

    never_goes_wrong(play, runs=RUNS)


@pytest.mark.one_database("what is found is the same on both, and so is what is said")
def test_the_command_says_what_is_not_as_it_was_written(job, config):
    job_id = job.id

    def verify():
        db.session.remove()
        return CliRunner().invoke(shelflife, ["history", "verify"], env=environment(config))

    well = verify()
    assert (well.exit_code, well.stdout.splitlines()[-1]) == (0, "All are as they were written.")
    tamper(update(HistoryEntry).where(HistoryEntry.number == 2).values(actor_name="Eve"), job_id)
    found = verify()
    assert found.exit_code == 1
    assert f"{job_id}: record 2 does not say what it said when it was written." in found.stdout
    assert "1 of them not as they were written." in found.stderr


@pytest.mark.one_database("PostgreSQL has no INSERT OR REPLACE")
def test_replacing_a_record_is_refused_like_deleting_it(job):
    replace = text(
        "INSERT OR REPLACE INTO history_entry (id, studio_id, job_id, at, actor_kind, actor_name,"
        " deed, changes, counts, chain, number, salt, content, hash)"
        " SELECT id, studio_id, job_id, at, actor_kind, 'Mallory', deed, changes, counts, chain,"
        " number, salt, content, hash FROM history_entry"
    )
    with pytest.raises(DBAPIError, match="only added to"), transaction() as session:
        session.execute(replace)
    assert {each.actor_name for each in history_of(job.id)} == {"Jonas Weber", ""}
