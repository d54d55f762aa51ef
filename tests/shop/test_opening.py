"""The link of a message opens what the code on the card opens; one press, never by itself."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from tests.shop.conftest import CODE, rows
from tests.support.builders import NOW, a_customer, a_job, a_registration, a_studio
from tests.support.pages import page, words
from tests.support.records import is_stale
from tests.support.saving import JONAS
from webapp.models.base import transaction
from webapp.models.customer import OpenedCode, Visitor
from webapp.models.job import AccessCode, Job
from webapp.models.message import Unplanned
from webapp.queries.codes import codes_of
from webapp.use_cases import links
from webapp.use_cases.change_codes import replace_code


@pytest.fixture
def code(shop):
    return rows(AccessCode)[0]


@pytest.fixture
def registration(shop, code):
    customer = a_customer(shop.studio, "anna@example.org")
    return a_registration(shop.job, customer, access_code_id=code.id)


@pytest.fixture
def link(shop, registration):
    return links.open_link(shop.studio, registration)


def test_following_the_link_opens_nothing_yet(client, shop, link):
    answer = client.get(link)
    assert shop.job.public_name in words(answer)
    assert page(answer).select_one("main img") is None
    assert rows(Visitor) == []
    assert client.get(shop.page).status_code == 404


def test_one_press_opens_the_pictures_of_the_code(client, shop, link, registration, code):
    answer = client.submit(client.get(link), button="See the pictures")
    assert answer.location == shop.page, "a clean address"
    assert [words(tag) for tag in page(client.get(shop.page)).select(".ph b")] == [
        "0001", "0002", "0003",
    ]  # fmt: skip
    (visitor,) = rows(Visitor)
    assert visitor.customer_id == registration.customer_id
    assert [(each.visitor_id, each.access_code_id) for each in rows(OpenedCode)] == [
        (visitor.id, code.id)
    ]


def test_a_browser_that_knows_the_code_goes_straight_on(parent, shop, link):
    assert parent.get(link).location == shop.page


def test_a_browser_with_other_codes_keeps_its_basket_and_gets_a_new_token(parent, shop, link):
    before = rows(Visitor)[0]
    other = a_registration(
        a_job(shop.studio, "selling", access_type="public"), a_customer(shop.studio)
    )
    address = links.open_link(shop.studio, other)
    assert parent.get(address).location.endswith(other.job_id)
    parent.post(address, data={"csrf_token": parent.token(shop.home)})
    (visitor,) = rows(Visitor)
    assert visitor.id == before.id
    assert visitor.token_hash != before.token_hash or visitor.customer_id == other.customer_id


@pytest.mark.parametrize("how", ["in the browser that is known", "where the address is left"])
def test_a_new_code_opens_the_links_of_who_has_opened_it_and_of_nobody_else(
    client, visitor, shop, link, registration, code, stored, how
):
    client.submit(client.get(link), button="See the pictures")
    finder = a_registration(shop.job, a_customer(shop.studio), access_code_id=code.id)
    replace_code(shop.job.id, code.id, by=JONAS, now=NOW)
    assert stored(registration).access_code_id == code.id
    new = next(each.code for each in codes_of(shop.job.id) if not each.is_revoked)
    with transaction() as session:
        session.execute(delete(Unplanned))
    here = client if how == "in the browser that is known" else visitor()
    assert here.submit(shop.home, code=new).location == shop.page
    if here is not client:
        leave = here.get(f"{shop.page}/stay-informed")
        here.submit(leave, email="anna@example.org", consent=True)
    assert stored(registration).access_code.revoked_at is None
    assert is_stale(stored(shop.job))
    assert visitor().get(link).status_code == 200
    assert stored(finder).access_code_id == code.id
    assert visitor().get(links.open_link(shop.studio, finder)).status_code == 410


def test_a_revoked_code_opens_nothing_and_the_page_is_kind(client, shop, link, code):
    form = client.get(link)
    with transaction() as session:
        session.get_one(AccessCode, code.id).revoked_at = NOW
    for answer in (client.submit(form), client.get(link)):
        assert answer.status_code == 410
        assert "This link no longer opens anything" in words(answer)
        assert shop.studio.email in words(answer)
    assert rows(Visitor) == []
    assert client.get(shop.page).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("of", ["another studio", "another purpose", "another registration"])
def test_a_link_that_is_none_opens_nothing(client, shop, link, registration, method, of):
    other = a_registration(shop.job, a_customer(shop.studio))
    wrong = {
        "another studio": link.replace(shop.studio.slug, a_studio().slug),
        "another purpose": links.own_page_link(shop.studio, registration.customer).replace(
            "my-messages", "open"
        ),
        "another registration": link.replace(registration.id, other.id),
    }[of]
    token = client.token(shop.home)
    assert getattr(client, method)(wrong, data={"csrf_token": token}).status_code == 404
    assert rows(Visitor) == []


def test_of_an_archived_shoot_the_link_leads_to_its_note(client, shop, link):
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status, job.archived_at = "archived", datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    answer = client.submit(client.get(link), button="Open the page", follow=True)
    assert "The pictures can no longer be viewed or ordered." in words(answer)


def test_of_a_planned_shoot_the_link_leads_to_almost_ready(client, shop, link):
    with transaction() as session:
        session.get_one(Job, shop.job.id).status = "planning"
    answer = client.submit(client.get(link), button="Open the page", follow=True)
    assert "Not on sale at the moment" in words(answer)


def test_the_link_of_a_job_that_needs_a_code_by_now_opens_nothing_without_one(client, shop):
    lost = a_registration(shop.job, a_customer(shop.studio))
    assert client.get(links.open_link(shop.studio, lost)).status_code == 410


def test_leaving_the_shop_forgets_what_the_link_opened(client, shop, link):
    client.submit(client.get(link))
    client.submit(shop.home, ".shop-foot form")
    assert client.get(shop.page).status_code == 404
    assert client.submit(shop.home, code=CODE).status_code == 303
