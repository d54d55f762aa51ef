"""The studio's own code: typed in the shop it opens every shoot."""

import pytest

from tests.shop.conftest import rows
from tests.support.builders import NOW, a_job, a_photo, a_studio
from tests.support.pages import page, words
from webapp.models.customer import OpenedStudioCode, Visitor
from webapp.queries.global_code import global_code_of
from webapp.use_cases.global_code import make_global_code, revoke_global_code


@pytest.fixture
def code(shop):
    make_global_code(shop.studio.id, now=NOW)
    return global_code_of(shop.studio.id).code


def test_it_opens_every_picture_of_every_shoot(client, shop, code):
    other = a_job(shop.studio, "selling", access_type="person")
    a_photo(other)
    answer = client.submit(shop.home, code=code.lower())
    assert answer.location == shop.home
    shown = words(client.get(shop.home))
    assert shop.job.public_name in shown
    assert other.public_name in shown
    assert len(page(client.get(shop.page)).select(".ph b")) == 4
    assert len(rows(OpenedStudioCode)) == 1


def test_replaced_or_revoked_it_opens_nothing_on_the_very_next_request(client, shop, code):
    client.submit(shop.home, code=code)
    form = client.get(shop.home)
    make_global_code(shop.studio.id, now=NOW)
    assert client.get(shop.page).status_code == 404
    assert client.submit(form, code=code).status_code == 422
    client.submit(form, code=global_code_of(shop.studio.id).code)
    assert client.get(shop.page).status_code == 200
    revoke_global_code(shop.studio.id, now=NOW)
    assert client.get(shop.page).status_code == 404
    assert global_code_of(shop.studio.id) is None


def test_in_another_shop_it_is_unknown(client, shop, code):
    answer = client.submit(f"/shop/{a_studio().slug}", code=code)
    assert answer.status_code == 422
    assert rows(Visitor) == []
