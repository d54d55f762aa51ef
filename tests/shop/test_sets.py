"""All pictures of a code as files, and packages: chosen, ordered, gone and back."""

import pytest

from tests.shop.conftest import fill, rows
from tests.shop.test_basket import add
from tests.shop.test_checkout import ANNA
from tests.support.builders import NOW, a_code, a_job, a_photo, a_product, an_album
from tests.support.letters import outgoing, text_of
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.basket import BasketLine, RemovedLine
from webapp.models.job import AccessCode
from webapp.models.order import OrderedPhoto, OrderLine
from webapp.models.price_list import PackagePart
from webapp.queries.basket_counts import Products, returning
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.basket_lines import bring_back

ALL_OF_MIA = "All 3 pictures of Mia Berger"


@pytest.fixture
def all_files(shop):
    """What is sold of all pictures of a code."""
    return a_product(shop.price_list, "All pictures as files", 4900, "digital-all")


@pytest.fixture
def file(shop):
    """The file of one picture."""
    return a_product(shop.price_list, "Download", 1490, "digital")


def add_set(parent, shop):
    """Press the button below the name of the shoot."""
    return parent.submit(shop.page, ".sets form")


def post_set(visitor, shop, code_id, product):
    """The same request by somebody whose page has no such button."""
    data = {"product": product.id, "csrf_token": visitor.token(shop.home)}
    return visitor.post(f"{shop.page}/sets/{code_id}", data=data)


def mias_code():
    return rows(AccessCode)[0]


def test_the_gallery_offers_all_pictures_of_each_code_once(parent, shop, all_files):
    offer = page(parent.get(shop.page)).select_one("#sets")
    assert words(offer) == f"{ALL_OF_MIA} All pictures as files €49.00 Add to basket"
    assert "All pictures as files" not in words(parent.get(shop.large()))
    assert add_set(parent, shop).location == f"{shop.page}#sets"
    line = rows(BasketLine)[0]
    assert (line.access_code_id, line.photo_id, line.quantity) == (mias_code().id, None, 1)
    assert "In basket" in words(page(parent.get(shop.page)).select_one("#sets"))


def test_the_basket_says_whose_pictures_they_are_and_how_many(parent, shop, all_files):
    add_set(parent, shop)
    answer = parent.get(f"{shop.home}/basket")
    assert f"All pictures as files {ALL_OF_MIA}" in words(answer)
    assert "1 product €49.00" in words(answer)
    assert not page(answer).select(".qty")


def test_what_the_code_opens_when_it_is_ordered_is_what_was_bought(parent, shop, all_files):
    add_set(parent, shop)
    a_photo(shop.job, shop.album, persons=[shop.mia])
    checkout = parent.get(f"{shop.home}/checkout")
    assert not page(checkout).select("#street")
    answer = parent.submit(checkout, "#order", name="Anna Berger", email="anna@posteo.example")
    assert answer.status_code == 303
    assert [(each.number, each.is_file) for each in rows(OrderedPhoto)] == [
        (1, True),
        (2, True),
        (3, True),
        (5, True),
    ]
    line = rows(OrderLine)[0]
    assert (line.person_name, line.group_name, line.photo_id) == ("Mia Berger", "Class 2b", None)
    said = text_of(outgoing()[0]).replace("\N{NO-BREAK SPACE}", " ")
    assert "1 × All pictures as files, all pictures of Mia Berger" in said
    assert "until the end of Sunday, 3 January 2027" in said
    assert "Goes to" not in said


def test_a_file_beside_all_files_is_allowed_and_said(parent, shop, all_files, file):
    add(parent, shop, product=file.id)
    assert "Also contained" not in words(parent.get(f"{shop.home}/basket"))
    add_set(parent, shop)
    assert f"Also contained in: {ALL_OF_MIA}" in words(parent.get(f"{shop.home}/basket"))


def test_a_file_lies_in_the_basket_once(parent, shop, file):
    assert add(parent, shop, product=file.id).status_code == 303
    assert add(parent, shop, product=file.id).status_code == 303
    assert add(parent, shop, product=file.id, quantity="2").status_code == 422
    line = rows(BasketLine)[0]
    token = parent.token(f"{shop.home}/basket")
    parent.post(f"{shop.home}/basket/lines/{line.id}", data={"quantity": 2, "csrf_token": token})
    assert "a file once" in words(parent.get(f"{shop.home}/basket"))
    assert [line.quantity for line in rows(BasketLine)] == [1]


def test_products_are_ordered_only_as_they_are_sold(parent, shop, all_files):
    assert add(parent, shop, product=all_files.id).status_code == 422
    post_set(parent, shop, mias_code().id, shop.product)
    assert rows(BasketLine) == []


def test_nobody_orders_the_pictures_of_a_code_they_do_not_hold(parent, visitor, shop, all_files):
    foreign = a_code(a_job(shop.studio, "selling"), "2222BBBB3333")
    ben = a_code(shop.job, "4444CCCC5555", album=shop.album)
    for code_id in (foreign.id, ben.id, "x" * 16):
        post_set(parent, shop, code_id, all_files)
    assert post_set(visitor(), shop, mias_code().id, all_files).status_code == 404
    assert rows(BasketLine) == []


def test_a_public_shoot_offers_no_set_without_a_code(client, shop, all_files):
    public = a_job(
        shop.studio, status="selling", access_type="public", price_list_id=shop.price_list.id
    )
    a_photo(public, an_album(public))
    assert not page(client.get(f"{shop.home}/jobs/{public.id}")).select("#sets")


def test_the_set_of_a_code_that_was_revoked_stops_the_order(parent, shop, all_files):
    add_set(parent, shop)
    fill(parent, shop)
    a_code(shop.job, "4444CCCC5555", album=shop.album)
    parent.submit(shop.home, code="4444CCCC5555")
    checkout = parent.get(f"{shop.home}/checkout")
    with transaction() as session:
        session.get_one(AccessCode, mias_code().id).revoked_at = NOW
    answer = parent.submit(checkout, "#order", **ANNA)
    assert answer.status_code == 422
    assert "1 × All pictures as files, all pictures of Mia Berger" in words(answer)
    assert rows(OrderLine) == []


def test_a_set_leaves_with_its_shoot_and_comes_back(parent, shop, all_files, clock):
    add_set(parent, shop)
    clock.advance(days=4)
    archive_due_jobs(now=clock.now())
    assert rows(BasketLine) == []
    said = words(parent.get(f"{shop.home}/basket"))
    assert "1 × All pictures as files, all pictures of Mia Berger" in said
    with transaction() as session:
        bring_back(session, shop.job.id, shop.price_list.id, now=clock.now())
    assert [line.access_code_id for line in rows(BasketLine)] == [mias_code().id]
    assert rows(RemovedLine) == []


def test_a_set_whose_code_was_revoked_meanwhile_does_not_come_back(parent, shop, all_files, clock):
    add_set(parent, shop)
    clock.advance(days=4)
    archive_due_jobs(now=clock.now())
    with transaction() as session:
        session.get_one(AccessCode, mias_code().id).revoked_at = NOW
        session.flush()
        told = returning(session, shop.job.id, shop.price_list.id)
        done = bring_back(session, shop.job.id, shop.price_list.id, now=clock.now())
    assert told == done == Products()
    assert rows(BasketLine) == []


def test_a_package_shows_what_it_holds_where_it_is_chosen_and_ordered(parent, shop, file):
    package = a_product(shop.price_list, "Package", 2900, "package")
    with transaction() as session:
        for part, quantity in ((shop.product, 2), (file, 1)):
            session.add(PackagePart(package_id=package.id, product_id=part.id, quantity=quantity))
    holds = "2 × Print 13 × 18 cm, 1 × Download"
    assert holds in words(parent.get(shop.large()))
    add(parent, shop, product=package.id)
    assert holds in words(parent.get(f"{shop.home}/basket"))
    address = parent.submit(f"{shop.home}/checkout", "#order", **ANNA).location
    assert holds in words(parent.get(address))
    assert holds in text_of(outgoing()[0])
    assert [(each.number, each.is_file) for each in rows(OrderedPhoto)] == [(1, True)]
