"""How an order is paid, and what that needs."""

import pytest

from webapp.domain.payment import (
    BankTransfer,
    Instructions,
    OnCollection,
    chosen,
    needs_address,
    ways_to_pay,
)

TRANSFER = BankTransfer("IBAN DE02 1203 0000 0000 2020 51")
COLLECTION = OnCollection("At the school, 12 December")


@pytest.mark.parametrize(
    ("transfer", "collection", "is_printed", "offered"),
    [
        (TRANSFER, None, True, ["invoice"]),
        (TRANSFER, COLLECTION, True, ["invoice", "collection"]),
        (TRANSFER, COLLECTION, False, ["invoice"]),
        (None, COLLECTION, True, ["collection"]),
        (None, COLLECTION, False, ["collection"]),
        (None, None, True, ["invoice"]),
    ],
)
def test_there_is_always_a_way_to_pay(transfer, collection, is_printed, offered):
    ways = ways_to_pay(transfer, collection, is_printed=is_printed)
    assert [way.key for way in ways] == offered


def test_only_what_is_posted_needs_an_address():
    assert needs_address(TRANSFER, is_printed=True)
    assert not needs_address(TRANSFER, is_printed=False)
    assert not needs_address(COLLECTION, is_printed=True)


def test_the_number_of_the_order_is_the_reference_of_a_transfer():
    assert TRANSFER.next_step(1001, 2270) == Instructions(TRANSFER.details, "1001")
    assert COLLECTION.next_step(1001, 2270) == Instructions(COLLECTION.words)


def test_what_is_not_offered_cannot_be_chosen():
    assert chosen([TRANSFER], "invoice") is TRANSFER
    assert chosen([TRANSFER], "collection") is None
    assert chosen([TRANSFER], "") is None
