"""A job that is being deleted step by step is nowhere, and no page stumbles over it (D3)."""

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_code,
    a_job,
    a_message,
    a_person,
    a_photo,
    a_price_list,
    a_product,
    a_profile,
    a_registration,
    a_removed_line,
    an_album,
)
from tests.support.deleting import delete
from tests.support.late import a_more_time_request
from tests.support.orders import a_line, an_order
from tests.support.pages import words
from tests.support.records import all_rows
from webapp.models.customer import Visitor
from webapp.models.job import Job
from webapp.models.photo import Photo

NAME = "Vanishing Primary"
CODE = "K7MW9Q3X4T2P"


@pytest.fixture
def half_deleted(studio, visitor, monkeypatch):
    """Two photos, one a step; everything else that can hang on a job is there still."""
    for module in ("delete_in_steps", "delete_job"):
        monkeypatch.setattr(f"webapp.use_cases.{module}.PHOTOS_AT_ONCE", 1)
    prices, profile = a_price_list(studio), a_profile(studio)
    job = a_job(
        studio, status="archived", public_name=NAME, internal_name=NAME, access_type="person",
        price_list_id=prices.id, communication_profile_id=profile.id,
    )  # fmt: skip
    album = an_album(job)
    mia = a_person(job, "Mia Vanishing", album)
    photo = a_photo(job, album, persons=[mia])
    a_photo(job, album)
    code = a_code(job, CODE, person=mia)
    parent = visitor()
    assert parent.submit(f"/shop/{studio.slug}", code=CODE).status_code == 303
    (browser,) = all_rows(Visitor)
    registration = a_registration(job, access_code_id=code.id)
    a_message(job, registration.customer)
    a_more_time_request(job, code, visitor=browser)
    a_removed_line(a_basket(browser), photo, a_product(prices))
    order = an_order(job, a_line(job, photo), delivered_at=NOW, customer=registration.customer)
    facts = parent, job.id, order.id, order.token, prices.id, profile.id
    delete(job)
    assert all_rows(Job) == []
    assert len(all_rows(Photo)) == 2
    return facts


def test_no_page_of_the_studio_knows_it(client, studio, half_deleted):
    _parent, job_id, order_id, _token, prices, profile = half_deleted
    for page in (
        "jobs", f"jobs?q={NAME}", "jobs?q=Mia", "messages", "messages?part=sent", "orders",
        "storage", "trash", "communication-profiles",
        f"communication-profiles/{profile}", "price-lists",
        f"price-lists/{prices}", "settings", "deletions",
    ):  # fmt: skip
        answer = client.get(f"/studio/{page}")
        assert answer.status_code == 200, page
        if not page.startswith(("orders", "deletions")):
            assert NAME not in words(answer).replace(f"q={NAME}", ""), page
    assert NAME in words(client.get(f"/studio/orders/{order_id}"))
    for page in ("", "/settings", "/photos", "/people", "/deletion"):
        assert client.get(f"/studio/jobs/{job_id}{page}").status_code == 404


def test_nor_does_the_shop(studio, half_deleted):
    client, job_id, _order_id, token, *_more = half_deleted
    home = f"/shop/{studio.slug}"

    for page in ("", "/basket", f"/orders/{token}"):
        answer = client.get(f"{home}{page}")
        assert answer.status_code == 200, page
    assert NAME not in words(client.get(home))
    gone = client.get(f"{home}/jobs/{job_id}")
    assert gone.status_code == 410
    assert NAME not in words(gone)
    assert client.submit(home, code=CODE).status_code == 410
