"""The console's door: staff only, each only where they have the right (H2)."""

import pytest

from tests.support.acting import acting_for
from tests.support.builders import a_studio
from tests.support.pages import page
from tests.support.signing_in import PASSWORD, a_member_who_signs_in, signed_in
from tests.support.staff import at_the_console, somebody_of_staff
from webapp import clock
from webapp.models.base import transaction
from webapp.models.staff import Staff

STOP = "aside.acting form"


def test_staff_come_in_by_the_same_sign_in_as_photographers(client):
    at_the_console(client)
    assert client.get("/console").status_code == 200


def test_nobody_is_led_to_the_sign_in_and_back_to_the_page(client):
    response = client.get("/console?q=Lindenhof")
    assert response.location == "/sign-in?next=/console?q%3DLindenhof"
    staff = somebody_of_staff()
    response = client.submit(response.location, email=staff.email, password=PASSWORD)
    assert response.location == "/console?q=Lindenhof"


def test_a_photographer_meets_the_page_of_an_unknown_address(client):
    signed_in(client, a_member_who_signs_in())
    refused = client.get("/console")
    assert refused.status_code == 404
    assert "<h1>There is no such page</h1>" in refused.text


def test_staff_who_act_for_nobody_meet_it_in_the_studio(client):
    at_the_console(client)
    assert client.get("/studio/jobs").status_code == 404


@pytest.mark.parametrize("rights", [(), ("answer", "act", "operate")])
def test_staff_without_the_right_meet_it_too(client, rights):
    at_the_console(client, somebody_of_staff(rights=rights))
    assert client.get("/console?q=Lindenhof").status_code == 404
    assert client.get("/console/studios").status_code == 404


@pytest.mark.one_database("rights are asked before it")
@pytest.mark.parametrize(
    ("rights", "first"),
    [
        (("look",), "/console"),
        (("answer",), "/console/requests"),
        (("operate",), "/console/operations"),
        (("act",), "/console/account"),
        ((), "/console/account"),
    ],
)
def test_the_way_in_and_the_brand_lead_to_the_first_page_that_is_theirs(client, rights, first):
    a_studio()
    at_the_console(client, somebody_of_staff(rights=rights))
    for address in ("/console", "/", "/sign-in"):
        shown = client.get(address, follow_redirects=True)
        assert (shown.status_code, shown.request.path) == (200, first)
    assert page(shown).select_one("header.side a.brand")["href"] == "/console"


@pytest.mark.one_database("rights are asked before it")
@pytest.mark.parametrize("rights", [("act",), ("act", "look"), ("act", "answer")])
def test_the_ways_out_of_acting_lead_to_a_page_that_is_theirs(client, rights):
    studio = a_studio()
    with acting_for(client, studio, somebody_of_staff(rights=rights)):
        refused = client.get("/studio/settings/second-factor")
        assert refused.status_code == 403
        for link in page(refused).select("a[href^='/console']"):
            assert client.get(link["href"], follow_redirects=True).status_code == 200
        assert client.submit("/studio/jobs", STOP, follow=True).status_code == 200
        over = client.get("/studio/jobs")
        assert over.status_code == 403
        (back,) = page(over).select("main p a.btn")
        assert client.get(back["href"], follow_redirects=True).status_code == 200


def test_whoever_leaves_is_out_at_the_next_request(client):
    staff = somebody_of_staff()
    at_the_console(client, staff)
    with transaction() as session:
        session.get(Staff, staff.id).left_at = clock.machine_now()
    assert client.get("/console").status_code == 303
    refused = client.submit("/sign-in", email=staff.email, password=PASSWORD)
    assert refused.status_code == 422


def test_a_next_page_of_the_studio_is_none_of_theirs(client):
    staff = somebody_of_staff()
    response = client.submit("/sign-in?next=/studio/jobs", email=staff.email, password=PASSWORD)
    assert response.location == "/console"
