"""What the pages about reliability, security and speed name as proof is there."""

import re

import pytest

from tests.architecture.sources import ROOT, defines

PAGES = ("reliability", "security", "performance")
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::([\w:]+))?`")
_MODULE = re.compile(r"python -m (bench(?:\.\w+)*)")
_RUNS = (".py", "/__main__.py")
_NUMBER = re.compile(r"V(\d+)(?:\.(\d+))?(?:\.(\d+))?(?: to V\d+\.\d+\.(\d+))?")
# How many requirements of level 1 or 2 each section of ASVS 5.0.0 has: they come first in each.
# Chapters 10 and 17 are spoken of as a whole.
_ASKED = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_test_that_is_named_exists(name):
    missing = [
        f"{path}::{names}"
        for path, names in _TEST.findall(_page(name))
        if not defines(path, names.split("::") if names else [])
    ]
    assert missing == []


@pytest.mark.parametrize("name", PAGES)
def test_every_measurement_that_is_named_exists(name):
    missing = {
        module
        for module in _MODULE.findall(_page(name))
        if not any((ROOT / f"{module.replace('.', '/')}{end}").is_file() for end in _RUNS)
    }
    assert missing == set()


@pytest.mark.parametrize("name", PAGES[:2])
def test_what_looks_like_a_test_is_named_in_full(name):
    loose = [word for word in re.findall(r"`([^`]*\.py[^`]*)`", _page(name)) if "tests/" in word]
    assert [word for word in loose if not _TEST.fullmatch(f"`{word}`")] == []


def test_every_requirement_of_levels_1_and_2_stands_in_one_of_the_lists():
    spoken = set()
    for line in _page("security").splitlines():
        if line.startswith("| V"):
            spoken |= set(_numbers(line.split("|")[1]))
    asked = {
        (chapter, section, number)
        for chapter, sections in _ASKED.items()
        for section, last in enumerate(sections, 1)
        for number in range(1, last + 1)
    }
    assert len(asked) == 217
    assert sorted(asked - spoken) == []


def _numbers(cell):
    """Each requirement that a cell names: 'V4.3' is all of a section, 'V1.1.1 to V1.1.3' three."""
    for chapter, section, first, last in _NUMBER.findall(cell):
        many = range(1, 20) if not first else range(int(first), int(last or first) + 1)
        yield from ((int(chapter), int(section or 0), number) for number in many)


def _page(name):
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
