"""A job in the console: how it stands, and its whole history as one line of time (H1)."""

import csv
import io
from datetime import date, timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_message,
    a_person,
    a_photo,
    a_profile,
    a_registration,
    a_studio,
    an_album,
    an_outgoing,
)
from tests.support.half_uploads import a_waiting_upload
from tests.support.late import a_more_time_request
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from tests.support.records import all_rows, statements
from tests.support.requests import a_request
from tests.support.staff import at_the_console
from webapp.domain.actors import WORKER, Actor, ActorKind
from webapp.domain.timeline import NAMED
from webapp.models.base import transaction
from webapp.models.history import HistoryEntry
from webapp.models.order import OrderEvent
from webapp.models.support import SupportRequest
from webapp.models.upload import Upload
from webapp.use_cases.recording import Change, record
from webapp.web.history_words import DEEDS as WORDS

JONAS = Actor(ActorKind.PERSON, "Jonas Weber")
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def staff(client):
    at_the_console(client)
    with client.may_write("support looks are recorded"):
        yield client


def at(job, more=""):
    return f"/console/jobs/{job.id}{more}"


def lines(answer):
    """What stands in the history, the newest first, without times."""
    return [words(each) for each in page(answer).select("#timeline li > div")]


def recorded(job, deed="settings-saved", by=JONAS, now=NOW, **facts):
    with transaction() as session:
        record(session, job, by=by, now=now, deed=deed, **facts)


def test_the_head_says_how_it_stands_and_what_happens_next(staff):
    studio = a_studio()
    job = a_job(
        studio, "selling", archive_on=date(2026, 11, 25), delay="1", public_name="Lindenhof",
        communication_profile_id=a_profile(studio, "School standard").id,
    )  # fmt: skip
    a_registration(job)
    shown = words(staff.get(at(job)))
    for part in (
        "Lindenhof", "Selling", job.id,
        "Leaves the shop at the end of Thursday, 26 November 2026 (midnight, Europe/Berlin)",
        "The shop’s counter says: 2 days left. Order until the end of Wednesday, 25 November",
        "1 customer", "Communication profile School standard",
        "Archiving delay 1 day after the archiving date",
    ):  # fmt: skip
        assert part in shown.replace("\N{NO-BREAK SPACE}", " "), part


def a_full_job():
    """A job to which something of every kind has happened, and what its history says of it."""
    studio = a_studio()
    job = a_job(studio, "selling", public_name="Lindenhof")
    album = an_album(job, "Class 2a")
    photo = a_photo(job, album)
    a_photo(job, album)
    anna = a_customer(studio, "anna@berger.example", "Anna Berger")
    code = a_code(job, person=a_person(job, "Mia Berger"))
    a_registration(job, anna, access_code_id=code.id)
    message = a_message(job, anna, state="failed", changed_at=NOW)
    an_outgoing(
        studio, "notification", "failed", message, customer_id=anna.id, reply="550 unknown",
        phase="rcpt", recipient="anna@berger.example",
    )  # fmt: skip
    for _each in range(3):
        a_message(job, a_customer(studio), state="sent", changed_at=NOW)
    order = an_order(job, a_line(job, photo), customer=anna, number=1042, placed_at=NOW)
    with transaction() as session:
        facts = {"actor_kind": "customer", "actor_name": "Anna Berger", "deed": "placed"}
        session.add(OrderEvent(order_id=order.id, at=NOW, **facts))
    an_outgoing(studio, "order", "sent", customer_id=anna.id, once=f"order {order.id}")
    a_more_time_request(job, code, words="Until Sunday, please")
    request, upload = a_request(studio, subject="A mail"), a_waiting_upload(job, album)
    with transaction() as session:
        session.get_one(SupportRequest, request.id).job_id = job.id
        refused = session.get_one(Upload, upload.id)
        refused.state, refused.reason, refused.touched_at = "refused", "raw", NOW
    recorded(job, changes=[Change("archiving", False, True)])
    moved = [Change("status", "selling", "archived")]
    recorded(job, "archived", WORKER, changes=moved, counts={"lines_removed": 37})
    recorded(job, "code-replaced", changes=[Change("access_code", "Mia", "Mia")])
    recorded(job, "album-deleted", counts={"photos_thrown": 2})
    recorded(job, "announced", counts={"messages_queued": 4})
    recorded(job, "reopened-for-one")
    recorded(job, "customer-unsubscribed")
    return job


TOLD = {
    "status": ["Selling → Archived Shelflife, by itself · 37 products left the baskets"],
    "settings": ["Settings saved Jonas Weber · Archiving: off → on"],
    "people": ["Code replaced Jonas Weber"],
    "photos": [
        "Album deleted Jonas Weber · 2 photos put into the trash",
        "2 photos uploaded Album ‘Class 2a’",
        "1 file refused This is a raw file of a camera. Export it as JPEG and upload that.",
    ],
    "customers": [
        "A customer has unsubscribed Jonas Weber",
        "Registered Anna Berger · through the code of Mia Berger",
    ],
    "messages": [
        "Customers told that photos are available Jonas Weber · 4 messages queued",
        "3 messages sent: Photos available One by one : 3 messages sent: Photos available",
        "Photos available Anna Berger · anna@berger.example · Not sent."
        " The server refused the address: 550 unknown",
        "Order confirmation Anna Berger · parent@example.org · Sent",
    ],
    "orders": ["Order 1042: Placed Anna Berger"],
    "more-time": [
        "Opened again for one code Jonas Weber",
        "Asked for more time Anna Berger · ‘Until Sunday, please’ · not answered yet",
    ],
    "support": ["Request #", "Looked at Samira Haddad (support)"],
}


def test_everything_that_happened_is_one_line_of_time(staff):
    job = a_full_job()
    shown = lines(staff.get(at(job)))
    assert len(shown) == sum(map(len, TOLD.values()))
    for kind, told in TOLD.items():
        narrowed = lines(staff.get(at(job, f"?kind={kind}")))
        assert len(narrowed) == len(told), (kind, narrowed)
        for expected in told:
            assert any(line.startswith(expected) for line in narrowed), (expected, narrowed)
    both = lines(staff.get(at(job, "?kind=orders&kind=status&kind=evil")))
    assert len(both) == 2


def test_every_deed_of_the_history_has_its_kind():
    of_settings = {
        "settings-saved", "plan-changed", "retention-changed", "retention-told",
        "support-access-changed", "time-zone-changed",
    }  # fmt: skip
    assert set(WORDS) == NAMED | of_settings


def test_the_pages_of_one_who_acts_are_one_line(staff):
    job = a_job()
    samira = Actor(ActorKind.SUPPORT, "Samira Haddad")
    for deed in ("acting-began", "acted", "acted", "acted", "act-refused"):
        recorded(job, deed, samira)
    shown = lines(staff.get(at(job, "?kind=support")))
    assert len(shown) == 4
    assert sum("3 pages" in line for line in shown) == 1
    assert len(lines(staff.get(at(job, "?kind=support&each=1")))) == 7


def test_days_are_those_of_the_studio(staff):
    job = a_job(a_studio(time_zone="Pacific/Kiritimati"))
    recorded(job, by=Actor(ActorKind.PERSON, "Today"), now=NOW.replace(hour=10, minute=0))
    recorded(job, by=Actor(ActorKind.PERSON, "Yesterday"), now=NOW.replace(hour=9, minute=59))
    for asked, who in (("from=2026-11-24", ["Today"]), ("to=2026-11-23", ["Yesterday"])):
        shown = lines(staff.get(at(job, f"?kind=settings&{asked}")))
        assert [line.split()[2] for line in shown] == who
    for asked in ("from=evil", "from=0001-01-01", "to=9999-12-31", "page=9999999999"):
        assert len(lines(staff.get(at(job, f"?kind=settings&{asked}")))) == 2
    assert "Nothing of this kind happened" in words(staff.get(at(job, "?from=2030-01-01")))


def test_what_happened_alike_unfolds(staff):
    studio = a_studio()
    job = a_job(studio)
    for number in range(3):
        customer = a_customer(studio, name=f"Parent {number}")
        a_message(job, customer, "before-archiving", offset_days=3, changed_at=NOW)
        a_registration(job, customer)
    answer = staff.get(at(job, "?kind=messages"))
    (link,) = page(answer).select("#timeline li a")
    shown = lines(staff.get(link["href"]))
    assert sorted(line.split(" · ")[0] for line in shown) == [
        f"3 days before archiving Parent {number}" for number in range(3)
    ]
    (group,) = lines(staff.get(at(job, "?kind=customers")))
    assert group.startswith("3 customers registered")


def test_a_failure_among_many_keeps_its_own_line(staff):
    studio = a_studio()
    job = a_job(studio)
    for state in ("sent", "sent", "failed", "unknown", "cancelled", "cancelled", "planned"):
        a_message(job, a_customer(studio), state=state, changed_at=NOW, reason="archived")
    shown = lines(staff.get(at(job, "?kind=messages")))
    assert len(shown) == 4
    assert any("2 messages cancelled: Photos available The job was archived before." in line
               for line in shown)  # fmt: skip


def test_fifty_lines_are_a_page_and_the_filters_stay(staff):
    job = a_job()
    for number in range(51):
        recorded(job, by=Actor(ActorKind.PERSON, f"Person {number}"))
    first = staff.get(at(job, "?kind=settings"))
    assert len(lines(first)) == 50
    assert "Person 50" in lines(first)[0]
    (following,) = page(first).select('#timeline a[rel="next"]')
    (last,) = lines(staff.get(following["href"]))
    assert "Person 0" in last


def test_the_history_is_exported_as_it_is_narrowed_and_formulas_are_text(staff):
    studio = a_studio()
    job = a_job(studio)
    for _each in range(2):
        a_message(job, a_customer(studio, name="=cmd()"), state="sent", changed_at=YESTERDAY)
    recorded(job, by=Actor(ActorKind.PERSON, "+Eve"))
    shown = page(staff.get(at(job, "?kind=messages&kind=settings")))
    (link,) = (a["href"] for a in shown.select("#timeline a") if "history.csv" in a["href"])
    answer = staff.get(link)
    assert answer.mimetype == "text/csv"
    heads, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert heads == ["When", "Time zone", "Kind", "What", "Who", "Details"]
    assert [row[:4] for row in rows] == [
        ["2026-11-23 10:00:00", "Europe/Berlin", "Settings", "Settings saved"],
        ["2026-11-22 10:00:00", "Europe/Berlin", "Messages", "Photos available"],
        ["2026-11-22 10:00:00", "Europe/Berlin", "Messages", "Photos available"],
    ]
    assert rows[0][4] == "'+Eve"
    assert rows[1][4].startswith("'=cmd()")
    assert {row.job_id for row in all_rows(HistoryEntry, deed="looked")} == {job.id}


def test_ten_times_as_much_takes_no_more_statements(staff):
    seen = []
    for many in (2, 20):
        studio = a_studio()
        job = a_job(studio)
        for _each in range(many):
            customer = a_customer(studio)
            a_message(job, customer, state="failed", changed_at=NOW)
            a_registration(job, customer)
            recorded(job)
        with statements() as asked:
            staff.get(at(job))
        seen.append(len(asked))
    assert seen[0] == seen[1] <= 45


def test_a_job_that_is_none_or_is_being_deleted_is_404(staff):
    assert staff.get(f"/console/jobs/{'a' * 16}").status_code == 404
    gone = a_job(deletion_id="d" * 16)
    assert staff.get(at(gone)).status_code == 404
    assert staff.get(at(gone, "/history.csv")).status_code == 404


def test_names_are_text(staff):
    job = a_job(public_name="<b>Eve</b>")
    recorded(job, by=Actor(ActorKind.PERSON, "<i>Eve</i>"))
    answer = staff.get(at(job))
    assert "<b>Eve" not in answer.text
    assert "<i>Eve" not in answer.text
