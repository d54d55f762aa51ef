"""From a request support gets to the page on which it was asked (H3, H2)."""

import pytest

from tests.support.builders import a_studio
from tests.support.client import Visitor
from tests.support.pages import page
from tests.support.requests import a_request
from tests.support.staff import let_in, somebody_of_staff
from webapp.models.base import transaction
from webapp.models.studio import Studio
from webapp.models.support import SupportRequest

pytestmark = pytest.mark.one_database("addresses are the same on both")


@pytest.fixture
def console(client: Visitor):
    return let_in(client, somebody_of_staff())


def test_where_they_were_can_be_opened_if_it_is_a_page(console):
    studio = a_studio(slug="nord")
    asked = a_request(studio)

    def led_to(place):
        with transaction() as session:
            session.get_one(SupportRequest, asked.id).page = place
        links = page(console.get(f"/console/requests/{asked.id}")).select(
            ".rq-context a:has(code), .rq-context a[href*='acting?']"
        )
        return [link["href"] for link in links]

    acting = f"/console/studios/{studio.id}/acting?page=/studio/jobs"
    assert led_to("/shop/nord/basket") == ["/shop/nord/basket"]
    assert led_to("/studio/jobs") == [acting]
    for nowhere in ("/shop/nord/orders/…", "/shop/nord/no/such", "/sign-out", "//elsewhere", ""):
        assert led_to(nowhere) == [], nowhere
    console.submit(acting, reason="Request 1001: a code does not work")
    assert led_to("/studio/jobs") == ["/studio/jobs"]
    with transaction() as session:
        session.get_one(Studio, studio.id).support_access = False
    assert led_to("/studio/jobs") == []
