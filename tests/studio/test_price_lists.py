"""The pages of price lists: which there are, new ones, copies, their settings, their end."""

from datetime import timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_job,
    a_photo,
    a_price_list,
    a_product,
    a_studio,
    a_visitor,
)
from tests.support.pages import page, words
from webapp.models.base import db, transaction
from webapp.models.price_list import PackagePart, PriceList, Product

LIST = "/studio/price-lists"


@pytest.fixture
def price_list(studio):
    return a_price_list(studio, "School 2026")


def address(price_list, *rest):
    return "/".join((LIST, price_list.id, *rest))


def rows(response):
    return [words(row) for row in page(response).select("tbody tr")]


def names_of(studio):
    db.session.rollback()
    return sorted(each.name for each in db.session.query(PriceList).filter_by(studio_id=studio.id))


def in_a_basket(job, product):
    return a_basket_line(a_basket(a_visitor(job.studio)), a_photo(job), product)


def test_without_a_list_the_page_says_what_one_is_for(client, studio):
    shown = client.get(LIST)
    assert "No price list yet. It says what you sell of the pictures" in words(shown)
    assert page(shown).select_one(f"a[href='{LIST}/new']")


def test_each_list_says_its_prices_and_where_it_is_used(client, studio, price_list):
    a_product(price_list, price=390)
    a_product(price_list, "Print 20 × 30 cm", price=1690)
    a_product(price_list, "Poster", price=9900, is_sold=False)
    for age in range(4):
        a_job(
            studio,
            public_name=f"Shoot {age}",
            price_list_id=price_list.id,
            created_at=NOW - timedelta(days=age),
        )
    old = a_price_list(studio, "School 2025", archived_at=NOW)
    a_price_list(a_studio(), "Theirs")
    shown = client.get(LIST)
    assert rows(shown) == [
        "School 2026 2 products on sale €3.90 – €16.90"
        " 4 jobs Shoot 0 , Shoot 1 , Shoot 2 and 1 more",
        "School 2025 Nothing on sale yet · archived Mon 23 Nov – No job",
    ]
    assert page(shown).select("h2")[0].get_text() == "Archived"
    assert page(shown).select_one(f"a[href='{address(old)}']")


def test_a_new_list_is_made_and_opened(client, studio, stored):
    answer = client.submit(f"{LIST}/new", name=" Schools ", tax_rate="7.7", shipping="4.90")
    db.session.rollback()
    made = db.session.query(PriceList).filter_by(studio_id=studio.id).one()
    assert (made.name, made.tax_rate, made.shipping_price) == ("Schools", 770, 490)
    assert answer.location == address(made)
    shown = words(client.get(answer.location))
    assert "7.7% tax contained · Shipping €4.90" in shown
    assert "No products yet. Add the first one" in shown


def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(client, studio, price_list):
    for form in (f"{LIST}/new", address(a_price_list(studio, "Mine"), "settings")):
        answer = client.submit(form, name="", tax_rate="19,0", shipping="-1")
        document = page(answer)
        assert answer.status_code == 422
        assert words(document.select_one("#name-error")) == "Give the price list a name."
        assert "can be misread" in words(document.select_one("#tax_rate-error"))
        assert words(document.select_one("#shipping-error")) == "Write a number of at least 0."
        typed = [document.select_one(f"#{name}")["value"] for name in ("tax_rate", "shipping")]
        assert typed == ["19,0", "-1"]
        answer = client.submit(form, name="School 2026", tax_rate="19", shipping="0")
        assert "Another price list has this name." in words(page(answer).select_one("#name-error"))
    assert names_of(studio) == ["Mine", "School 2026"]


def test_two_editors_at_once_lose_no_change(client, studio, price_list, stored):
    mine = client.get(address(price_list, "settings"))
    theirs = {"name": "School 2027", "tax_rate": "19", "shipping": "3"}
    client.submit(address(price_list, "settings"), **theirs)
    answer = client.submit(mine, name="School 2028", tax_rate="7", shipping="3")
    assert answer.status_code == 409
    assert "Stored now: School 2027 · 19% tax contained · Shipping €3.00." in words(answer)
    assert stored(price_list).name == "School 2027"
    assert client.submit(answer).status_code == 303, "the second press stores what was typed"
    assert (stored(price_list).name, stored(price_list).tax_rate) == ("School 2028", 700)


def test_a_copy_has_the_products_and_its_packages_hold_the_copies(client, studio, price_list):
    part = a_product(price_list, is_sold=False, width=130, height=180)
    package = a_product(price_list, "Family", 2900, "package", position=1)
    with transaction() as session:
        session.add(PackagePart(package_id=package.id, product_id=part.id, quantity=2))
    shown = client.submit(address(price_list), f"form[action='{address(price_list, 'copy')}']",
                          follow=True)  # fmt: skip
    assert "This is the copy. No job uses it yet." in words(shown)
    assert names_of(studio) == ["School 2026", "School 2026 (copy)"]
    copy = db.session.query(PriceList).filter_by(name="School 2026 (copy)").one()
    found = {each.name: each for each in db.session.query(Product).filter_by(price_list_id=copy.id)}
    copied = found["Print 13 × 18 cm"]
    assert (copied.price, copied.width, copied.height, copied.is_sold) == (890, 130, 180, False)
    held = db.session.get(PackagePart, (found["Family"].id, copied.id))
    assert held.quantity == 2


def test_an_archived_list_is_offered_to_no_further_job_and_stays_where_it_is_used(
    client, studio, price_list, stored
):
    user = a_job(studio, price_list_id=price_list.id)
    other = a_job(studio)
    shown = client.submit(address(price_list), f"form[action='{address(price_list, 'archive')}']",
                          follow=True)  # fmt: skip
    assert "This price list is archived" in words(shown)
    assert stored(price_list).archived_at == NOW
    offered = [
        price_list.id in client.get(f"/studio/jobs/{job.id}/settings").get_data(as_text=True)
        for job in (user, other)
    ]
    assert offered == [True, False]
    assert client.submit(f"/studio/jobs/{user.id}/settings", public_name="Oak").status_code == 303
    client.submit("/studio/jobs/new", public_name="New")
    assert stored(user).public_name == "Oak"
    assert stored(user).price_list_id == price_list.id
    client.submit(address(price_list), f"form[action='{address(price_list, 'return')}']")
    assert stored(price_list).archived_at is None


def test_a_list_is_deleted_only_when_no_job_and_no_basket_needs_it(
    client, studio, price_list, stored
):
    job = a_job(studio, public_name="Oak Lane", price_list_id=price_list.id)
    line = in_a_basket(job, a_product(price_list))
    window = client.get(address(price_list, "deletion"))
    assert "cannot be deleted yet" in words(window)
    assert "Products of it lie in 1 basket." in words(window)
    assert page(window).select_one(f"main a[href='/studio/jobs/{job.id}/settings']")
    token = client.token(address(price_list))
    forced = client.post(address(price_list, "deletion"), data={"csrf_token": token})
    assert forced.status_code == 409
    with transaction() as session:
        session.get(type(job), job.id).price_list_id = a_price_list(studio).id
    assert (
        client.post(address(price_list, "deletion"), data={"csrf_token": token}).status_code == 409
    )
    with transaction() as session:
        session.delete(session.get(type(line), line.id))
    shown = client.submit(address(price_list, "deletion"), follow=True)
    assert "‘School 2026’ is deleted." in words(shown)
    assert stored(price_list) is None


def test_another_studios_list_is_not_there(client, studio, price_list):
    theirs = a_price_list(a_studio())
    token = client.token(address(price_list, "settings"))
    data = {"csrf_token": token, "name": "Mine", "tax_rate": "1", "shipping": "1", "jobs": "x"}
    data |= {"kind": "print", "price": "1"}
    for read in ((), ("settings",), ("deletion",), ("jobs",), ("products", "new")):
        assert client.get(address(theirs, *read)).status_code == 404
    for sent in ("settings", "deletion", "jobs", "products/new", "copy", "archive", "return"):
        assert client.post(address(theirs, sent), data=data).status_code == 404, sent
