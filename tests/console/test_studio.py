"""A studio in the console: people, plan and storage, jobs, messages, what happened last (H1)."""

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_member,
    a_message,
    a_photo,
    a_studio,
    an_outgoing,
)
from tests.support.pages import page, words
from tests.support.records import all_rows, statements
from tests.support.signing_in import a_member_who_signs_in, signed_in
from tests.support.staff import at_the_console, somebody_of_staff
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.history import HistoryEntry
from webapp.models.outgoing import OutboxGate
from webapp.models.studio import Studio
from webapp.use_cases.recording import Change, record, record_of_studio
from webapp.use_cases.set_quota import GIGABYTE

JONAS = Actor(ActorKind.PERSON, "Jonas Weber")


@pytest.fixture
def staff(client):
    at_the_console(client)
    with client.may_write("support looks are recorded"):
        yield client


def of(studio, more=""):
    return f"/console/studios/{studio.id}{more}"


def section(answer, title_id):
    return words(page(answer).select_one(f'section[aria-labelledby="{title_id}"]'))


def test_the_list_says_how_full_each_is_and_whether_its_messages_go_out(staff):
    nord, other = a_studio("Studio Nord", plan="Season"), a_studio("Atelier Süd")
    job = a_job(nord, status="selling", original_bytes=2 * GIGABYTE)
    a_job(nord)
    a_message(job, a_customer(nord), state="failed", changed_at=NOW)
    an_outgoing(nord)
    rows = [words(row) for row in page(staff.get("/console/studios")).select("tbody tr")]
    assert rows[0].startswith("Atelier Süd")
    assert rows[1] == (
        f"Studio Nord /shop/{nord.slug} · {nord.email} Season 2 1 2 GB 1% of 250 GB 1 1"
    )
    assert other.id in staff.get("/console/studios").text


def test_fifty_studios_are_a_page(staff):
    for number in range(51):
        a_studio(f"Studio {number:02d}")
    first, second = (page(staff.get(f"/console/studios?page={n}")) for n in (1, 2))
    assert len(first.select("tbody tr")) == 50
    assert [words(row)[:9] for row in second.select("tbody tr")] == ["Studio 50"]


def test_members_are_listed_with_their_sign_in_and_second_factor(staff, visitor):
    studio = a_studio()
    a_member(studio, "jonas@nord.example", "Jonas Weber")
    signed_in(visitor(), a_member_who_signs_in(studio, "mira@nord.example"))
    shown = section(staff.get(of(studio)), "members-title")
    assert "jonas@nord.example Without second factor · not signed in" in shown
    assert "mira@nord.example Without second factor · signed in on" in shown


def test_jobs_show_their_status_and_what_happens_next_and_can_be_narrowed(staff):
    studio = a_studio()
    a_job(studio, status="selling", public_name="Lindenhof")
    a_job(studio, public_name="Oak Lane")
    assert "Oak Lane" in section(staff.get(of(studio)), "jobs-title")
    narrowed = section(staff.get(of(studio, "?status=selling&q=lin")), "jobs-title")
    assert "Selling Stays on sale" in narrowed
    assert "Oak Lane" not in narrowed


def test_what_waits_and_what_failed_stands_there_with_the_servers_answer(staff):
    studio = a_studio()
    job = a_job(studio, status="selling")
    anna = a_customer(studio, "anna@berger.example")
    message = a_message(job, anna, state="failed", changed_at=NOW)
    an_outgoing(
        studio, "notification", "failed", message,
        recipient="anna@berger.example", phase="rcpt", reply="550 5.1.1 unknown",
    )  # fmt: skip
    an_outgoing(studio, recipient="otto@maier.example", reply="451 try later", phase="data")
    shown = section(staff.get(of(studio)), "messages-title")
    assert "1 message waits to go out, since" in shown
    assert "otto@maier.example Not sent yet, it is tried again." in shown
    assert "451 try later" in shown
    assert "The server refused the address: 550 5.1.1 unknown" in shown
    assert "1 planned · 0 sent · 1 failed" in shown


def test_a_held_outbox_is_said_first(staff):
    with transaction() as session:
        session.add(OutboxGate(id=1, place="x", held_since=NOW, reason="elsewhere"))
    assert "the outbox is held" in words(staff.get(of(a_studio())))


def test_plan_and_storage_are_changed_and_recorded(staff, stored):
    studio = a_studio(plan="Start")
    answer = staff.submit(of(studio), 'form[action$="/plan"]', plan=" Season ", gigabytes="500")
    assert answer.location == of(studio)
    assert (stored(studio).plan, stored(studio).quota_bytes) == ("Season", 500 * GIGABYTE)
    (entry,) = all_rows(HistoryEntry, deed="plan-changed")
    assert (entry.actor_kind, entry.actor_name) == ("support", "Samira Haddad")
    shown = section(staff.get(of(studio)), "history-title")
    assert "Plan and storage changed Samira Haddad (support)" in shown
    assert "Plan: Start → Season · Storage: 250 GB → 500 GB" in shown


def test_less_than_is_used_is_said(staff):
    studio = a_studio()
    a_job(studio, original_bytes=3 * GIGABYTE)
    answer = staff.submit(of(studio), 'form[action$="/plan"]', gigabytes="2", follow=True)
    assert "The studio uses 3 GB, more than it has" in words(answer)


@pytest.mark.one_database("nothing is stored")
def test_a_storage_that_is_none_is_refused_and_kept(staff, stored):
    studio, form = a_studio(), 'form[action$="/plan"]'
    for typed in ("", "0", "-1", "many", "1000001", "1.5", "9" * 400):
        answer = staff.submit(of(studio), form, plan="Season", gigabytes=typed)
        assert answer.status_code == 422
        assert page(answer).select_one("#plan")["value"] == "Season"
        assert page(answer).select_one("#gigabytes")["value"] == typed
        assert "between 1 and 1,000,000" in words(page(answer).select_one("details[open] .err"))
    assert stored(studio).quota_bytes == 250 * GIGABYTE


def test_a_crooked_quota_stays_when_only_the_plan_changes(staff, stored):
    studio = a_studio(quota_bytes=1234)
    staff.submit(of(studio), 'form[action$="/plan"]', plan="Season")
    assert (stored(studio).plan, stored(studio).quota_bytes) == ("Season", 1234)


@pytest.mark.one_database("rights are asked before it")
def test_who_may_not_operate_sees_the_plan_and_cannot_change_it(client, stored):
    studio = a_studio(plan="Start")
    at_the_console(client, somebody_of_staff(rights=("look",)))
    with client.may_write("support looks are recorded"):
        shown = client.get(of(studio))
        assert "Plan: Start" in words(shown)
        assert page(shown).select('form[action$="/plan"], a[href$="/acting"]') == []
        data = {"plan": "x", "gigabytes": "1", "csrf_token": client.token("/console")}
        assert client.post(of(studio, "/plan"), data=data).status_code == 404
    assert stored(studio).plan == "Start"


def test_acting_is_offered_unless_the_studio_has_revoked_it(staff):
    studio = a_studio()
    assert page(staff.get(of(studio))).select(f'a[href="{of(studio, "/acting")}"]')
    with transaction() as session:
        session.get_one(Studio, studio.id).support_access = False
    shown = staff.get(of(studio))
    assert not page(shown).select(f'a[href="{of(studio, "/acting")}"]')
    assert "The studio has revoked support access" in words(shown)


def test_what_happened_last_is_of_the_studio_and_of_its_jobs(staff):
    studio = a_studio()
    job = a_job(studio, public_name="Lindenhof")
    with transaction() as session:
        changes = [Change("archiving", False, True)]
        record(session, job, by=JONAS, now=NOW, deed="settings-saved", changes=changes)
        record_of_studio(session, studio.id, by=JONAS, now=NOW, deed="plan-changed")
    shown = section(staff.get(of(studio)), "history-title")
    assert "Settings saved · Lindenhof Jonas Weber · Archiving: off → on" in shown
    assert "Plan and storage changed Jonas Weber" in shown
    assert "Looked at" not in shown


def test_each_look_is_recorded_and_an_unknown_studio_is_none(staff):
    studio = a_studio()
    staff.get(of(studio))
    (look,) = all_rows(HistoryEntry, deed="looked")
    assert (look.studio_id, look.job_id, look.actor_name) == (studio.id, None, "Samira Haddad")
    assert staff.get(f"/console/studios/{'a' * 16}").status_code == 404


def test_a_code_typed_among_the_jobs_is_taken_out_of_the_address(staff):
    job = a_job()
    code = a_code(job, "K7MW9Q3X4T2P")
    answer = staff.get(of(job.studio, "?q=K7MW-9Q3X-4T2P"))
    assert answer.location == f"/console?code={code.fingerprint}"


def test_a_studio_of_many_jobs_and_messages_takes_no_more_statements(staff):
    studio, seen = a_studio(), []
    for jobs in (1, 12):
        for _each in range(jobs):
            job = a_job(studio, status="selling")
            a_photo(job)
            a_message(job, a_customer(studio), state="failed", changed_at=NOW)
        with statements() as asked:
            staff.get(of(studio))
        seen.append(len(asked))
    assert seen[1] <= seen[0] + 1
    assert seen[1] <= 40
