"""What may lie in a basket."""

import pytest

from webapp.domain.baskets import Refusal, Wish, is_quantity, refusal
from webapp.domain.status import Standing


def wish(standing=Standing.ON_SALE, is_visible=True, is_on_list=True, is_sold=True):
    return Wish(standing, is_visible, is_on_list, is_sold)


def test_a_product_of_a_picture_on_sale_can_be_ordered():
    assert refusal(wish()) is None


@pytest.mark.parametrize(
    "standing", [Standing.ALMOST_READY, Standing.ARCHIVING_NOW, Standing.ARCHIVED]
)
def test_nothing_can_be_ordered_of_a_job_that_is_not_on_sale(standing):
    assert refusal(wish(standing=standing)) is Refusal.NOT_ON_SALE


def test_nothing_can_be_ordered_of_a_picture_one_does_not_see():
    assert refusal(wish(is_visible=False)) is Refusal.NO_SUCH_PICTURE


def test_only_products_of_the_job_s_own_list_that_are_sold_can_be_ordered():
    assert refusal(wish(is_on_list=False)) is Refusal.NOT_SOLD
    assert refusal(wish(is_sold=False)) is Refusal.NOT_SOLD


@pytest.mark.parametrize(
    ("number", "right"), [(0, False), (1, True), (99, True), (100, False), (-1, False)]
)
def test_one_to_ninety_nine_of_a_product_can_be_ordered(number, right):
    assert is_quantity(number) is right
