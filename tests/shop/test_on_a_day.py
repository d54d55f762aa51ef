"""The shop on another day: everything as its customers see it then, and nothing is changed (H1)."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.shop.conftest import CODE, rows
from tests.studio.conftest import sign_in_on
from tests.support.builders import (
    NOW,
    a_code,
    a_job,
    a_member,
    a_person,
    a_photo,
    a_studio,
)
from tests.support.late import a_reopening
from tests.support.pages import page, words
from webapp.domain.actors import WORKER
from webapp.models.base import transaction
from webapp.models.customer import Visitor as VisitorRow
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Job
from webapp.models.late import LateVisit
from webapp.photos.keys import Size, preview_key
from webapp.photos.serving import current_store
from webapp.use_cases.recording import Change, record
from webapp.use_cases.sign_out import sign_out

DAY = timedelta(days=1)
only_once = pytest.mark.one_database("the pass is in the cookie")
WINDOW = "[role=dialog] form"
STRIP = "aside.look"


@pytest.fixture
def member(client, shop):
    """A photographer of this studio, signed in on `client`."""
    member = a_member(shop.studio)
    sign_in_on(client, member)
    return member


@pytest.fixture
def look(client, shop, member):
    """Look at the shop on a day, with Mia's code; answers the page that is reached."""

    def go(day, job=None, **fields):
        job = job or shop.job
        sent = client.submit(form_of(job), WINDOW, day=str(day), button="See the shop", **fields)
        return client.get(sent.location) if sent.status_code == 303 else sent

    return go


def form_of(job):
    return f"/studio/jobs/{job.id}/shop-on-a-day"


def strip(answer):
    """The sentences of the strip; what is in bold is part of them."""
    return " ".join(page(answer).select_one(f"{STRIP} p").get_text("").replace("\xa0", " ").split())


def mias_code():
    return next(code for code in rows(AccessCode) if code.person_id)


def history(job, at, *changes, by=WORKER):
    with transaction() as session:
        job = session.get_one(Job, job.id)
        record(session, job, by=by, now=at, deed="settings-saved", changes=changes)


def test_each_day_shows_what_customers_meet_on_it(look, shop):
    for day, shown in (
        (date(2026, 11, 23), "3 days left"),
        (date(2026, 11, 25), "1 day left"),
        (date(2026, 11, 26), "Last day"),
        (date(2026, 11, 27), "Archived On Friday, 27 November 2026."),
    ):
        answer = look(day)
        assert answer.request.path == shop.page
        assert shown in words(page(answer).main), day
        assert "with the code of Mia Berger · Class 2b" in strip(answer)
        assert "Nothing can be changed" in strip(answer)


def test_the_days_of_the_delay_are_the_last_chance(look, shop):
    job = a_job(shop.studio, "selling", date(2026, 11, 26), "2", access_type="public")
    a_photo(job)
    answer = look("2026-11-27", job)
    assert "Last chance: until the end of Saturday, 28 November" in words(answer)
    assert "You see this shop as on Friday, 27 November 2026, as everybody does" in strip(answer)


def test_a_planned_job_is_almost_ready_and_nobody_knows_what_comes(look, planned):
    answer = look("2026-12-10", planned)
    assert "Your photos are almost ready" in words(answer)
    assert "nobody knows yet whether it is on sale by then" in strip(answer)


@only_once
def test_days_that_are_worth_a_look_are_one_press_away(client, shop, member):
    window = client.get(form_of(shop.job))
    sent = client.submit(window, WINDOW, button="Day after the stop Fri 27 Nov", day="")
    assert "Archived On Friday, 27 November 2026." in words(client.get(sent.location))


def test_the_shop_is_seen_as_it_was_then_not_as_it_is(look, shop):
    """Archived since the 20th; on the 18th it was on sale, with another date."""
    archived_at = datetime(2026, 11, 20, 23, tzinfo=UTC)
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status, job.archived_at, job.stop_at = "archived", archived_at, archived_at
        job.archiving_date, job.created_at = date(2026, 11, 20), NOW - 30 * DAY
    history(job, NOW - 20 * DAY, Change("status", "planning", "selling"))
    history(job, NOW - 4 * DAY, Change("archiving_date", "2026-11-22", "2026-11-20"))
    history(job, archived_at, Change("status", "selling", "archived"))
    answer = look("2026-11-18")
    assert "4 days left" in words(answer)
    assert "those of that day" in strip(answer)
    assert "Your photos are almost ready" in words(look("2026-11-01"))
    assert "Archived On Saturday, 21 November 2026." in words(look("2026-11-22"))
    assert rows(Job)[0].status == "archived"


def test_a_job_open_again_for_one_code_is_seen_so_only_with_that_code(look, shop):
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status, job.archived_at = "archived", NOW - 5 * DAY
    ben = a_code(job, "AAAABBBBCCCC", person=a_person(job, "Ben Novak"))
    a_reopening(mias_code(), until=date(2026, 11, 30))
    assert "Last day" in words(page(look("2026-11-30", whom=mias_code().id)).main)
    ended = words(page(look("2026-12-01", whom=mias_code().id)).main)
    assert "It was open again for you until Monday, 30 November 2026." in ended
    assert "Archived On" in words(page(look("2026-11-30", whom=ben.id)).main)


def test_pictures_are_served_until_the_stop_of_the_day_that_is_seen(look, client, shop):
    for size in Size:
        current_store().put(preview_key(shop.photos[0].id, size), io.BytesIO(b"webp"))
    look("2026-11-26", time="23:59")
    assert client.get(shop.bytes_of()).data == b"webp"
    assert client.get(shop.bytes_of(shop.photos[3])).status_code == 404
    assert "26 November 2026, 23:59" in strip(client.get(shop.large()))
    look("2026-11-27", time="00:00")
    assert client.get(shop.bytes_of()).status_code == 404
    assert client.get(shop.large()).status_code == 404


def test_nothing_that_a_customer_could_press_is_done(look, client, shop):
    before = [len(rows(table)) for table in (VisitorRow, LateVisit, HistoryEntry)]
    answer = look("2026-11-25")
    token = client.token(shop.large())
    for address in (
        f"{shop.large()}/basket",
        f"{shop.large()}/favourite",
        shop.home,
        f"{shop.home}/leave",
        f"{shop.page}/stay-informed",
        f"{shop.page}/more-time",
        f"{shop.page}/visit",
        f"{shop.home}/checkout",
    ):
        refused = client.post(address, data={"csrf_token": token, "code": CODE})
        assert refused.status_code == 409, address
        assert "Nothing was changed" in words(refused)
        assert f"shop-{shop.studio.slug}" not in refused.headers.get("Set-Cookie", "")
    archived = look("2026-11-27")
    assert not page(archived).select("form[hx-trigger=load]")
    assert not page(answer).select(f"form[action$='{shop.home}/leave']")
    assert [len(rows(table)) for table in (VisitorRow, LateVisit, HistoryEntry)] == before


def test_only_this_job_is_part_of_the_look(look, client, shop, parent, member):
    other = a_job(shop.studio, "selling", access_type="public")
    a_photo(other)
    look("2026-11-25")
    assert other.public_name not in words(client.get(shop.home))
    assert shop.job.public_name in words(client.get(shop.home))
    assert client.get(f"{shop.home}/jobs/{other.id}").status_code == 404
    for address in ("/no-such-page", f"/jobs/{other.id}/stay-informed"):
        assert client.get(shop.home + address).status_code == 404
    assert "0" not in words(page(client.get(shop.home)).select_one(".shop-top nav"))


@only_once
@pytest.mark.parametrize(
    "address", ["/checkout", "/requests/new", f"/requests/{'a' * 16}.{'b' * 22}"]
)
def test_where_customers_do_something_the_look_goes_on_and_says_so(look, client, shop, address):
    look("2026-11-25")
    answer = client.get(shop.home + address)
    assert answer.status_code == 409
    assert "Nothing was changed" in words(answer)
    assert strip(answer)
    assert "Submit a request" not in words(page(answer).select_one(".shop-foot"))


def test_a_visit_of_ones_own_is_the_same_after_the_look(parent, shop, member, look, client):
    client.submit(shop.large(), ".prods form")
    assert "Ben" not in words(client.get(shop.page))
    ole = a_code(shop.job, "AAAABBBBCCCC", person=a_person(shop.job, "Ole"))
    answer = look("2026-11-27", whom=ole.id)
    assert "Ole" in strip(answer)
    client.submit(answer, f"{STRIP} form")
    back = client.get(shop.page)
    assert not page(back).select(STRIP)
    assert "Mia Berger" in words(back)
    assert "1" in words(page(back).select_one(".shop-top nav"))


@only_once
def test_other_visitors_are_not_affected(look, visitor, shop):
    look("2026-11-27")
    other = visitor()
    other.submit(shop.home, code=CODE)
    assert "3 days left" in words(other.get(shop.page))


@only_once
def test_stop_leads_back_to_the_job(look, client, shop):
    sent = client.submit(look("2026-11-27"), f"{STRIP} form")
    assert sent.location == f"/studio/jobs/{shop.job.id}"
    assert client.get(shop.page).status_code == 404


@only_once
def test_changing_the_day_begins_with_the_look_that_goes_on(look, client, shop):
    answer = look("2026-11-25", time="18:30")
    assert "Wednesday, 25 November 2026, 18:30" in strip(answer)
    again = client.get(page(answer).select_one(f"{STRIP} a")["href"])
    fields = {f["name"]: f.get("value") for f in page(again).select(f"{WINDOW} input")}
    assert (fields["day"], fields["time"]) == ("2026-11-25", "18:30")


def over(answer):
    return answer.status_code == 409 and "The look at another day has ended" in words(answer)


@only_once
def test_the_look_ends_after_half_an_hour_and_says_so_once(look, client, shop):
    look("2026-11-25")
    with client.session_transaction(base_url=client.base_url) as session:
        session["day-pass"] = session["day-pass"] | {"until": "2026-01-01T00:00:00+00:00"}
    assert client.get(shop.bytes_of()).status_code == 404
    assert over(client.get(shop.page))
    assert client.get(shop.page).status_code == 404
    assert client.get(shop.home).status_code == 200


def test_the_look_ends_with_the_sign_in_also_when_that_is_ended_elsewhere(look, client, shop):
    look("2026-11-25")
    with client.session_transaction(base_url=client.base_url) as session:
        sign_out(session["_user_id"])
    assert over(client.get(shop.page))
    look_again = client.get(form_of(shop.job))
    assert look_again.status_code == 303


@only_once
def test_signing_out_takes_the_pass_along(look, client, shop):
    look("2026-11-25")
    client.post("/sign-out", data={"csrf_token": client.token(shop.home)})
    assert over(client.get(shop.page))
    with client.session_transaction(base_url=client.base_url) as session:
        assert "day-pass" not in session
    assert client.get(shop.page).status_code == 404


@only_once
def test_a_form_that_is_sent_after_signing_out_says_that_the_look_has_ended(look, client, shop):
    look("2026-11-25")
    token = client.token(shop.large())
    client.post("/sign-out", data={"csrf_token": token})
    answer = client.post(f"{shop.large()}/basket", data={"csrf_token": token})
    assert over(answer)
    assert page(answer).select_one("main a")["href"] == form_of(shop.job)
    again = client.post(f"{shop.large()}/basket", data={"csrf_token": token})
    assert "This form was open too long" in words(again)


def test_a_member_of_another_studio_gets_no_pass_and_can_use_none(look, client, shop, visitor):
    stranger = visitor()
    sign_in_on(stranger, a_member(a_studio()))
    assert stranger.get(form_of(shop.job)).status_code == 404
    look("2026-11-25")
    with client.session_transaction(base_url=client.base_url) as session:
        stolen = session["day-pass"]
    with stranger.session_transaction(base_url=stranger.base_url) as session:
        session["day-pass"] = stolen
    assert over(stranger.get(shop.page))
