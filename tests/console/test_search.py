"""One field finds what the support is asked about, by any fragment; codes whole only (H1)."""

from urllib.parse import quote

import pytest
from sqlalchemy import insert

from tests.support.builders import (
    a_code,
    a_customer,
    a_job,
    a_member,
    a_message,
    a_person,
    a_studio,
    an_album,
    an_outgoing,
)
from tests.support.orders import an_order
from tests.support.pages import page, words
from tests.support.records import statements
from tests.support.requests import a_request
from tests.support.staff import at_the_console, somebody_of_staff
from webapp import clock
from webapp.models.base import db, transaction
from webapp.models.customer import Customer
from webapp.models.deletion import ClosedCode
from webapp.models.job import AccessCode, Job, StudioCode
from webapp.models.sealing import fingerprint
from webapp.models.support import SupportRequest
from webapp.use_cases.global_code import make_global_code

CODE = "K7MW9Q3X4T2P"


@pytest.fixture
def staff(client):
    return at_the_console(client)


def found(client, typed):
    """What is found, per kind: titles; and asked the way a person does, through the form."""
    answer = client.submit("/console", q=typed, follow=True)
    assert answer.status_code == 200, answer.status
    return {
        section["aria-labelledby"].removesuffix("-title"): [
            link.get_text() for link in section.select("li > div > :first-child")
        ]
        for section in page(answer).select("section.found")
        if section["aria-labelledby"] != "recent-title"
    }


def test_a_fragment_finds_everything_that_carries_it(staff):
    studio = a_studio("Studio Morgenlicht", slug="morgen", email="hallo@morgen.example")
    other = a_studio("Studio Nord")
    job = a_job(studio, public_name="Lindenhof Grundschule", internal_name="lin-26")
    a_job(other, public_name="Oak Lane")
    customer = a_customer(studio, "anna@linde.example", "Anna Berger", phone="+491701234567")
    a_member(studio, "jonas@morgen.example", "Jonas Weber")
    order = an_order(job, customer=customer, number=71042, email="anna@linde.example")

    assert found(staff, "morgen") == {
        "studios": ["Studio Morgenlicht"],
        "members": ["jonas@morgen.example"],
    }
    assert found(staff, "LINDE") == {
        "jobs": ["Lindenhof Grundschule"],
        "customers": ["Anna Berger"],
        "orders": ["Order 71042"],
    }
    child = a_person(job, "Mia Lindgren", an_album(job, "2b"))
    assert found(staff, "lindgren") == {"people": ["Mia Lindgren"]}
    shown = staff.get("/console?q=lindgren")
    assert "Studio Morgenlicht · Lindenhof Grundschule · 2b" in words(shown)
    assert page(shown).select_one("section.found a")["href"] == (
        f"/console/jobs/{job.id}/explanation?question=photos&person={child.id}"
    )
    assert found(staff, "in-2") == {"jobs": ["Lindenhof Grundschule"]}
    assert found(staff, "berg ann")["customers"] == ["Anna Berger"]
    for number in ("71042", "#71042", "Order 71042", "Bestellung 71042", "104"):
        assert found(staff, number)["orders"] == ["Order 71042"]
    for phone in ("0170 123 45 67", "+49 (0)170/1234567", "123456"):
        assert found(staff, phone)["customers"] == ["Anna Berger"]
    for whole, kind, title in (
        (job.id, "jobs", job.public_name),
        (f"http://x/studio/jobs/{job.id}/photos", "jobs", job.public_name),
        (studio.id, "studios", studio.name),
        (customer.id, "customers", customer.name),
        (order.id, "orders", "Order 71042"),
        (f"https://x/shop/morgen/orders/{order.token}", "orders", "Order 71042"),
    ):
        assert found(staff, whole) == {kind: [title]}


def test_what_is_meant_exactly_stands_first(staff):
    studio = a_studio()
    for name in ("Annabel Rose", "Mary Ann", "Ann"):
        a_customer(studio, name=name)
    assert found(staff, "ann")["customers"] == ["Ann", "Annabel Rose", "Mary Ann"]


def test_messages_are_found_by_their_message_id_and_requests_by_every_number(staff):
    studio = a_studio()
    job = a_job(studio)
    customer = a_customer(studio)
    message = a_message(job, customer, state="failed")
    mail = an_outgoing(
        studio, "notification", "failed", message, customer_id=customer.id, reply="550 unknown"
    )
    request = a_request(studio, subject="A mail")
    with transaction() as session:
        session.get_one(SupportRequest, request.id).request_id = "0123456789abcdef"

    for typed in (mail.mail_id, f"<{mail.mail_id}>", mail.id):
        answer = staff.submit("/console", q=typed, follow=True)
        assert "550 unknown" in words(answer)
        assert page(answer).select_one("section.found a")["href"] == (
            f"/console/customers/{customer.id}#written"
        )
    for typed in (f"#{request.number}", f"Anfrage {request.number}", "0123456789ABCDEF", "a mail"):
        assert found(staff, typed)["requests"] == [f"#{request.number} A mail"]
    unknown = staff.submit("/console", q="fedcba9876543210", follow=True)
    assert "Nobody has written to us about it" in words(unknown)


def test_a_whole_code_leads_to_its_job_and_stands_in_no_address(staff):
    job = a_job(public_name="Lindenhof")
    code = a_code(job, CODE, person=a_person(job, "Mia Berger"))
    for typed in (CODE, "k7mw-9q3x-4t2p", " K7MW 9Q3X 4T2P "):
        answer = staff.submit("/console", q=typed)
        assert answer.status_code == 303
        assert answer.location == f"/console?code={code.fingerprint}"
        shown = staff.get(answer.location)
        assert "Lindenhof Planning The code of Mia Berger: it opens their photos." in words(shown)
        assert "K7MW" not in shown.text
    why = page(shown).select_one("a[href*=explanation]")["href"]
    assert why == f"/console/jobs/{job.id}/explanation?question=photos&code={code.id}"
    # Also one that stands in an address is gone from it at once.
    assert staff.get(f"/console?q={CODE}").location == answer.location


def test_part_of_a_code_finds_nothing(staff):
    a_code(a_job(public_name="Lindenhof"), CODE)
    for typed in (CODE[:-1], CODE[:8], "K7MW-9Q3X", CODE[1:], "%", f"{CODE}X"):
        assert found(staff, typed) == {}


def test_codes_that_open_nothing_any_more_say_so(staff):
    studio = a_studio("Studio Nord")
    job = a_job(studio)
    code = a_code(job, CODE, person=a_person(job, "Mia Berger"))
    with transaction() as session:
        session.get_one(AccessCode, code.id).revoked_at = clock.now()
        session.add(
            ClosedCode(
                fingerprint=fingerprint("22223333" + "4444", purpose="access code"),
                studio_id=studio.id,
                closed_at=clock.now(),
            )
        )
    revoked = staff.submit("/console", q=CODE, follow=True)
    assert "An old code of Mia Berger." in words(revoked)
    assert "it opens nothing any more" in words(revoked)
    closed = staff.submit("/console", q="2222-3333-4444", follow=True)
    assert "It opened a job that the studio deleted on" in words(closed)
    unknown = staff.submit("/console", q="K7MW-9Q3X-4T2Q", follow=True)
    assert "No studio has a code like this one." in words(unknown)
    assert "code=" in unknown.request.url
    with transaction() as session:
        session.get_one(Job, job.id).deletion_id = "d" * 16
    shown = staff.submit("/console", q=CODE, follow=True)
    assert "It opened a job that is being deleted." in words(shown)


def test_a_global_code_leads_to_its_studio(staff):
    studio = a_studio("Studio Nord")
    make_global_code(studio.id, now=clock.now())
    (code,) = db.session.query(StudioCode).all()
    shown = staff.get(f"/console?code={code.fingerprint}")
    assert "The global code of this studio: it opens all its jobs." in words(shown)
    assert page(shown).select_one("main section a")["href"] == f"/console/studios/{studio.id}"


def test_signs_of_the_database_are_letters_like_others(staff):
    studio = a_studio("Studio Nord")
    for sign in ("%", "_", "\\", "'", "ß", "50%_"):
        a_customer(studio, name=f"Anna {sign}. Berger")
    a_customer(studio, "other@example.org", name="Otto Maier")
    for sign in ("\\", "'", "ß", "50%_", "%"):
        assert found(staff, f"{sign}.") == {"customers": [f"Anna {sign}. Berger"]}
    assert set(found(staff, "_.")["customers"]) == {"Anna _. Berger", "Anna 50%_. Berger"}


def test_what_is_in_almost_everything_is_not_looked_for(staff, database, monkeypatch):
    studio = a_studio("Studio Nord")
    an_order(a_job(studio), number=7)
    for typed in ("o", "ß", "%"):
        shown = staff.submit("/console", q=typed, follow=True)
        assert "That is in too much. Type more of it." in words(shown)
        assert page(shown).select_one("#q")["value"] == typed
    assert found(staff, "7")["orders"] == ["Order 7"]
    with transaction() as session:
        rows = [
            {"studio_id": studio.id, "name": f"Anna {n}", "email": f"anna-{n}@example.org",
             "language": "en", "created_at": clock.now()}
            for n in range(5000)
        ]  # fmt: skip
        session.execute(insert(Customer), rows)
    assert len(found(staff, "anna")["customers"]) == 6
    monkeypatch.setattr("webapp.queries.console_search._LONGEST", "1ms")
    is_bounded = database.startswith("postgresql")
    assert ("That is in too much." in words(staff.get("/console?q=anna"))) == is_bounded


@pytest.mark.one_database("nothing is asked of it")
def test_ten_thousand_characters_are_refused_in_words_and_kept(staff):
    typed = "x" * 10_000
    for answer in (staff.get(f"/console?q={typed}"), staff.submit("/console", q=typed)):
        assert answer.status_code == 422
        assert "This is longer than 200 characters." in words(answer)
        assert page(answer).select_one("#q")["value"] == typed


def test_whatever_is_typed_is_answered(staff):
    a_studio()
    for typed in ("", "\x00", "\u202e", "<>", "'; drop table studio; --", "\ud83d\ude00", "²"):
        address = quote(typed.encode("utf-8", "surrogatepass"))
        assert staff.get(f"/console?q={address}").status_code == 200
        unknown = staff.get(f"/console?code={address}")
        assert "No studio has a code like this one." in words(unknown)


def test_matches_are_bold_and_everything_is_escaped(staff):
    a_studio("<b>Eve</b> & Sons", email="eve@example.org")
    shown = staff.get("/console?q=eve")
    assert "&lt;b&gt;<mark>Eve</mark>&lt;/b&gt; &amp; Sons" in shown.text
    assert "<mark>eve</mark>@example.org" in shown.text
    tags = staff.get(f"/console?q={quote('<b>')}")
    assert "<mark>&lt;b&gt;</mark>Eve&lt;/b&gt;" in tags.text


def test_of_each_kind_a_few_are_shown_and_all_are_a_click_away(staff):
    studio = a_studio()
    for number in range(8):
        a_customer(studio, name=f"Berger {number}")
    shown = staff.get("/console?q=berger")
    assert len(page(shown).select("section.found li")) == 6
    (more,) = [link["href"] for link in page(shown).select("section.found > p a")]
    assert len(page(staff.get(more)).select("section.found li")) == 8
    assert page(staff.get("/console?q=berger&kind=customers&page=99")).select(".found") == []


def test_what_was_opened_last_stands_on_the_first_page(staff):
    job = a_job(public_name="Lindenhof")
    with staff.may_write("support looks are recorded"):
        staff.get(f"/console/studios/{job.studio_id}")
        staff.get(f"/console/jobs/{job.id}")
    recent = page(staff.get("/console")).select('[aria-labelledby="recent-title"] li a')
    assert [words(link) for link in recent] == ["Lindenhof", job.studio.name]


@pytest.mark.one_database("rights are asked before it")
def test_who_may_not_look_finds_nothing(client):
    at_the_console(client, somebody_of_staff(rights=("answer", "act", "operate")))
    for address in ("/console?q=nord", "/console/studios", f"/console/studios/{'a' * 16}"):
        assert client.get(address).status_code == 404


def test_a_search_asks_a_bounded_number_of_questions(staff):
    studio = a_studio()
    for number in range(12):
        a_customer(studio, name=f"Berger {number}")
        a_job(studio, public_name=f"Berger {number}")
    with statements() as asked:
        staff.get("/console?q=berger")
    assert len(asked) <= 15
