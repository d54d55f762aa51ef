"""The operations page: the figures of the metrics, judged in words; releases with one click."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from tests.support.builders import a_job, a_photo, a_studio, an_album, an_outgoing
from tests.support.deleting import throw_album
from tests.support.hands import TASKS, Hands, a_worker, do
from tests.support.live import environment
from tests.support.pages import page
from tests.support.records import all_rows, statements
from tests.support.staff import at_the_console, somebody_of_staff
from tests.support.typed import typed
from webapp import clock as machine
from webapp.console.clock_words import release_words
from webapp.console.task_words import TASKS as WORDS
from webapp.models.base import db, new_id, transaction
from webapp.models.operation import ClockHold, Heartbeat, StorageCheck
from webapp.models.outgoing import OutboxGate, Outgoing
from webapp.models.photo import Photo
from webapp.models.staff import Staff
from webapp.queries import counting
from webapp.queries.clock_release import ReleaseFacts, release_facts
from webapp.use_cases.empty_trash import empty_due_trash
from webapp.use_cases.hold_clock import hold_clock
from webapp.use_cases.note_runs import Run, note_runs

PAGE = "/console/operations"
DAY = timedelta(days=1)


def alive(worker="host:1", version="0.1.0", seconds_ago=5):
    with transaction() as session:
        seen = machine.machine_now() - timedelta(seconds=seconds_ago)
        session.merge(Heartbeat(worker=worker, version=version, seen_at=seen))


def row(document, row_id):
    return " ".join(document.select_one(f"#{row_id}").get_text(" ").split())


def a_held_clock():
    hold_clock(2 * DAY, worker="host:1", now=machine.machine_now())
    return all_rows(ClockHold)[0]


def test_a_healthy_installation_is_fine_in_every_line(app, config, client, clock):
    do(app, a_worker(config, Hands().watch()))
    alive()
    document = page(at_the_console(client).get(PAGE))
    assert "Everything is fine" in document.get_text()
    assert document.select(".ops-look") == []
    assert "Archive due jobs" in document.select_one("#tasks-title").parent.get_text()
    assert "Compare records and files" in document.get_text()
    assert f"Shelflife {app.config['VERSION']}" in row(document, "program-versions")


def test_what_is_wrong_is_said_with_what_to_do(client, clock):
    studio = a_studio("Studio Mohn")
    job = a_job(studio, status="selling", archive_on=clock.now().date() - 3 * DAY)
    photo = a_photo(job, an_album(job))
    with transaction() as session:
        session.get(Photo, photo.id).state = "failed"
        session.add(
            StorageCheck(
                began_at=machine.machine_now() - DAY,
                ended_at=machine.machine_now() - DAY,
                differences=3,
                corrected=1,
                sentences=["An original is missing."],
            )
        )
    an_outgoing(studio, priority=0, created_at=clock.now() - timedelta(minutes=20))
    alive("host:1", version="0.0.9", seconds_ago=3)
    alive("host:2", seconds_ago=300)
    at = machine.machine_now()
    note_runs([Run("derive previews", at, 5, failed_at=at, failure="StoreDown")], worker="host:1")

    document = page(at_the_console(client).get(PAGE))

    assert "within a minute" in row(document, "work-due")
    assert "1 job, the first 2 days ago" in row(document, "work-due")
    assert "what the mail server" in row(document, "work-outbox")
    assert "1 message waits, the oldest written 20 minutes ago" in row(document, "work-outbox")
    assert "Studio Mohn : 1" in row(document, "work-failed")
    assert document.select_one("#work-failed a")["href"] == f"/console/studios/{studio.id}"
    assert "2 differences, compared 1 day ago" in row(document, "stock-check")
    assert "An original is missing." in row(document, "stock-check")
    said = document.get_text(" ")
    assert "Another version than this page" in said
    assert "It ended without a word" in said
    assert "StoreDown" in said
    assert "7 things to look at" in said


def test_without_a_worker_it_says_so_first(client, clock):
    said = page(at_the_console(client).get(PAGE)).get_text(" ")
    assert "1 thing to look at" in said
    assert "No worker is at work" in said


def test_the_page_and_the_metrics_say_the_same(app, client, clock):
    studio = a_studio()
    job = a_job(studio, status="selling", archive_on=clock.now().date() - 3 * DAY)
    a_job(studio)
    photo = a_photo(job, an_album(job))
    with transaction() as session:
        row = session.get(Photo, photo.id)
        row.state, row.queue = "failed", 0
    an_outgoing(studio)
    an_outgoing(studio, state="sent")
    alive()
    at_the_console(client).get(PAGE)  # what signing in writes has its room in the database now
    metrics = _read(client.get("/metrics").text)
    shown = {
        tag["id"].removeprefix("figure-"): float(tag["value"])
        for tag in page(client.get(PAGE)).select("data[id^=figure-]")
    }
    assert len(shown) > 12
    shown.pop("disk_free_bytes")  # others write to this disk as well
    assert shown == {name: metrics[name] for name in shown}


def test_what_is_only_reckoned_says_so(app, client, monkeypatch):
    monkeypatch.setattr(counting, "MANY", 1)
    studio = a_studio()
    an_outgoing(studio, state="failed")
    sent = an_outgoing(studio, state="sent")
    mail = {column.key: getattr(sent, column.key) for column in Outgoing.__table__.columns}
    with transaction() as session:
        session.execute(insert(Outgoing), [mail | {"id": new_id()} for _ in range(1233)])
        session.execute(text("ANALYZE"))
    said = row(page(at_the_console(client).get(PAGE)), "work-outgoing")
    metrics = client.get("/metrics").text
    is_reckoned = db.engine.dialect.name == "postgresql"
    assert ("sent: about 1,230" in said) == is_reckoned
    assert "failed: 1" in said
    assert ("# HELP shelflife_outgoing Mails and SMS by state; about, of: sent" in metrics) == (
        is_reckoned
    )


def _read(text):
    """The metrics by name and, behind a hyphen, the value of their label."""
    found = re.findall(r'^shelflife_(\w+)(?:\{\w+="([^"]*)"\})? (\S+)$', text, re.M)
    return {f"{name}-{label}" if label else name: float(value) for name, label, value in found}


def test_the_figures_alone_come_for_htmx_and_are_asked_for_again(client, clock):
    at_the_console(client)
    whole = page(client.get(PAGE)).select_one("#figures")
    assert (whole["hx-get"], whole["hx-trigger"]) == (PAGE, "every 15s")
    part = client.get(PAGE, headers={"HX-Request": "true"})
    assert part.text.strip().startswith('<div class="stack" id="figures"')
    assert "<h1" not in part.text


def test_the_page_costs_the_same_however_much_there_is(client, clock):
    at_the_console(client)
    with statements() as few:
        client.get(PAGE)
    studio = a_studio()
    for _each in range(5):
        an_album(a_job(studio, status="selling", archive_on=clock.now().date() - DAY))
        an_outgoing(studio)
        alive(f"host:{_each}")
    with statements() as many:
        client.get(PAGE)
    assert len(many) == len(few) <= 30


def test_the_clock_is_released_by_one_click_with_what_follows_counted(
    client, clock, stored, app, config
):
    studio = a_studio()
    job = a_job(studio, status="selling", archive_on=clock.now().date())
    album = an_album(planned := a_job(studio))
    a_photo(planned, album)
    throw_album(planned, album)
    clock.advance(days=8)
    hold = a_held_clock()
    alive()
    start = at_the_console(client).get(PAGE)
    said = page(start).select_one("#clock").get_text(" ")
    assert "had jumped ahead by 2 days" in said
    # The job that is due, and the clock itself.
    assert "2 things to look at" in page(start).get_text(" ")
    assert "1 job is archived." in said
    assert "The trash of 1 studio is emptied (1 photo)." in said
    assert "They wait until the clock is released." in row(page(start), "work-due")
    assert client.get("/readyz").json["clock"] == "held"
    assert client.get("/readyz").status_code == 200
    assert "shelflife_clock_held 1.0" in client.get("/metrics").text
    assert "shelflife_clock_jump_seconds 172800.0" in client.get("/metrics").text

    done = client.submit(start, "#clock form", follow=True)

    assert "Released. What is due is done within a minute." in done.text
    assert stored(hold).released_by == "Samira Haddad"
    assert page(done).select_one("#clock") is None
    assert "Samira Haddad" in page(done).select_one("#released-title").parent.get_text()
    do(app, a_worker(config, Hands().watch()), "archive due jobs")
    assert stored(job).status == "archived"
    again = client.submit(start, "#clock form", follow=True)
    assert "released already" in again.text


def test_what_a_release_sets_off_is_what_the_deeds_then_do(app, clock):
    job = a_job()
    album = an_album(job)
    a_photo(job, album)
    throw_album(job, album)
    over = clock.now() + 8 * DAY
    facts = release_facts(now=over, machine_now=machine.machine_now())
    assert facts == ReleaseFacts(trash_studios=1, trash_photos=1)
    assert empty_due_trash(now=over) == 1
    assert release_facts(now=over, machine_now=machine.machine_now()).is_nothing


def test_when_nothing_is_due_the_release_says_so(app):
    with app.test_request_context():
        assert release_words(ReleaseFacts()) == [
            "Nothing is due: nothing is archived, deleted or sent at once."
        ]


def test_a_held_clock_is_said_on_every_page_of_the_console(client, clock):
    a_held_clock()
    staff = somebody_of_staff()
    bar = page(at_the_console(client, staff).get("/console")).select_one(".held-bar")
    assert bar.a["href"] == f"{PAGE}#clock"
    with transaction() as session:
        session.get(Staff, staff.id).may_operate = False
    bar = page(client.get("/console")).select_one(".held-bar")
    assert bar.a is None
    assert "Somebody who may operate can release it." in bar.get_text()


def test_a_copied_installation_is_released_here_too(client, clock):
    an_outgoing(a_studio())
    with transaction() as session:
        session.add(OutboxGate(id=1, place="elsewhere", held_since=clock.now(), reason="older"))
    start = at_the_console(client).get(PAGE)
    said = page(start).select_one("#outbox-held").get_text(" ")
    assert "a copy was restored" in said
    assert "1 message goes out" in said
    done = client.submit(start, "#outbox-held form", follow=True)
    assert "Released. Messages go out now." in done.text
    assert all_rows(OutboxGate)[0].held_since is None


@pytest.mark.one_database("rights are asked before anything is read")
@pytest.mark.parametrize("rights", [(), ("look", "answer", "act")])
def test_only_staff_who_may_operate_see_and_release(client, rights):
    a_held_clock()
    at_the_console(client, somebody_of_staff(rights=rights))
    assert client.get(PAGE).status_code == 404
    token = {"csrf_token": client.token("/console")} if rights else {}
    for what in ("clock", "outbox"):
        answer = client.post(f"{PAGE}/{what}/release", data={"hold": "x", **token})
        assert answer.status_code in (400, 404)
    assert all_rows(ClockHold)[0].released_at is None


def test_every_line_of_the_timetable_has_words():
    assert list(WORDS) == list(TASKS)


@pytest.mark.one_database("a command in a process of its own")
def test_the_clock_is_looked_at_and_released_by_a_command_where_there_is_no_staff(
    app, config, stored, clock
):
    a_job(status="selling", archive_on=clock.now().date() - 2 * DAY)
    hold = a_held_clock()
    seen = typed("clock", environ=environment(config))
    assert seen.returncode == 1
    assert "it had jumped 48.0 h" in seen.stdout
    assert "1 job is archived." in seen.stdout
    assert "It goes on now." in typed("clock", "release", environ=environment(config)).stdout
    assert stored(hold).released_by == "shelflife clock release"
