"""The map of the lifecycle names every rule, and what it names is there."""

import re

import pytest

from tests.architecture.sources import ROOT, defines

MAP = ROOT / "docs" / "archiving.md"
RULES = (
    *(f"S{number}" for number in range(1, 9)),
    *(f"A{number}" for number in range(1, 12)),
    *(f"R{number}" for number in range(1, 6)),
    *(f"C{number}" for number in range(1, 11)),
    *(f"D{number}" for number in range(1, 6)),
    "H1",
    "H2",
    "H3",
)
_ROW = re.compile(r"\| ([A-Z]\d+) \| (.+?) \| (.+?) \| (.+?) \|")
_NAMED = re.compile(r"`([\w/]+\.py)::?([\w.:]+)`")


@pytest.fixture(scope="module")
def rows():
    """The rows of the map by rule: what it says, its functions, its tests."""
    lines = MAP.read_text(encoding="utf-8").splitlines()
    found = [match.groups() for line in lines if (match := _ROW.fullmatch(line))]
    return {rule: (says, functions, tests) for rule, says, functions, tests in found}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_names_a_function_and_a_test(rows, rule):
    assert rule in rows, f"{rule} has no row"
    _says, functions, tests = rows[rule]
    assert _NAMED.findall(functions), f"{rule} names no function"
    assert _NAMED.findall(tests), f"{rule} names no test"


def test_the_map_names_no_rule_twice_and_no_other(rows):
    numbered = re.findall(r"^\| ([A-Z]\d+) \|", MAP.read_text(encoding="utf-8"), re.MULTILINE)
    assert numbered == list(RULES)
    assert list(rows) == numbered, "a row is not of the form rule | says | function | test"


@pytest.mark.parametrize("rule", RULES)
def test_what_is_named_is_there(rows, rule):
    missing = [
        f"{path}:{name}"
        for cell in rows[rule][1:]
        for path, name in _NAMED.findall(cell)
        if not defines(path, re.split(r"::|\.", name))
    ]
    assert missing == []


def test_what_is_not_named_in_full_is_noticed(rows):
    """A name with a slip of the pen is no name: everything in quotation marks has to be read."""
    quoted = [text for row in rows.values() for cell in row[1:] for text in cell.split()]
    assert [text for text in quoted if not _NAMED.fullmatch(text)] == []
