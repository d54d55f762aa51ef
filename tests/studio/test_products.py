"""The pages of products: added, changed, put in order and removed; orders stay as they were."""

import pytest

from tests.studio.test_price_lists import address, in_a_basket, rows
from tests.support.builders import a_job, a_price_list, a_product, a_studio
from tests.support.pages import page, words
from webapp.models.base import db, transaction
from webapp.models.price_list import PackagePart, Product


@pytest.fixture
def price_list(studio):
    return a_price_list(studio, "School 2026")


def products_of(price_list):
    db.session.rollback()
    found = db.session.query(Product).filter_by(price_list_id=price_list.id)
    return found.order_by(Product.position).all()


def names_of(price_list):
    return [each.name for each in products_of(price_list)]


def a_package(price_list, *parts):
    package = a_product(price_list, "Family", 2900, "package", position=9)
    with transaction() as session:
        session.add_all(
            PackagePart(package_id=package.id, product_id=part.id, quantity=1) for part in parts
        )
    return package


def product_page(price_list, product, *rest):
    return address(price_list, "products", product.id, *rest)


def move(client, price_list, product, label):
    form = f"#place-{product.id}"
    return client.submit(address(price_list), form, button=label)


def test_a_product_is_added_at_the_end_of_its_list(client, price_list):
    a_product(price_list, position=4)
    new = address(price_list, "products", "new")
    answer = client.submit(new, name=" Poster ", size="30 x 45", price="24.90", kind="print")
    added = products_of(price_list)[-1]
    assert (added.name, added.kind, added.price, added.is_sold) == ("Poster", "print", 2490, True)
    assert (added.width, added.height, added.position) == (300, 450, 5)
    assert answer.location == f"{address(price_list)}#place-{added.id}"
    shown = client.get(address(price_list))
    assert "‘Poster’ is on the list." in words(shown)
    assert rows(shown)[-1] == "Poster Print · 30 × 45 cm €24.90 Remove"


def test_a_package_says_what_it_holds(client, price_list):
    part = a_product(price_list)
    a_product(price_list, "All files", 4900, "digital-all")
    new = address(price_list, "products", "new")
    shown = client.get(new)
    labels = [words(each) for each in page(shown).select("#parts label")]
    assert labels == ["× Print 13 × 18 cm"], "neither packages nor all files are parts"
    typed = {"name": "Family", "kind": "package", "price": "20", "size": "nonsense"}
    refused = client.submit(shown, **typed)
    assert words(page(refused).select_one("#parts-error")).startswith("Say of at least one product")
    for wrong in ("-1", "1.5", "100", "1000000000", "two"):
        refused = client.submit(shown, **typed, **{f"parts-{part.id}": wrong})
        assert refused.status_code == 422
        assert "whole numbers" in words(page(refused).select_one("#parts-error"))
        assert page(refused).select_one(f"#parts-{part.id}")["value"] == wrong[:6]
    assert client.submit(shown, **typed, **{f"parts-{part.id}": "2"}).status_code == 303
    assert "Family Package · 2 × Print 13 × 18 cm €20.00 Remove" in rows(
        client.get(address(price_list))
    )


def test_a_package_holds_nothing_of_another_list_and_no_package(client, price_list):
    package = a_package(price_list, a_product(price_list))
    theirs = a_product(a_price_list(a_studio()))
    new = address(price_list, "products", "new")
    for part in (package, theirs):
        answer = client.submit(new, name="Big", kind="package", price="1", tampered=True,
                               **{f"parts-{part.id}": "1"})  # fmt: skip
        assert answer.status_code == 422
        assert "is not on this list any more" in words(page(answer).select_one("#parts-error"))
    assert len(products_of(price_list)) == 2


@pytest.mark.one_database("nothing is stored")
def test_a_wrong_price_is_refused_at_its_field_with_everything_kept(client, price_list):
    shown = client.get(address(price_list, "products", "new"))
    for price in ("12,50", "-1", "0.005", "1e3", "100,000.01", "", "free"):
        answer = client.submit(shown, name="Print", kind="digital", size="13x", price=price)
        document = page(answer)
        assert answer.status_code == 422
        assert document.select_one("#price-error")
        assert document.select_one("[data-summary] a[href='#price']")
        assert document.select_one("#price")["value"] == price
        assert document.select_one("#name")["value"] == "Print"
        assert document.select_one("[name=kind][value=digital]").has_attr("checked")
        assert not document.select_one("#size-error"), "a download has no size"
    assert products_of(price_list) == []


@pytest.mark.one_database("prices are read without one")
def test_german_prices_are_read_as_germans_write_them(client, price_list):
    client.get("/language?to=de")
    new = address(price_list, "products", "new")
    for typed, cents in (("12,50", 1250), ("1.250,00", 125000), ("1.250", 125000)):
        client.submit(new, name=typed, price=typed)
        assert products_of(price_list)[-1].price == cents
    refused = client.submit(new, name="Print", price="12.50")
    assert "12,50" in words(page(refused).select_one("#price-error"))


def test_a_product_changes_and_stays_what_it_is(client, price_list, stored):
    product = a_product(price_list)
    form = client.get(product_page(price_list, product))
    assert not page(form).select("[name=kind]")
    answer = client.submit(form, name="Big print", price="9", size="", is_sold=False,
                           kind="package", tampered=True)  # fmt: skip
    assert answer.status_code == 303
    now = stored(product)
    assert (now.name, now.price, now.kind, now.is_sold) == ("Big print", 900, "print", False)
    assert "Not sold" in words(client.get(address(price_list)))


def test_two_editors_at_once_lose_no_change(client, price_list, stored):
    product = a_product(price_list)
    mine = client.get(product_page(price_list, product))
    client.submit(product_page(price_list, product), price="9.90")
    answer = client.submit(mine, name="Print, large", price="12.90")
    assert answer.status_code == 409
    assert "Stored now: Print 13 × 18 cm · €9.90 · on sale." in words(answer)
    assert page(answer).select_one("#price")["value"] == "12.90"
    assert stored(product).price == 990
    assert client.submit(answer).status_code == 303
    assert (stored(product).name, stored(product).price) == ("Print, large", 1290)


def test_names_are_given_once_in_a_list(client, price_list):
    a_product(price_list, "Mug")
    answer = client.submit(address(price_list, "products", "new"), name="Mug", price="9")
    assert "Another product of this list" in words(page(answer).select_one("#name-error"))


def test_the_order_changes_by_buttons(client, price_list):
    first, _second, _third = (a_product(price_list, each, position=at)
                             for at, each in enumerate(("One", "Two", "Three")))  # fmt: skip
    shown = page(client.get(address(price_list)))
    assert shown.select_one(f"#place-{first.id} button").has_attr("disabled"), "it is on top"
    answer = move(client, price_list, first, "Move ‘One’ down")
    assert answer.location == f"{address(price_list)}#place-{first.id}"
    assert names_of(price_list) == ["Two", "One", "Three"]
    move(client, price_list, first, "Move ‘One’ up")
    assert names_of(price_list) == ["One", "Two", "Three"]
    token = client.token(address(price_list))
    place = product_page(price_list, first, "place")
    assert client.post(place, data={"csrf_token": token, "to": "2"}).status_code == 303
    assert names_of(price_list) == ["Two", "Three", "One"]
    for nonsense in ("", "-1", "up", "999999999999"):
        assert client.post(place, data={"csrf_token": token, "to": nonsense}).status_code == 400


def test_a_product_in_no_basket_is_removed_with_its_parts(client, price_list, stored):
    part = a_product(price_list)
    package = a_package(price_list, part)
    refused = client.get(product_page(price_list, part, "removal"))
    assert "cannot be removed yet" in words(refused)
    assert "Family" in words(page(refused).select_one("main ul.pr-used"))
    token = client.token(address(price_list))
    forced = client.post(product_page(price_list, part, "removal"), data={"csrf_token": token})
    assert (forced.status_code, stored(part).is_sold) == (409, True)
    for product in (package, part):
        client.submit(product_page(price_list, product, "removal"))
        assert stored(product) is None


def test_a_product_in_a_basket_is_taken_off_sale_instead(client, studio, price_list, stored):
    job = a_job(studio, "selling", price_list_id=price_list.id)
    product = a_product(price_list)
    line = in_a_basket(job, product)
    window = client.get(product_page(price_list, product, "removal"))
    assert "It lies in 1 basket and is not sold any more." in words(window)
    shown = client.submit(window, follow=True)
    assert "is not sold any more. It stays on the list" in words(shown)
    assert (stored(product).is_sold, stored(line).product_id) == (False, product.id)


def test_another_studios_product_is_not_there(client, price_list):
    mine = a_product(price_list)
    other = a_price_list(a_studio())
    theirs = a_product(other)
    token = client.token(address(price_list))
    for where, product in ((other, theirs), (price_list, theirs), (other, mine)):
        for rest in ((), ("removal",), ("place",)):
            path = product_page(where, product, *rest)
            data = {"csrf_token": token, "to": "0", "name": "X", "price": "1"}
            assert client.post(path, data=data).status_code == 404
            if rest != ("place",):
                assert client.get(path).status_code == 404
