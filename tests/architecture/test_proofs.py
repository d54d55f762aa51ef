"""What the pages about reliability, security and speed name as proof is there."""

import re

import pytest

from tests.architecture.sources import ROOT, defines

PAGES = ("reliability", "security", "performance")
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::([\w:]+))?`")
_MODULE = re.compile(r"python -m (bench(?:\.\w+)*)")
_RUNS = (".py", "/__main__.py")


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


def _page(name):
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
