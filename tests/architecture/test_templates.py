"""Templates: nothing inline, nothing unescaped, nothing imported in vain, each in a layout."""

import re

import pytest
from jinja2 import meta, nodes

from tests.architecture.sources import ROOT, files

TEMPLATES = ROOT / "templates"
# Templates that may print a value unescaped, with the reason. There are none.
UNESCAPED: dict[str, str] = {}
WITHOUT_LAYOUT = ("components", "help", "layouts", "mail")
_COMMENT = re.compile(r"\{#.*?#\}", re.S)
_INLINE = re.compile(r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=|<script\b(?![^>]*\bsrc=)""", re.I)

pytestmark = pytest.mark.one_database("templates are the same on both")


@pytest.fixture
def templates(app):
    """Each template by its name, parsed as the application parses it."""
    found = files("templates", "html", "txt")
    return {
        path.relative_to(TEMPLATES).as_posix(): app.jinja_env.parse(path.read_text("utf-8"))
        for path in found
    }


def test_nothing_is_printed_unescaped(templates):
    faults = {
        name
        for name, parsed in templates.items()
        if any(node.name in ("safe", "forceescape") for node in parsed.find_all(nodes.Filter))
        or parsed.find(nodes.ScopedEvalContextModifier)
    }
    assert faults == UNESCAPED.keys()


def test_style_and_script_stay_out_of_the_page():
    faults = [
        f"{path.relative_to(TEMPLATES)}: {found[0].strip()}"
        for path in files("templates", "html")
        if "mail" not in path.parts
        and (found := _INLINE.search(_COMMENT.sub("", path.read_text("utf-8"))))
    ]
    assert faults == []


def test_nothing_is_imported_in_vain(templates):
    faults = []
    for name, parsed in templates.items():
        used = {node.name for node in parsed.find_all(nodes.Name) if node.ctx == "load"}
        faults += [f"{name}: {given}" for given in _imported(parsed) if given not in used]
    assert faults == []


def test_every_template_that_is_named_exists(templates):
    faults = [
        f"{name}: {wanted}"
        for name, parsed in templates.items()
        for wanted in meta.find_referenced_templates(parsed)
        if wanted is not None and wanted not in templates
    ]
    assert faults == []


def test_every_page_stands_in_a_layout(templates):
    faults = []
    for name, parsed in templates.items():
        folder, _, file = name.rpartition("/")
        if file.startswith("_") or folder.split("/")[0] in WITHOUT_LAYOUT:
            continue
        extended = parsed.find(nodes.Extends)
        if extended is None or not extended.template.as_const().startswith("layouts/"):
            faults.append(name)
    assert faults == []


def _imported(parsed):
    for node in parsed.find_all(nodes.FromImport):
        for given in node.names:
            yield given[1] if isinstance(given, tuple) else given
    for node in parsed.find_all(nodes.Import):
        yield node.target
