"""What a product is, and so how often it is ordered and what goes with it."""

import pytest

from webapp.domain.baskets import fits, is_quantity, takes_note
from webapp.domain.product_kinds import Part, has_files, is_printed

PRINT, FILE = Part("13 × 18", "print", 2), Part("Download", "digital", 1)


@pytest.mark.parametrize(
    ("kind", "parts", "printed", "files"),
    [
        ("print", (), True, False),
        ("digital", (), False, True),
        ("digital-all", (), False, True),
        ("package", (PRINT,), True, False),
        ("package", (FILE,), False, True),
        ("package", (PRINT, FILE), True, True),
        ("package", (), False, False),
    ],
)
def test_a_package_is_what_it_holds(kind, parts, printed, files):
    assert (is_printed(kind, parts), has_files(kind, parts)) == (printed, files)
    assert takes_note(kind, parts) is printed


@pytest.mark.parametrize(("kind", "most"), [("print", 99), ("package", 99), ("digital", 1)])
def test_a_file_is_ordered_once(kind, most):
    assert is_quantity(most, kind)
    assert not is_quantity(most + 1, kind)
    assert not is_quantity(0, kind)


def test_all_files_are_of_a_code_and_everything_else_of_one_picture():
    assert fits("digital-all", is_set=True)
    assert not fits("digital-all", is_set=False)
    assert fits("package", is_set=False)
    assert not fits("print", is_set=True)
