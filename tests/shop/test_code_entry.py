"""Typing the code on the card, and 'My pictures'."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.shop.conftest import CODE, fill, rows
from tests.support.builders import NOW, a_code, a_job, a_person, a_studio, an_album
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.customer import OpenedCode, Visitor
from webapp.models.job import AccessCode


def test_the_shop_asks_for_a_code(client, shop):
    answer = client.get(shop.home)
    assert "Access code" in words(answer)
    assert page(answer).select_one("input[name=code]")
    assert shop.job.public_name not in words(answer)


def test_a_shop_that_does_not_exist_is_an_unknown_page(client, shop):
    assert client.get("/shop/no-such-studio").status_code == 404


@pytest.mark.parametrize("typed", [CODE, "k7mw 9q3x 4t2p", "\u202eK7MW-9Q3X-4T2P\u202c"])
def test_the_code_opens_the_pictures_however_it_is_typed(client, shop, typed):
    answer = client.submit(shop.home, code=typed, follow=True)
    assert answer.request.path == shop.page
    assert "Mia Berger · Class 2b · 3 pictures" in words(answer)


@pytest.mark.parametrize(
    "typed", ["2222-2222-2222", "nonsense", "x" * 10_000, "\x00", "%", "<script>", "🙂" * 12]
)
def test_a_wrong_code_is_refused_and_what_was_typed_stays(client, shop, typed):
    answer = client.submit(shop.home, code=typed)
    assert answer.status_code == 422
    assert "This code is not known here" in words(answer)
    kept = page(answer).select_one("input[name=code]")["value"]
    assert kept.strip("\x00\ufffd") == typed.strip("\x00")
    assert rows(Visitor) == []


def test_after_a_wrong_code_another_language_stays_in_the_shop(client, shop):
    answer = client.submit(shop.home, code="2222-2222-2222")
    (link,) = page(answer).select(".shop-foot a[hreflang]")
    german = client.get(client.get(link["href"]).location)
    assert (german.request.path, german.status_code) == (shop.home, 200)
    assert "Anfrage stellen" in words(german)


def test_an_empty_code_is_asked_for(client, shop):
    answer = client.submit(shop.home, code="")
    assert answer.status_code == 422
    assert "Type the code from your card." in words(answer)


def test_the_code_of_another_studio_gets_the_same_answer_as_an_unknown_one(client, shop):
    foreign = a_job(a_studio(), status="selling")
    a_code(foreign, "2222BBBB3333")
    unknown = client.submit(shop.home, code="4444CCCC5555")
    other = client.submit(shop.home, code="2222BBBB3333")
    assert other.status_code == unknown.status_code == 422
    assert words(other) == words(unknown)


def test_a_revoked_code_opens_nothing(parent, shop):
    with transaction() as session:
        session.scalars(select(AccessCode)).one().revoked_at = NOW
    assert parent.get(shop.page).status_code == 404
    assert parent.submit(shop.home, code=CODE).status_code == 422


def test_who_guesses_ten_times_has_to_wait_and_the_code_itself_is_never_locked(
    client, visitor, shop
):
    for _ in range(10):
        assert client.submit(shop.home, code="2222-2222-2222").status_code == 422
    refused = client.submit(shop.home, code=CODE)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "too many attempts" in words(refused)
    elsewhere = visitor()
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.submit(shop.home, code=CODE).status_code == 303


def test_right_codes_are_never_counted_against_anybody(client, shop):
    for _ in range(15):
        assert client.submit(shop.home, code=CODE).status_code == 303


def test_several_codes_stay_open_side_by_side(parent, shop):
    other = a_job(shop.studio, status="planning", access_type="person")
    a_code(
        other, "2222BBBB3333", person=a_person(other, "Ben Berger", an_album(other, "Ladybirds"))
    )
    parent.submit(shop.home, code="2222BBBB3333")
    answer = parent.get(shop.home)
    cards = page(answer).select("article")
    assert [card.h2.get_text() for card in cards] == [shop.job.public_name, other.public_name]
    assert "3 days left" in words(cards[0])
    assert "Your photos are almost ready" in words(cards[1])


def test_the_browser_gets_a_new_token_with_each_code_and_the_old_one_is_worth_nothing(
    client, shop, visitor
):
    client.submit(shop.home, code=CODE)
    name = f"shop-{shop.studio.slug}"
    first = client.get_cookie(name, domain="127.0.0.1").value
    client.submit(shop.home, code=CODE)
    second = client.get_cookie(name, domain="127.0.0.1").value
    assert first != second
    assert len(rows(Visitor)) == 1
    assert len(rows(OpenedCode)) == 1
    thief = visitor()
    thief.set_cookie(name, first, domain="127.0.0.1")
    assert thief.get(shop.page).status_code == 404


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(client, shop):
    answer = client.submit(shop.home, code=CODE)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("shop-"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=7776000" in cookie


def later(days):
    """So many days pass for every visit."""
    with transaction() as session:
        for row in session.scalars(select(Visitor)):
            row.expires_at -= timedelta(days=days)


def test_a_visit_ends_after_ninety_days(parent, shop):
    later(days=89)
    assert parent.get(shop.page).status_code == 200
    later(days=1)
    assert parent.get(shop.page).status_code == 404


@pytest.mark.parametrize("deed", ["opening the code", "adding", "changing a line"])
def test_a_visit_lasts_ninety_days_from_the_last_code_or_change_of_the_basket(parent, shop, deed):
    fill(parent, shop)
    later(days=60)
    name = f"shop-{shop.studio.slug}"
    before = parent.get_cookie(name, domain="127.0.0.1").value
    if deed == "opening the code":
        answer = parent.submit(shop.home, code=CODE)
    elif deed == "adding":
        answer = parent.submit(shop.large(shop.photos[1]), ".prods form")
    else:
        answer = parent.submit(f"{shop.home}/basket", ".qty", button="One more")
    assert any(
        cookie.startswith(f"{name}=") and "Max-Age=7776000" in cookie
        for cookie in answer.headers.getlist("Set-Cookie")
    )
    after = parent.get_cookie(name, domain="127.0.0.1").value
    assert (after == before) is (deed != "opening the code")
    later(days=60)
    assert parent.get(shop.page).status_code == 200


def test_weeks_later_the_code_leads_to_the_same_basket(parent, shop):
    fill(parent, shop)
    later(days=60)
    parent.submit(shop.home, code=CODE)
    assert len(rows(Visitor)) == 1
    assert "1 product" in words(parent.get(f"{shop.home}/basket"))


def test_leaving_the_shop_forgets_this_browser_and_no_other(parent, visitor, shop):
    fill(parent, shop)
    elsewhere = visitor()
    elsewhere.submit(shop.home, code=CODE)
    name = f"shop-{shop.studio.slug}"
    old = parent.get_cookie(name, domain="127.0.0.1").value
    answer = parent.submit(shop.page, ".shop-foot form", button="Leave this shop", follow=True)
    assert "This browser has forgotten your codes and your basket." in words(answer)
    assert answer.request.path == shop.home
    assert parent.get_cookie(name, domain="127.0.0.1") is None
    parent.set_cookie(name, old, domain="127.0.0.1")
    assert parent.get(shop.page).status_code == 404
    assert "There is nothing in your basket" in words(parent.get(f"{shop.home}/basket"))
    assert elsewhere.get(shop.page).status_code == 200
    assert len(rows(OpenedCode)) == 1
    assert parent.submit(shop.home, code=CODE).status_code == 303


def test_only_who_has_come_in_can_leave(client, shop):
    assert page(client.get(shop.home)).select_one(".shop-foot form") is None
    token = client.token(shop.home)
    answer = client.post(f"{shop.home}/leave", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, shop.home)


def test_what_ends_first_stands_on_top_and_what_is_archived_at_the_end(parent, shop):
    jobs = {
        "2222BBBB3333": a_job(shop.studio, status="archived", archive_on=date(2026, 11, 1)),
        "4444CCCC5555": a_job(shop.studio, status="selling", archive_on=date(2026, 11, 24)),
        "6666DDDD7777": a_job(shop.studio, status="selling"),
    }
    for code, job in jobs.items():
        a_code(job, code)
        parent.submit(shop.home, code=code)
    archived, soon, endless = jobs.values()
    shown = [card.h2.get_text() for card in page(parent.get(shop.home)).select("article")]
    assert shown == [each.public_name for each in (soon, shop.job, endless, archived)]


def test_public_shoots_are_there_for_everybody(client, shop):
    public = a_job(shop.studio, status="selling", access_type="public")
    answer = client.get(shop.home)
    assert "Access code" in words(page(answer).select_one(".way-in"))
    assert public.public_name in words(answer)
    assert shop.job.public_name not in words(answer)
    assert client.get(f"{shop.home}/jobs/{public.id}").status_code == 200


def test_the_shop_speaks_the_language_of_its_studio(client, shop):
    german = a_studio(language="de")
    assert page(client.get(f"/shop/{german.slug}")).html["lang"] == "de"
