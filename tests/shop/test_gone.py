"""Where pictures were: kind words instead of an error, also for what was ordered (D2, D3)."""

import pytest

from tests.shop.conftest import CODE, fill, rows
from tests.support.builders import NOW, a_code, a_job, a_photo, a_registration, an_album
from tests.support.deleting import ADA, delete, throw_album, throw_photos
from tests.support.late import a_reopening
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.job import AccessCode, Job
from webapp.models.late import MoreTimeRequest
from webapp.use_cases import links
from webapp.use_cases.empty_trash import empty_due_trash
from webapp.use_cases.forget_person import forget_person

KIND = "These pictures are no longer in the shop"
REMOVED = "The studio has removed them."


def archive(shop):
    with transaction() as session:
        job = session.get_one(Job, shop.job.id)
        job.status, job.archived_at = "archived", NOW


def test_a_code_whose_album_is_deleted_leads_to_kind_words(parent, shop):
    throw_album(shop.job, shop.album)

    answer = parent.get(shop.page)

    assert KIND in words(answer)
    assert shop.studio.email in words(answer)
    assert parent.get(shop.bytes_of()).status_code == 404
    assert parent.get(shop.large()).status_code == 404
    assert parent.get(shop.home).status_code == 200


def test_also_when_it_is_archived_and_the_trash_is_emptied(parent, shop):
    archive(shop)
    assert "The pictures can no longer be viewed" in words(parent.get(shop.page))

    throw_album(shop.job, shop.album)
    assert KIND in words(parent.get(shop.page))
    assert "more time" not in words(parent.get(shop.page))

    empty_due_trash(now=NOW.replace(year=2027))
    assert KIND in words(parent.get(shop.page))


def test_the_card_says_so_too_without_a_counter_and_offers_nothing(parent, shop):
    throw_album(shop.job, shop.album)

    for is_archived in (False, True):
        if is_archived:
            archive(shop)
        card = page(parent.get(shop.home)).select_one(".jobcard")
        assert "These pictures are no longer available" in words(card)
        assert card.select(".ctr, .counter, .btn, img") == []
        for untrue in ("left", "Archived", "Ask for more time", "Look at"):
            assert untrue not in words(card)


def test_nobody_asks_for_more_time_where_nothing_is_left(parent, shop):
    archive(shop)
    form = parent.get(shop.page)
    throw_album(shop.job, shop.album)

    facts = {"name": "Anna", "email": "anna@posteo.example"}
    assert parent.submit(form, "form.card", **facts).location == shop.page
    assert rows(MoreTimeRequest) == []


def test_a_code_that_is_archived_beside_others_offers_no_more_time_then(parent, shop, stored):
    """Ben's code is open again; the class of Mia's was deleted."""
    archive(shop)
    other = an_album(shop.job, "Class 3c")
    a_photo(shop.job, other)
    code = a_code(shop.job, "ABCDEFGH2345", album=other)
    a_reopening(code, NOW.date())
    parent.submit(shop.home, code="ABCDEFGH2345")
    throw_album(shop.job, shop.album)

    (mia,) = [each for each in rows(AccessCode) if each.person_id]
    said = words(parent.get(f"{shop.page}/more-time?code={mia.id}"))

    assert KIND in said
    assert "Mia Berger" in said
    assert "more time" not in said


def test_who_still_sees_a_picture_sees_the_gallery(parent, shop):
    throw_photos(shop.job, shop.photos[0])

    answer = parent.get(shop.page)

    assert KIND not in words(answer)
    assert [words(tag) for tag in page(answer).select(".ph b")] == ["0002", "0003"]


def test_a_job_without_pictures_yet_promises_them_as_before(client, shop):
    a_code(shop.job, "ABCDEFGH2345", album=an_album(shop.job, "To come"))
    client.submit(shop.home, code="ABCDEFGH2345")

    assert "There are no pictures here yet." in words(client.get(shop.page))


def test_the_basket_says_what_has_left_it(parent, shop):
    fill(parent, shop)
    throw_album(shop.job, shop.album)

    shown = words(parent.get(f"{shop.home}/basket"))

    assert "1 product left your basket" in shown
    assert "were taken out of the shop by the studio" in shown


def test_an_order_shows_number_and_name_of_a_picture_that_is_gone(parent, shop):
    order = an_order(shop.job, a_line(shop.job, shop.photos[0]), delivered_at=NOW)
    throw_album(shop.job, shop.album)

    shown = parent.get(f"{shop.home}/orders/{order.token}")

    assert shown.status_code == 200
    assert "0001" in words(shown)


@pytest.fixture
def deleted(shop):
    """The shoot is archived, then deleted; its card and the link of a message stay in the world."""
    archive(shop)
    (code,) = rows(AccessCode)
    registration = a_registration(shop.job, access_code_id=code.id)
    ways = {
        "card": links.card_link(shop.studio, code),
        "link": links.open_link(shop.studio, registration),
        "name": shop.job.public_name,
        "page": shop.page,
    }
    delete(shop.job)
    return ways


def test_the_code_of_a_deleted_shoot_leads_to_kind_words(client, shop, deleted):
    answer = client.submit(shop.home, code=CODE)

    assert answer.status_code == 410
    assert REMOVED in words(answer)
    assert shop.studio.email in words(answer)


@pytest.mark.parametrize("way", ["card", "link"])
def test_so_do_its_card_and_the_links_of_its_messages(client, deleted, way):
    answer = client.get(deleted[way])

    assert answer.status_code == 410
    assert REMOVED in words(answer)
    assert client.get(deleted[way][:-1]).status_code == 404


@pytest.mark.parametrize("way", ["card", "link"])
def test_in_the_shop_of_another_studio_they_lead_nowhere(client, shop, deleted, way):
    other = a_job(status="selling").studio.slug
    delete(a_job())

    assert client.get(deleted[way].replace(shop.studio.slug, other)).status_code == 404


def test_nothing_of_it_is_left_in_a_browser_that_knew_it(parent, shop, deleted):
    assert deleted["name"] not in words(parent.get(shop.home))
    answer = parent.get(deleted["page"])
    assert (answer.status_code, REMOVED in words(answer)) == (410, True)
    assert deleted["name"] not in words(answer)
    assert parent.get(deleted["page"][:-16] + deleted["page"][-16:][::-1]).status_code == 404


def test_nor_is_its_address_known_in_another_shop(client, deleted):
    other = a_job(status="selling")
    elsewhere = f"/shop/{other.studio.slug}/jobs/{deleted['page'][-16:]}"
    assert client.get(elsewhere).status_code == 404


def test_the_code_of_a_child_who_was_deleted_does_not_say_that_the_shoot_is(client, shop):
    """Words that are true of both: the same answer, whatever was deleted."""
    forget_person(shop.job.id, shop.mia.id, by=ADA, now=NOW)

    answer = client.submit(shop.home, code=CODE)

    assert answer.status_code == 410
    assert "These pictures are no longer available" in words(answer)
    assert "Ask the studio if you think this is a mistake." in words(answer)
    assert "shoot" not in words(page(answer).main)


def test_a_code_that_is_closed_in_one_shop_is_unknown_in_another(client, shop, deleted):
    other = a_job(status="selling")
    a_photo(other)

    answer = client.submit(f"/shop/{other.studio.slug}", code=CODE)

    assert answer.status_code == 422
