"""A note on the crop goes with a print: into the basket, the order, its mail and back (R5)."""

import pytest

from tests.shop.conftest import fill, rows
from tests.shop.test_basket import add
from tests.shop.test_checkout import ANNA
from tests.support.builders import a_product
from tests.support.letters import outgoing, text_of
from tests.support.pages import page, words
from webapp.models.base import transaction
from webapp.models.basket import BasketLine, RemovedLine
from webapp.models.order import OrderLine
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.basket_lines import bring_back

NOTE = "Leave some room above the head"


def write(parent, shop, note, line=None):
    """Write a note as the basket's form does."""
    line = line or rows(BasketLine)[0]
    token = parent.token(f"{shop.home}/basket")
    data = {f"{line.id}-note": note, "csrf_token": token}
    return parent.post(f"{shop.home}/basket/lines/{line.id}/note", data=data)


@pytest.fixture
def noted(parent, shop):
    """A parent whose basket holds a print with a note."""
    fill(parent, shop)
    answer = parent.submit(f"{shop.home}/basket", ".crop form", **{f"{_line_id()}-note": NOTE})
    assert answer.location == f"{shop.home}/basket#line-{_line_id()}"
    return parent


def _line_id():
    return rows(BasketLine)[0].id


def test_a_note_is_kept_with_the_print_and_can_be_changed(noted, shop):
    said = words(noted.get(f"{shop.home}/basket"))
    assert f"Your note: {NOTE} Change the note" in said
    assert f"Your note: {NOTE}" in words(noted.get(f"{shop.home}/checkout"))
    write(noted, shop, "")
    assert rows(BasketLine)[0].note == ""
    assert "Add a note on the crop" in words(noted.get(f"{shop.home}/basket"))


def test_the_note_is_ordered_too(noted, shop):
    address = noted.submit(f"{shop.home}/checkout", "#order", **ANNA).location
    assert rows(OrderLine)[0].note == NOTE
    assert f"Your note: {NOTE}" in words(noted.get(address))
    assert f"Your note: {NOTE}" in text_of(outgoing()[0])


def test_the_note_leaves_with_its_shoot_and_comes_back_with_it(noted, shop, clock):
    clock.advance(days=4)
    archive_due_jobs(now=clock.now())
    assert rows(RemovedLine)[0].note == NOTE
    with transaction() as session:
        bring_back(session, shop.job.id, shop.price_list.id, now=clock.now())
    assert rows(BasketLine)[0].note == NOTE


def test_a_note_is_one_line_whatever_is_sent(parent, shop):
    fill(parent, shop)
    write(parent, shop, "Left\r\nBcc: all@example.org\u202e\x00")
    assert rows(BasketLine)[0].note == "Left Bcc: all@example.org"


def test_a_note_that_is_too_long_is_shown_to_be_shortened(parent, shop):
    fill(parent, shop)
    answer = write(parent, shop, "x" * 201)
    assert answer.status_code == 422
    assert "Shorten this to 200 characters" in words(answer)
    assert page(answer).select_one("details.crop[open] input[name$=note]")["value"] == "x" * 201
    assert rows(BasketLine)[0].note == ""


def test_only_what_is_printed_takes_a_note(parent, shop):
    file = a_product(shop.price_list, "Download", 1490, "digital")
    add(parent, shop, product=file.id)
    assert not page(parent.get(f"{shop.home}/basket")).select(".crop")
    write(parent, shop, NOTE)
    assert rows(BasketLine)[0].note == ""


def test_nobody_writes_into_the_basket_of_somebody_else(parent, visitor, shop):
    fill(parent, shop)
    stranger = visitor()
    stranger.submit(shop.home, code="K7MW-9Q3X-4T2P")
    write(stranger, shop, NOTE)
    assert rows(BasketLine)[0].note == ""
