"""What `make bench --keep` measures can be kept: the page has a place for each part of it."""

import sys

import pytest

from bench.choices import main, place_of
from tests.architecture.sources import ROOT, imports

pytestmark = pytest.mark.one_database("no database is asked")
PARTS = sorted(
    name.removeprefix("bench.")
    for name, _line in imports(ROOT / "bench" / "__main__.py")
    if name != "bench.choices.main"
)


@pytest.mark.parametrize("part", [*PARTS, "at_size"])
def test_every_part_has_its_place_in_the_page(part):
    before, begin, end, after = place_of(part)
    assert begin == f"<!-- {part} -->"
    assert all((before, end, after))


def test_what_could_not_be_kept_is_not_measured(monkeypatch):
    measured = []

    def measure(_run, _choices):
        measured.append(True)
        yield from ()

    monkeypatch.setattr(sys, "argv", ["bench", "--keep"])
    with pytest.raises(LookupError, match="no place for test_places"):
        main(measure)
    assert measured == []
