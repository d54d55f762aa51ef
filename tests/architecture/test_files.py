"""Files: short, named after what they are about, and introduced by a sentence."""

import ast

import pytest

from tests.architecture.sources import ROOT, files, name, python_files, tree

MOST_LINES = 300
_SAYS_NOTHING = ("utils", "util", "helpers", "helper", "common", "services", "service",
                 "manager", "managers", "misc")  # fmt: skip
_SHORT = {
    "webapp": ("py",),
    "tests": ("py",),
    "bench": ("py",),
    "templates": ("html", "txt"),
    "static": ("css", "js"),
}


def test_no_name_says_nothing():
    faults = [
        name(path)
        for path in python_files()
        if {path.stem, *path.relative_to(ROOT).parent.parts} & set(_SAYS_NOTHING)
    ]
    assert faults == []


@pytest.mark.parametrize("folder", _SHORT)
def test_no_file_is_longer_than_300_lines(folder):
    faults = [
        f"{name(path)}: {lines} lines"
        for path in files(folder, *_SHORT[folder])
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]
    assert faults == []


def test_every_module_is_introduced_by_a_sentence():
    faults = [
        name(path)
        for path in [*python_files("webapp"), ROOT / "wsgi.py"]
        if not (ast.get_docstring(tree(path)) or "").strip()
    ]
    assert faults == []
