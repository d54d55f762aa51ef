"""The QR code of a card opens what its code opens; revoked, nothing, from the next request on."""

import pytest

from tests.shop.conftest import CODE, rows
from tests.support.builders import NOW, a_code, a_studio, an_album
from tests.support.pages import page, words
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import transaction
from webapp.models.customer import OpenedCode, Visitor
from webapp.models.job import AccessCode, Job
from webapp.use_cases import links
from webapp.use_cases.change_codes import replace_code, revoke_code

ANNA = {"by": Actor(ActorKind.PERSON, "Anna"), "now": NOW}


@pytest.fixture
def code(shop):
    return rows(AccessCode)[0]


@pytest.fixture
def link(shop, code):
    return links.card_link(shop.studio, code)


def numbers(client, shop):
    return [words(tag) for tag in page(client.get(shop.page)).select(".ph b")]


def test_scanning_opens_nothing_yet(client, shop, link):
    answer = client.get(link)
    assert shop.job.public_name in words(answer)
    assert page(answer).select_one("main img") is None
    assert rows(Visitor) == []


def test_one_press_opens_the_pictures_at_a_clean_address(client, shop, link, code):
    answer = client.submit(client.get(link), button="Open the pictures")
    assert (answer.status_code, answer.location) == (303, shop.page)
    assert numbers(client, shop) == ["0001", "0002", "0003"]
    assert [each.access_code_id for each in rows(OpenedCode)] == [code.id]
    assert client.get(link).location == shop.page, "and from then on without a press"


def test_cards_of_an_album_and_of_the_whole_job_open_theirs(visitor, shop):
    of_album = a_code(shop.job, "ABCDEFGH2345", album=an_album(shop.job, "empty"))
    of_job = a_code(shop.job, "ABCDEFGH2346")
    for code, seen in ((of_album, []), (of_job, ["0001", "0002", "0003", "0004"])):
        client = visitor()
        client.submit(links.card_link(shop.studio, code))
        assert sorted(numbers(client, shop)) == seen


@pytest.mark.parametrize("deed", [revoke_code, replace_code])
def test_a_revoked_code_shows_no_byte_on_the_very_next_request(visitor, shop, link, code, deed):
    scanned, typed = visitor(), visitor()
    scanned.submit(link)
    typed.submit(shop.home, code=CODE)
    form = typed.get(shop.home)
    for client in (scanned, typed):
        assert client.get(shop.page).status_code == 200
    assert deed(shop.job.id, code.id, **ANNA)
    for client in (scanned, typed):
        assert client.get(shop.bytes_of()).status_code == 404
        assert client.get(shop.page).status_code == 404
    closed = scanned.get(link)
    assert closed.status_code == 410
    assert "This link no longer opens anything" in words(closed)
    again = typed.submit(form, code=CODE)
    unknown = typed.submit(form, code="ZZZZ-ZZZZ-ZZZZ")
    assert again.status_code == unknown.status_code == 422
    said = [words(page(each).select_one("#code-error")) for each in (again, unknown)]
    assert said[0] == said[1]


def test_a_card_that_was_revoked_while_its_page_was_open_opens_nothing(client, shop, link, code):
    form = client.get(link)
    revoke_code(shop.job.id, code.id, **ANNA)
    assert client.submit(form).status_code == 410
    assert rows(Visitor) == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("of", ["another studio", "another code", "another purpose"])
def test_a_card_that_is_none_opens_nothing(client, shop, link, code, method, of):
    other = a_code(shop.job, "ABCDEFGH2346")
    wrong = {
        "another studio": link.replace(shop.studio.slug, a_studio().slug),
        "another code": link.replace(code.id, other.id),
        "another purpose": link.replace("/card/", "/open/"),
    }[of]
    token = client.token(shop.home)
    assert getattr(client, method)(wrong, data={"csrf_token": token}).status_code == 404
    assert rows(Visitor) == []


def test_the_card_of_an_archived_shoot_leads_to_its_note(client, shop, link):
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status, job.archived_at = "archived", NOW
    answer = client.submit(client.get(link), button="Open the page", follow=True)
    assert "The pictures can no longer be viewed or ordered." in words(answer)
