"""Filling the basket, changing it, and what has left it."""

import pytest
from sqlalchemy import delete

from tests.shop.conftest import fill, rows
from tests.support.builders import (
    NOW,
    a_basket,
    a_code,
    a_job,
    a_photo,
    a_price_list,
    a_product,
    a_removed_line,
    a_studio,
    a_visitor,
    an_album,
)
from tests.support.pages import page, words
from webapp.models.base import new_id, transaction
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.job import Job
from webapp.models.price_list import Product
from webapp.use_cases.archive_jobs import archive_due_jobs


def add(visitor, shop, photo=None, **fields):
    """Post the button of the large view with fields that a page would not send."""
    fields = {"product": shop.product.id, "quantity": "1"} | fields
    token = visitor.token(shop.home)
    return visitor.post(f"{shop.large(photo)}/basket", data=fields | {"csrf_token": token})


def test_add_to_basket_puts_the_product_into_the_basket(parent, shop):
    answer = parent.get(shop.large())
    button = page(answer).select_one(".prods form button")
    assert (words(button), "aria-label" in button.attrs) == ("Add to basket", False)
    assert described(answer, button) == "Picture 0001 as Print 13 × 18 cm"
    fill(parent, shop)
    line = rows(BasketLine)[0]
    assert (line.photo_id, line.product_id, line.quantity) == (
        shop.photos[0].id,
        shop.product.id,
        1,
    )
    assert "Basket · 1 product €8.90" in words(parent.get(shop.large()))
    assert "In basket" in words(parent.get(shop.page))


def test_the_buttons_of_a_line_are_called_alike_and_say_which_line_they_mean(parent, shop):
    fill(parent, shop)
    for address, line in (
        (shop.large(), "Picture 0001 as Print 13 × 18 cm"),
        (f"{shop.home}/basket", "Print 13 × 18 cm Picture 0001"),
    ):
        answer = parent.get(address)
        buttons = page(answer).select(".qty button")
        assert [button["aria-label"] for button in buttons] == ["One less", "One more"]
        assert {described(answer, button) for button in buttons} == {line}


def test_adding_again_orders_one_more(parent, shop):
    add(parent, shop)
    add(parent, shop, quantity="3")
    assert [line.quantity for line in rows(BasketLine)] == [4]


def test_the_basket_shows_its_lines_by_shoot_and_what_they_cost(parent, shop):
    fill(parent, shop)
    fill(parent, shop, shop.photos[2])
    said = words(parent.get(f"{shop.home}/basket"))
    assert f"{shop.job.public_name} 3 days left" in said
    assert "Print 13 × 18 cm Picture 0001" in said
    assert "2 products €17.80" in said
    assert "To pay €17.80" in said
    assert "Includes €2.84 VAT (19%)" in said


def test_delivery_is_paid_once_and_only_for_prints(parent, shop):
    with transaction() as session:
        session.merge(shop.price_list).shipping_price = 490
    digital = a_product(shop.price_list, name="Download", price=1490, kind="digital")
    add(parent, shop, product=digital.id)
    assert "Delivery" not in words(parent.get(f"{shop.home}/basket"))
    fill(parent, shop, shop.photos[1])
    assert "Delivery €4.90 To pay €28.70" in words(parent.get(f"{shop.home}/basket"))


@pytest.mark.parametrize(
    "quantity",
    ["0", "-1", "100", "1000000000", "9" * 400, "1.5", "1e3", "", "one", "１", "٣", "\x00"],
)
def test_a_quantity_that_is_none_is_refused(parent, shop, quantity):
    answer = add(parent, shop, quantity=quantity)
    assert answer.status_code == 422
    assert "1 to 99" in words(answer)
    assert rows(BasketLine) == []


def test_ninety_nine_is_the_most_also_in_several_steps(parent, shop):
    assert add(parent, shop, quantity="99").status_code == 303
    assert add(parent, shop).status_code == 422
    assert [line.quantity for line in rows(BasketLine)] == [99]


def test_a_product_of_another_list_is_refused(parent, shop):
    foreign = a_product(a_price_list(a_studio()))
    own = a_product(a_price_list(shop.studio))
    for product in (foreign.id, own.id, new_id(), "x" * 10_000, "\x00", ""):
        assert add(parent, shop, product=product).status_code == 422
    assert rows(BasketLine) == []


def test_a_product_that_is_no_longer_sold_is_refused(parent, shop):
    with transaction() as session:
        session.get_one(Product, shop.product.id).is_sold = False
    answer = add(parent, shop)
    assert answer.status_code == 422
    assert "no longer sold" in words(answer)


def test_a_picture_one_does_not_see_is_unknown_to_the_basket(client, parent, visitor, shop):
    assert add(parent, shop, shop.photos[3]).status_code == 404
    assert add(visitor(), shop).status_code == 404
    assert rows(BasketLine) == []
    assert rows(Basket) == []


def test_somebody_without_a_code_orders_from_a_public_shoot(client, shop):
    public = a_job(
        shop.studio, status="selling", access_type="public", price_list_id=shop.price_list.id
    )
    photo = a_photo(public, an_album(public))
    address = f"{shop.home}/jobs/{public.id}/photos/{photo.id}"
    client.submit(address, ".prods form")
    assert "Basket · 1 product" in words(client.get(address))


def test_browsers_that_nobody_knows_do_not_fill_baskets_by_the_dozen(visitor, shop, parent):
    public = a_job(
        shop.studio, status="selling", access_type="public", price_list_id=shop.price_list.id
    )
    large = f"{shop.home}/jobs/{public.id}/photos/{a_photo(public, an_album(public)).id}"
    for _ in range(30):
        unknown = visitor()
        token = unknown.token(shop.home)
        fields = {"product": shop.product.id, "quantity": "1", "csrf_token": token}
        assert unknown.post(f"{large}/basket", data=fields).status_code == 303
    one_more = visitor()
    refused = one_more.submit(one_more.get(large), ".prods form")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "too many attempts from your connection" in words(refused)
    assert len(rows(Basket)) == 30
    fill(parent, shop)


def test_more_fewer_and_none_of_a_line(parent, shop):
    fill(parent, shop)
    parent.submit(f"{shop.home}/basket", ".qty", button="One more")
    assert [line.quantity for line in rows(BasketLine)] == [2]
    parent.submit(f"{shop.home}/basket", ".qty", button="One less")
    parent.submit(f"{shop.home}/basket", "form.rm")
    assert rows(BasketLine) == []
    assert "There is nothing in your basket." in words(parent.get(f"{shop.home}/basket"))


@pytest.mark.parametrize("quantity", ["-1", "100", "1000000000", "", "1e3", "٣", "9" * 5000])
def test_a_line_keeps_its_number_when_the_new_one_is_none(parent, shop, quantity):
    fill(parent, shop)
    line = rows(BasketLine)[0]
    token = parent.token(f"{shop.home}/basket")
    parent.post(
        f"{shop.home}/basket/lines/{line.id}", data={"quantity": quantity, "csrf_token": token}
    )
    assert "1 to 99" in words(parent.get(f"{shop.home}/basket"))
    assert [line.quantity for line in rows(BasketLine)] == [1]


def test_nobody_changes_the_basket_of_somebody_else(parent, visitor, shop):
    fill(parent, shop)
    line = rows(BasketLine)[0]
    stranger = visitor()
    stranger.submit(shop.home, code="K7MW-9Q3X-4T2P")
    token = stranger.token(shop.home)
    stranger.post(
        f"{shop.home}/basket/lines/{line.id}", data={"quantity": "0", "csrf_token": token}
    )
    assert len(rows(BasketLine)) == 1


def test_archiving_takes_the_pictures_out_and_the_basket_says_what_left_and_why(
    parent, shop, clock
):
    fill(parent, shop)
    other = a_job(
        shop.studio, status="selling", access_type="public", price_list_id=shop.price_list.id
    )
    stays = a_photo(other, an_album(other))
    parent.submit(f"{shop.home}/jobs/{other.id}/photos/{stays.id}", ".prods form")
    clock.advance(days=4)
    archive_due_jobs(now=clock.now())
    said = words(parent.get(f"{shop.home}/basket"))
    assert "1 product left your basket" in said
    assert f"‘{shop.job.public_name}’ was archived on Friday, 27 November 2026" in said
    assert "1 × Print 13 × 18 cm, picture 0001" in said
    assert "They come back by themselves if the studio sells the pictures again, unless" in said
    assert "To pay €8.90" in said


def test_a_notice_stays_until_it_is_hidden(parent, shop, clock):
    fill(parent, shop)
    clock.advance(days=4)
    archive_due_jobs(now=clock.now())
    parent.submit(f"{shop.home}/basket", ".left-note form")
    assert "left your basket" not in words(parent.get(f"{shop.home}/basket"))
    assert [line.dismissed_at for line in rows(RemovedLine)] == [clock.now()]


def test_a_worker_who_was_late_does_not_move_the_day_of_archiving(parent, shop, clock):
    fill(parent, shop)
    clock.advance(days=6)
    archive_due_jobs(now=clock.now())
    for address in (shop.home, shop.page, f"{shop.home}/basket"):
        said = words(page(parent.get(address)).main)
        assert "n Friday, 27 November 2026" in said
        assert "29 November" not in said


def test_what_left_while_its_shoot_is_sold_again_is_said_so_until_the_stop(parent, shop, clock):
    fill(parent, shop)
    a_removed_line(rows(Basket)[0], shop.photos[1], shop.product)
    with transaction() as session:
        session.get_one(Product, shop.product.id).is_sold = False
    assert "left the shop for a while" in words(parent.get(f"{shop.home}/basket"))
    clock.advance(days=4)
    said = words(parent.get(f"{shop.home}/basket"))
    assert f"‘{shop.job.public_name}’ was archived on Friday, 27 November 2026" in said
    assert "They come back by themselves" in said


def test_what_stayed_out_of_a_basket_that_was_ordered_is_not_called_unsold(parent, shop):
    """The walk through deletions: something else was ordered before the shoot was sold again."""
    fill(parent, shop)
    a_removed_line(rows(Basket)[0], shop.photos[1], shop.product)
    with transaction() as session:
        session.query(Basket).one().state = "ordered"
    said = words(parent.get(f"{shop.home}/basket"))
    assert f"‘{shop.job.public_name}’ is sold again. These did not come back" in said
    assert "no longer sold" not in said


def test_nobody_hides_the_notice_of_somebody_else(parent, shop):
    stranger = a_visitor(shop.studio)
    a_removed_line(a_basket(stranger), shop.photos[0], shop.product)
    token = parent.token(shop.home)
    parent.post(f"{shop.home}/basket/notices/{shop.job.id}", data={"csrf_token": token})
    assert [line.dismissed_at for line in rows(RemovedLine)] == [None]


def test_a_paused_shoot_leaves_the_basket_for_another_reason(parent, shop):
    fill(parent, shop)
    a_removed_line(rows(Basket)[0], shop.photos[1], shop.product)
    with transaction() as session:
        session.get_one(Job, shop.job.id).status = "planning"
        session.execute(delete(BasketLine))
    said = words(parent.get(f"{shop.home}/basket"))
    assert f"‘{shop.job.public_name}’ is not on sale at the moment" in said


def test_the_code_of_a_visitor_who_was_archived_keeps_the_basket_of_other_shoots(parent, shop):
    job = a_job(shop.studio, status="archived", archived_at=NOW)
    a_code(job, "2222BBBB3333")
    fill(parent, shop)
    parent.submit(shop.home, code="2222BBBB3333")
    assert len(rows(BasketLine)) == 1
    assert page(parent.get(f"{shop.home}/basket")).select(".lines li")


def described(answer, button):
    """What a control is described by, as it is read out."""
    document = page(answer)
    names = button["aria-describedby"].split()
    return " ".join(words(document.find(id=name)) for name in names)
