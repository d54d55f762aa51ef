"""A code or a link that somebody types or pastes leads where it means, and stands in no address."""

from urllib.parse import quote

import pytest

from tests.support.builders import a_code, a_customer, a_job, a_person, a_registration, a_studio
from tests.support.orders import an_order
from tests.support.staff import at_the_console, let_in, somebody_of_staff
from webapp.use_cases import links

CODE = "K7MW9Q3X4T2P"


@pytest.fixture
def staff(client):
    return let_in(client)


@pytest.mark.parametrize("typed", ["%s does not open", "%s", "Mia's code is %s."])
def test_a_code_inside_of_a_sentence_leads_there_too_wherever_it_was_typed(staff, typed):
    job = a_job(public_name="Lindenhof")
    code = a_code(job, CODE, person=a_person(job, "Mia Berger"))
    words_with = quote(typed % "K7MW-9Q3X-4T2P")
    with staff.may_write("support looks are recorded"):
        for page_with, leads_to in (
            ("/console", f"/console?code={code.fingerprint}"),
            ("/console/requests", f"/console?code={code.fingerprint}"),
            (f"/console/studios/{job.studio_id}", f"/console?code={code.fingerprint}"),
            (
                f"/console/jobs/{job.id}/explanation",
                f"/console/jobs/{job.id}/explanation?question=photos&code={code.id}",
            ),
        ):
            assert staff.get(f"{page_with}?q={words_with}").location == leads_to
        htmx = staff.get(f"/console/requests?q={words_with}", headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"] == f"/console?code={code.fingerprint}"
    typed_in = staff.submit("/console", q=typed % "K7MW9Q3X4T2P")
    assert typed_in.location == f"/console?code={code.fingerprint}"


def test_what_opens_something_in_a_pasted_link_stands_in_no_address(staff):
    studio = a_studio(slug="nord")
    job, customer = a_job(studio), a_customer(studio)
    code, registration = a_code(job, CODE), a_registration(job, customer)
    order = an_order(job, customer=customer)
    mails = {
        links.card_link(studio, code): f"/console?code={code.fingerprint}",
        links.open_link(studio, registration): customer.id,
        links.own_page_link(studio, customer): customer.id,
        f"http://x/shop/nord/orders/{order.token}": order.id,
    }
    for link, leads_to in mails.items():
        key = link.rpartition("/")[2].rpartition(".")[2]
        for answer in (staff.submit("/console", q=link), staff.get(f"/console?q={quote(link)}")):
            assert key not in answer.location
            assert answer.location.endswith(leads_to)
            assert staff.get(answer.location).status_code == 200


def test_who_may_not_search_meets_no_code_in_the_address_of_the_inbox_either(client):
    at_the_console(client, somebody_of_staff(rights=("answer",)))
    a_code(a_job(), CODE)
    assert client.get(f"/console/requests?q={CODE}").location == "/console/requests"
