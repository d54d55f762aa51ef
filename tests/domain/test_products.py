"""Products of a price list: packages hold prints and files, kinds stay, orders can be changed."""

import pytest

from webapp.domain.product_kinds import ProductKind
from webapp.domain.products import PriceListValues, ProductFault, ProductValues, faults, moved

OFFERED = {
    "print": ProductKind.PRINT,
    "file": ProductKind.DIGITAL,
    "all": ProductKind.DIGITAL_ALL,
    "set": ProductKind.PACKAGE,
}


def package(*parts):
    return ProductValues("Family", ProductKind.PACKAGE, 2900, parts=parts)


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([("print", 2), ("file", 1)], None),
        ([("print", 99)], None),
        ([], ProductFault.NO_PARTS),
        ([("print", 0)], ProductFault.PART_QUANTITY),
        ([("print", 100)], ProductFault.PART_QUANTITY),
        ([("print", -1)], ProductFault.PART_QUANTITY),
        ([("set", 1)], ProductFault.PART_UNKNOWN),
        ([("all", 1)], ProductFault.PART_UNKNOWN),
        ([("of another list", 1)], ProductFault.PART_UNKNOWN),
    ],
)
def test_a_package_holds_prints_and_files_of_its_own_list(parts, fault):
    expected = {"parts": fault} if fault else {}
    assert faults(package(*parts), offered=OFFERED) == expected


@pytest.mark.parametrize("kind", [ProductKind.PRINT, ProductKind.DIGITAL, ProductKind.DIGITAL_ALL])
def test_everything_else_needs_no_parts(kind):
    assert faults(ProductValues("A", kind, 0), offered=OFFERED) == {}


def test_a_product_stays_what_it_is():
    wanted = ProductValues("A", ProductKind.PRINT, 100)
    assert faults(wanted, offered={}, stored_as=ProductKind.DIGITAL_ALL) == {
        "kind": ProductFault.KIND_FIXED
    }
    assert faults(wanted, offered={}, stored_as=ProductKind.PRINT) == {}


@pytest.mark.parametrize(
    ("to", "order"), [(0, "bacd"), (1, "abcd"), (2, "acbd"), (3, "acdb"), (9, "acdb"), (-1, "bacd")]
)
def test_a_product_moves_to_any_place(to, order):
    assert moved(list("abcd"), "b", to=to) == list(order)


def test_every_value_is_in_the_fingerprint():
    known = ProductValues("A", ProductKind.PRINT, 100, (130, 180), True, (("x", 1),))
    others = [
        ProductValues("B", ProductKind.PRINT, 100, (130, 180), True, (("x", 1),)),
        ProductValues("A", ProductKind.PRINT, 101, (130, 180), True, (("x", 1),)),
        ProductValues("A", ProductKind.PRINT, 100, None, True, (("x", 1),)),
        ProductValues("A", ProductKind.PRINT, 100, (130, 180), False, (("x", 1),)),
        ProductValues("A", ProductKind.PRINT, 100, (130, 180), True, (("x", 2),)),
    ]
    lists = [
        PriceListValues("A", 1900, 0),
        PriceListValues("A", 1900, 1),
        PriceListValues("A", 7, 0),
    ]
    marks = [each.fingerprint for each in (known, *others, *lists)]
    assert len(set(marks)) == len(marks)
