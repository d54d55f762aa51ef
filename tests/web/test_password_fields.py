"""Fields for a password hide it, and leave it to the browser and its helpers to fill them in."""

import ast
import re

from tests.architecture.sources import ROOT, files, name, python_files, tree

_FILLS_IN = {"current-password", "new-password"}
_FIELD = re.compile(r"field\((?:form|password)\.(?:password|current|repeated)\b([^}]*)")


def test_every_field_for_a_password_hides_it():
    kinds = {
        (name(path), node.targets[0].id): ast.unparse(node.value.func)
        for path in python_files("webapp")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).endswith("Field")
        and re.search("password|current$|repeated$", node.targets[0].id)
    }
    assert len(kinds) >= 5
    assert set(kinds.values()) == {"PasswordField"}


def test_every_one_says_what_it_is_for_and_may_be_filled_in():
    said = {
        (name(path), found)
        for path in files("templates", "html")
        for rest in _FIELD.findall(path.read_text(encoding="utf-8"))
        for found in re.findall("autocomplete='([^']*)'", rest) or ["nothing"]
    }
    assert {found for _path, found in said} == _FILLS_IN
    written = [path.read_text(encoding="utf-8") for path in files("templates", "html")]
    assert not any('type="password"' in text for text in written)


def test_no_script_listens_when_something_is_pasted():
    for path in (ROOT / "static" / "js").glob("*.js"):
        assert not re.search("paste|beforeinput|clipboard", path.read_text(encoding="utf-8"))
