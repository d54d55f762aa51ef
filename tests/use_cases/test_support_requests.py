"""Requests to the support: numbered once, mailed as one conversation, forgotten in time (H3)."""

import json
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from functools import partial

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_member,
    a_person,
    a_studio,
    a_visitor,
)
from tests.support.deleting import ADA
from tests.support.delivering import Office
from tests.support.every_word import every_word
from tests.support.letters import outgoing, parsed, text_of
from tests.support.mail_server import MailServer
from tests.support.races import race
from tests.support.records import all_rows
from tests.support.requests import a_file, a_request, a_request_of_a_customer, written
from tests.support.staff import somebody_of_staff
from tests.support.verdicts import RUNS
from webapp.domain.support_requests import Context
from webapp.models import sealing
from webapp.models.base import transaction
from webapp.models.customer import Visitor
from webapp.models.studio import Studio
from webapp.models.support import RequestPicture, SupportRequest
from webapp.photos.enclosed import enclosed
from webapp.queries.customer_data import customer_data
from webapp.use_cases.answer_request import answer_request
from webapp.use_cases.export_customer import export_customer
from webapp.use_cases.forget_customers import forget_customer
from webapp.use_cases.forget_person import forget_person
from webapp.use_cases.forget_support_requests import forget_old_support_requests
from webapp.use_cases.holding_request import ChangedMeanwhileError
from webapp.use_cases.note_on_request import note_on_request
from webapp.use_cases.submit_request import Asked, Asker, submit_request, write_again
from webapp.use_cases.take_on_request import settle_request


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def staff(app):
    return somebody_of_staff()


def stored_request(request):
    return all_rows(SupportRequest, id=request.id)[0]


def answer(request, words, staff, **facts):
    version = stored_request(request).version
    facts = {"is_done": False, "now": NOW} | facts
    answer_request(request.id, words, version=version, by=staff, **facts)


def sent_by(studio, asked):
    asker = Asker("Jonas", f"{asked.subject}@example.org", "en")
    return partial(submit_request, studio.id, asker, asked, now=NOW)


def test_of_many_at_once_each_has_a_number_of_its_own_without_gaps(app):
    studios = [a_studio() for _each in range(4)]
    for run in range(min(RUNS, 5)):
        deeds = [sent_by(each, Asked(f"r{run}", "Help")) for each in studios]
        assert not [each for each in race(app, *deeds) if isinstance(each, Exception)]
    numbers = sorted(row.number for row in all_rows(SupportRequest))
    assert numbers == list(range(1001, 1001 + len(numbers)))


def test_sent_twice_at_once_it_is_one(app, studio):
    deed = sent_by(studio, Asked("twice", "Help"))
    first, second = race(app, deed, deed)
    assert first == second
    assert len(all_rows(SupportRequest)) == len(outgoing()) == 1


def test_of_two_answers_at_once_one_goes_out(app, studio, staff):
    asked, colleague = a_request(studio), somebody_of_staff()
    deeds = [
        partial(answer_request, asked.id, f"By {each.email}", version=1, is_done=False, by=each,
                now=NOW) for each in (staff, colleague)
    ]  # fmt: skip
    answers = race(app, *deeds)
    assert sum(isinstance(each, ChangedMeanwhileError) for each in answers) == 1
    assert len(written(asked)) == len(outgoing()) == 2


def test_to_a_mail_program_all_mails_of_a_request_are_one_conversation(app, config, studio, staff):
    asked = a_request(studio)
    other = a_request(studio, subject="Another")
    answer(asked, "First", staff)
    write_again(asked.id, "And now?", now=NOW)
    answer(asked, "Second", staff)
    with MailServer() as server:
        Office(app, config, smtp_url=server.url).work()
    mails = {mail.content: parsed_bytes(mail.content) for mail in server.taken}
    of_asked = [each for each in mails.values() if each["To"].addresses[0].addr_spec == asked.email]
    by_reference = sorted(of_asked, key=lambda mail: len((mail["References"] or "").split()))
    first, second, third = by_reference
    assert first["References"] is None
    assert second["In-Reply-To"] == first["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"]]
    assert (len(mails), other.number) == (4, 1002)
    assert not [content for content in mails if b"=?" in content.partition(b"\r\n\r\n")[0]]


def parsed_bytes(content):
    return message_from_bytes(content, policy=default)


def test_support_writes_by_its_own_server_where_that_of_a_studio_is_broken(app, config, studio):
    with transaction() as session:
        broken = sealing.seal("smtp://127.0.0.1:9")
        session.get_one(Studio, studio.id).smtp_sealed = broken
    asked = a_request(studio)
    with MailServer() as server:
        Office(app, config, smtp_url=server.url).work()
    assert [mail.recipient for mail in server.taken] == [asked.email]
    assert parsed_bytes(server.taken[0].content)["From"].addresses[0].addr_spec == config.mail_from


def test_answers_by_mail_go_where_the_settings_say(app, studio, staff):
    asked = a_request(studio)
    answer(asked, "First", staff)
    with_box = replace(app.config["SHELFLIFE"], support_email="help@example.org")
    app.config["SHELFLIFE"] = with_box
    answer(asked, "Second", staff, now=NOW + timedelta(hours=1))
    *before, second = outgoing()
    first = next(row for row in before if "First" in text_of(row))
    assert [parsed(row)["Reply-To"] for row in before] == [None, None]
    assert "mails to this address are not read" in text_of(first)
    assert parsed(second)["Reply-To"] == "help@example.org"
    assert "are not read" not in text_of(second)


def test_nothing_that_is_typed_becomes_a_header(app, studio, staff):
    evil = "x\r\nBcc: all@example.org"
    asked = a_request(studio, member=a_member(studio, name="Jonas"), subject=evil, words=evil)
    answer(asked, evil, staff)
    for row in outgoing():
        assert parsed(row)["Bcc"] is None
        assert "Bcc" not in parsed(row)["Subject"]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/shop/nord/orders/" + "t" * 32, "/shop/nord/orders/…"),
        (f"/shop/nord/open/{'a' * 16}.{'B' * 22}?x=1", "/shop/nord/open/…"),
        (f"/studio/jobs/{'a' * 16}/settings#x", f"/studio/jobs/{'a' * 16}/settings"),
        ("https://elsewhere.example/x", ""),
        ("//elsewhere.example/x", ""),
        ("/a\r\nb", ""),
    ],
)
@pytest.mark.one_database("a rule, and no database")
def test_of_a_page_its_path_is_kept_without_what_opens_things(asked, kept):
    assert Context.read({"page": asked}).page == kept


# Forgetting


def a_picture():
    return enclosed(a_file()[0])


def test_a_customer_who_is_forgotten_leaves_numbers_and_days(app, studio, staff):
    anna = a_customer(studio, email="anna@berger.example", name="Anna Berger")
    visitor = a_visitor(studio)
    by_mail = a_request_of_a_customer(studio, pictures=[a_picture()])
    answer(by_mail, "Dear Anna Berger", staff)
    note_on_request(by_mail.id, "Anna Berger called", by=staff, now=NOW)
    by_browser = a_request_of_a_customer(
        studio, email="other@berger.example", subject="Anna again", visitor=visitor
    )
    with transaction() as session:
        session.get_one(Visitor, visitor.id).customer_id = anna.id
    others = a_request_of_a_customer(studio, email="ben@novak.example", name="Ben")
    gone = forget_customer(studio.id, anna.id, by=ADA, now=NOW + timedelta(days=1))
    assert gone.requests == 2
    said = every_word()
    assert said.count("Where are they?") == 1
    for word in ("Anna", "berger.example"):
        assert word not in said
    for each in (by_mail, by_browser):
        row = stored_request(each)
        assert (row.number, row.created_at, row.state) == (each.number, NOW, "done")
        assert (row.name, row.email, row.subject, row.visitor_id) == ("", "", "", None)
        assert {words for _kind, words in written(each)} == {""}
    assert all_rows(RequestPicture) == []
    assert written(others) == [("question", "Where are they?")]
    with pytest.raises(ChangedMeanwhileError):
        answer(by_mail, "Hello?", staff)


def test_who_only_came_with_the_code_of_a_child_goes_with_the_child(app, studio):
    job = a_job(studio)
    mia, ben = a_person(job, "Mia"), a_person(job, "Ben")
    codes = a_code(job, person=mia), a_code(job, "B7MW9Q3X4T2P", person=ben)
    of_mia, of_ben = (
        asked_about(studio, job, a_visitor(studio, codes=[code])) for code in codes
    )  # fmt: skip
    forget_person(job.id, mia.id, by=ADA, now=NOW)
    assert stored_request(of_mia).email == ""
    assert stored_request(of_ben).email


def asked_about(studio, job, visitor):
    asked = a_request_of_a_customer(studio, email=f"{visitor.id}@example.org", visitor=visitor)
    with transaction() as session:
        session.get_one(SupportRequest, asked.id).job_id = job.id
    return asked


def test_all_of_it_is_handed_over_but_for_what_colleagues_noted(app, studio, staff):
    anna = a_customer(studio, email="anna@berger.example")
    asked = a_request_of_a_customer(studio, pictures=[a_picture()])
    answer(asked, "Here.", staff)
    note_on_request(asked.id, "Between us", by=staff, now=NOW)
    a_request_of_a_customer(studio, email="ben@novak.example", subject="Of Ben")
    a_request(studio, subject="Of a member")
    entries = {
        entry.name: b"".join(entry.chunks)
        for entry in export_customer(customer_data(anna), now=NOW)
    }
    (said,) = json.loads(entries["data.json"])["requests"]
    assert (said["number"], said["subject"]) == (asked.number, "I see nothing")
    assert [each["words"] for each in said["messages"]] == ["Where are they?", "Here."]
    assert entries[f"requests/{asked.number}-1.jpg"].startswith(b"\xff\xd8")
    assert b"Between us" not in b"".join(entries.values())


def test_what_was_done_a_year_ago_is_emptied_and_what_is_open_is_not(app, studio):
    done, is_open = a_request(studio), a_request(studio, subject="Open")
    settle_request(done.id, is_done=True, version=1, now=NOW)
    assert forget_old_support_requests(now=NOW + timedelta(days=365)) == 0
    assert forget_old_support_requests(now=NOW + timedelta(days=366)) == 1
    assert (stored_request(done).email, stored_request(done).changed_at) == ("", NOW)
    assert stored_request(is_open).email
    assert forget_old_support_requests(now=NOW + timedelta(days=367)) == 0
