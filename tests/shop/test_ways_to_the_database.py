"""What a page of a shop asks the database for: nothing that this browser has none of."""

import re

import pytest
from sqlalchemy import event

from tests.shop.conftest import fill
from tests.shop.test_favourites import press_heart
from tests.shop.test_gallery import numbers
from tests.support.pages import words
from webapp.models.base import db


@pytest.fixture
def looked_into(app):
    """The table after FROM of each statement, as they come."""
    found = []

    def note(_connection, _cursor, statement, *_others):
        found.extend(re.findall(r"\bFROM (\w+)", " ".join(statement.split()))[-1:])

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


def test_who_has_nothing_yet_is_shown_a_gallery_without_a_look_for_it(parent, shop, looked_into):
    address = shop.page
    looked_into.clear()

    assert len(numbers(parent.get(address))) == 3
    assert "visitor" in looked_into
    assert {"basket_line", "favourite", "left_address"}.isdisjoint(looked_into)


def test_what_comes_into_the_basket_and_is_marked_is_on_the_next_page(parent, shop):
    assert "Favourites" not in words(parent.get(shop.page))
    fill(parent, shop)
    press_heart(parent, shop.large(shop.photos[1]))

    shown = words(parent.get(shop.page))
    assert "In basket" in shown
    assert "Favourites 1" in shown
