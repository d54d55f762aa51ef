"""The doors of the demo: one click into studio, shop or console, one out of it all."""

import pytest

from tests.support import pages
from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_filled_basket,
    a_job,
    a_photo,
    a_registration,
    a_studio,
    a_visitor,
)
from tests.support.records import all_rows
from tests.support.signing_in import PASSWORD, a_member_who_signs_in
from tests.support.staff import somebody_of_staff
from webapp.demo import people
from webapp.models.base import transaction
from webapp.models.studio import Studio


@pytest.fixture
def studio(app):
    studio = a_studio(people.STUDIO_NAME, people.STUDIO_SLUG, is_demo=True)
    a_member_who_signs_in(studio, email=people.MEMBER_EMAIL)
    return studio


@pytest.fixture
def job(studio):
    """A job on sale whose code Anna has opened, with a product in her basket."""
    job = a_job(studio, status="selling", public_name="Oak Lane Primary")
    anna = a_customer(studio, people.ANNA_EMAIL, people.ANNA_NAME)
    a_registration(job, anna)
    visitor = a_visitor(studio, codes=[a_code(job)], customer=anna)
    a_filled_basket(job, visitor=visitor)
    return job


@pytest.fixture
def samira(studio):
    """The support person of the demo."""
    return somebody_of_staff(people.STAFF_NAME, email=people.STAFF_EMAIL)


def words_of(response):
    return " ".join(pages.page(response).get_text(" ", strip=True).split())


def test_the_front_page_shows_the_doors_the_code_and_how_much_there_is(client, job):
    a_photo(job)

    said = words_of(client.get("/"))

    assert "1 job, 2 pictures and a clock that you may move" in said
    assert people.ANNA_CODE in said
    assert people.MEMBER_PASSWORD in said


def test_the_three_doors_are_equals(client, job, samira):
    front = client.get("/")
    buttons = [door.select_one("button") for door in pages.page(front).select(".door")]

    assert [button["class"] for button in buttons] == 3 * [["btn", "primary", "wide"]]
    assert "help as Samira Haddad" in words_of(front)


def test_one_click_opens_the_console_without_a_second_factor(client, job, samira):
    answer = client.submit("/", "form[action='/demo/console']", follow=True)

    assert answer.request.path == "/console"
    assert "Samira Haddad" in words_of(answer)
    assert client.get("/console/account").status_code == 200


def test_staff_of_ones_own_set_up_a_second_factor_in_the_demo_too(client, job, samira):
    own = somebody_of_staff("Ben", is_demo=False)
    client.submit("/sign-in", email=own.email, password=PASSWORD)

    assert client.get("/console").location == "/console/second-factor"


def test_the_door_opens_for_nobody_but_the_demos_own(client, job):
    somebody_of_staff("Ben", is_demo=False)
    token = client.token("/")

    assert client.post("/demo/console", data={"csrf_token": token}).status_code == 404


def test_one_click_opens_the_studio(client, job):
    answer = client.submit("/", "form[action='/demo/studio']", follow=True)

    assert answer.request.path == "/studio/jobs"
    assert "Oak Lane Primary" in words_of(answer)


def test_one_click_opens_the_shop_with_annas_pictures_and_her_basket(client, job):
    answer = client.submit("/", "form[action='/demo/shop']", follow=True)

    assert "Oak Lane Primary" in words_of(answer)
    assert "1 product" in words_of(client.get("/shop/morgenlicht/basket"))


def test_the_front_page_still_shows_the_doors_to_whoever_is_signed_in(client, job):
    client.submit("/", "form[action='/demo/studio']")

    assert "Open the shop" in words_of(client.get("/"))


def test_before_anything_is_removed_the_page_counts_what_will_be(client, job):
    answer = client.get("/demo/removal")

    assert "Studio Morgenlicht is deleted with 1 job and 1 picture" in words_of(answer)
    assert len(all_rows(Studio)) == 1


def test_removing_leaves_an_empty_installation_on_the_machines_clock(client, job, config):
    answer = client.submit("/demo/removal", follow=True)

    assert all_rows(Studio) == []
    assert "Set up your studio" in words_of(answer)
    assert pages.page(answer).select_one("aside.clock") is None
    assert pages.page(answer).select_one("input[name=token]")["value"]
    assert not config.demo_marker.exists()


def test_after_the_removal_no_door_leads_anywhere(client, job):
    client.submit("/demo/removal")
    token = client.token("/")

    for address in ("/demo/studio", "/demo/shop", "/demo/console", "/demo/removal", "/demo/clock"):
        assert client.post(address, data={"csrf_token": token}).status_code == 404


def test_the_doors_lead_into_no_studio_but_the_demos(client, studio):
    with transaction() as session:
        session.get_one(Studio, studio.id).is_demo = False
    token = client.token("/sign-in")

    for address in ("/demo/studio", "/demo/shop", "/demo/console", "/demo/removal"):
        assert client.post(address, data={"csrf_token": token}).status_code == 404
    assert len(all_rows(Studio)) == 1


def test_the_doors_are_not_opened_by_a_page_of_somebody_else(client, job):
    for address in ("/demo/studio", "/demo/shop", "/demo/console", "/demo/removal"):
        assert client.post(address).status_code == 400
    assert all_rows(Studio)[0].created_at == NOW
