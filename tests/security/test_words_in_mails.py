"""Words stay words in every mail and SMS: in its head, its text, its HTML and its links."""

import re
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.builders import NOW, a_studio
from tests.support.crawling import altered, faults_in
from tests.support.full_world import a_full_world
from tests.support.letters import html_of, outgoing, parsed, text_of
from tests.support.marked import as_written, mark_everything, names_in
from tests.support.world import a_world
from webapp.delivery.mail import Mail, Mailbox, build
from webapp.domain.names import cleaned
from webapp.domain.placeholders import Placeholder
from webapp.domain.retention import GoingJob
from webapp.models.base import transaction
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.late import MoreTimeRequest
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.models.support import RequestMessage, SupportRequest
from webapp.queries.digest import Leaving
from webapp.use_cases import more_time_letters, order_news, outbox, request_letters
from webapp.use_cases.ask_to_confirm import ask_to_confirm
from webapp.use_cases.compose import Reader, letter_for, sms_for
from webapp.use_cases.digest_letter import digest_letter
from webapp.use_cases.retention_letter import retention_letter
from webapp.use_cases.write_order_mail import write_order_mail

HEAD = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
}  # fmt: skip
TEXT = "\n\n".join(f"{each.value}: {each.written}" for each in Placeholder)
BUILT = "parent@example.org"
EVIL = "https://evil.example/win"
pytestmark = pytest.mark.one_database("what is written does not depend on the database")


@pytest.fixture
def world(app):
    """A world whose addresses are addresses: else no mail would be written."""
    world = a_full_world("nord")
    mark_everything(but=("email", "phone", "recipient"))
    return world


def write_all(world):
    """A mail or SMS of every kind there is about this world, into the outbox."""
    with transaction() as session:
        order = session.get_one(Order, world.ids["order_id"])
        asked = session.get_one(MoreTimeRequest, world.ids["more_time_id"])
        customer = session.get_one(Customer, world.ids["customer_id"])
        customer.phone, customer.email_confirmed_at = "+4917012345678", None
        studio, job = asked.job.studio, asked.job
        write_order_mail(session, studio, order, now=NOW)
        order.downloads_until = NOW
        order_news.write_files_mail(session, studio, order, now=NOW)
        order_news.write_renewed_mail(session, studio, order, now=NOW)
        order_news.write_cancelled_mail(session, studio, order, now=NOW)
        typed = {customer.email, customer.phone}
        ask_to_confirm(session, studio, job, customer, typed=typed, now=NOW)
        more_time_letters.tell_studio(session, asked, who=order.lines[0].person_name, now=NOW)
        more_time_letters.tell_granted(session, asked, None, alone=True, now=NOW)
        more_time_letters.tell_declined(session, asked, asked.words, now=NOW)
        for request in session.query(SupportRequest):
            request_letters.confirm(session, studio, request, now=NOW)
            answer = RequestMessage(kind="answer", author="Samira", words="It works.", at=NOW)
            request_letters.send_answer(session, studio, request, answer, now=NOW)
        _of_the_ledger(session, studio, job, customer)
        _to_the_studio(session, studio, job)


def _of_the_ledger(session, studio, job, customer):
    registration = session.query(Registration).filter_by(customer_id=customer.id).one()
    reader = Reader(studio, job, customer, registration, 3)
    letter = letter_for(reader, subject=TEXT.replace("\n", " "), message=TEXT, now=NOW)
    outbox.put_mail(
        session, studio, letter, Mailbox(customer.email, customer.name),
        kind="notification", now=NOW, unsubscribe_url="http://127.0.0.1:8000/u",
    )  # fmt: skip
    text = sms_for(reader, message=TEXT)
    outbox.put_sms(session, studio, text, customer.phone, kind="notification", now=NOW)


def _to_the_studio(session, studio, job):
    leaving = Leaving(job.public_name, NOW, 1, 1, 1, 1)
    going = GoingJob(job.id, job.public_name, 3, 9000, date(2027, 1, 1))
    for kind, letter in (
        ("digest", digest_letter(studio, [leaving], [job.public_name], monday=date(2026, 11, 23))),
        ("retention", retention_letter(studio, [going], [job.public_name], forgets=True)),
    ):
        box = Mailbox(studio.email, studio.name)
        outbox.put_mail(session, studio, letter, box, kind=kind, now=NOW)


def test_no_mail_makes_more_of_words_than_words(world):
    write_all(world)
    faults, kinds = {}, set()
    for row in _written():
        found, texts = [], [text_of(row)]
        if row.channel == "email":
            mail = parsed(row)
            found += [name for name in mail if name not in HEAD]
            found += faults_in(html_of(row), as_written)
            texts += [str(mail["Subject"]), str(mail["To"].addresses[0].display_name)]
        found += [fault for text in texts for fault in altered(text, as_written)]
        kinds.add((row.kind, row.channel))
        if found:
            faults[row.kind, row.channel] = found[:4]
    assert faults == {}
    assert len(kinds) >= 8
    assert sum(len(names_in(text_of(row))) for row in _written()) > 35


def test_what_strangers_type_becomes_no_link(world):
    """Whoever orders in somebody else's name, and types an address of the web as theirs."""
    with transaction() as session:
        order = session.get_one(Order, world.ids["order_id"])
        order.name = order.street = order.city = EVIL
        order.lines[0].note = EVIL
        asked = session.get_one(MoreTimeRequest, world.ids["more_time_id"])
        asked.name = asked.words = EVIL
        for request in session.query(SupportRequest):
            request.subject = request.name = EVIL
        for question in session.query(RequestMessage):
            question.words = EVIL
    write_all(world)
    linked = {row.kind for row in _written() if row.channel == "email"
              if [a for a in html_of(row).select("a") if "evil" in a["href"]]}  # fmt: skip
    assert linked == set()


def _written():
    return [row for row in outgoing() if row.state == "waiting" and row.recipient != BUILT]


LINES = "Anna\r\nBcc: victim@evil.example\r\n\r\n<p>x"
WORDS = "=?utf-8?q?Bank=0D=0ABcc=3A_victim=40evil=2Eexample?="


@pytest.mark.parametrize(
    "typed", [LINES, "Anna\nBcc: victim@evil.example", "a\r\x0b\u2028b", WORDS]
)
def test_nothing_that_is_typed_becomes_another_line_of_a_head(client, typed):
    """By the forms that anybody can send; what looks like an encoded word stays what was typed."""
    world = a_world("nord")
    with transaction() as session:
        kept = cleaned(typed)[:120]  # as every field for a name keeps it
        session.get_one(Studio, world.studio.id).name = kept
        session.get_one(Job, world.job.id).public_name = kept
        session.get_one(Order, world.ids["order_id"]).name = kept
        session.get_one(Customer, world.ids["customer_id"]).name = kept
    asked = {"name": typed, "subject": typed, "words": typed}
    client.submit("/shop/nord/requests/new", tampered=True, email="anna@mail.example", **asked)
    client.submit(
        "/shop/nord/requests/new", tampered=True, email=f"a@mail.example{LINES[4:]}", **asked
    )
    write_all(world)
    for row in _written():
        if row.channel == "email":
            mail = parsed(row)
            assert set(mail) <= HEAD
            assert "evil" not in row.recipient
            names = [box.display_name for box in mail["From"].addresses + mail["To"].addresses]
            for said in (str(mail["Subject"]), *names):
                assert not re.search("[\r\n\x0b\u2028]", said), said
                assert "Bank" not in said or WORDS in letters_of(said), said


def letters_of(text):
    """Without what is invisible: where a long head is folded, space comes in."""
    return "".join(text.replace("\N{WORD JOINER}", "").split())


@pytest.mark.parametrize(
    "local", [WORDS, "=?utf-8?b?DQpCY2M6IHg=?=", "a\r\nBcc:b", "a b", '"a\r\n"']
)
def test_an_address_that_could_be_two_lines_is_refused_at_its_field(client, local):
    a_studio(slug="nord")
    asked = {"name": "Anna", "subject": "A code", "words": "It does not work."}
    page = "/shop/nord/requests/new"
    refused = client.submit(page, tampered=True, email=f"{local}@mail.example", **asked)
    assert refused.status_code == 422
    assert "Check this address" in refused.text
    assert outgoing() == []


PIECES = [
    "=?utf-8?q?",
    "=?utf-8?b?",
    "?=",
    "=0D=0A",
    "DQpCY2M6IHg=",
    "Bcc: x@y",
    " ",
    "=",
    "é",
    '"',
]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=9).map("".join))
def test_whatever_names_and_subjects_are_the_head_has_its_own_lines(typed):
    name = cleaned(typed)
    box = Mailbox("anna@mail.example", name)
    content = build(Mail(box, box, name, "text", "<p>html", "1@mail.example", NOW))
    head = content.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert {line.partition(":")[0] for line in head if line[:1] not in " \t"} <= HEAD
    said = message_from_bytes(content, policy=default)["To"].addresses[0].display_name
    assert letters_of(said) == letters_of(name)
