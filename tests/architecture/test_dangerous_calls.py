"""What no part of the program does, whoever asks: run words, make objects of bytes, hash weakly.

ruff looks for it in every file. Here it is held that it looks, and who is excused.
"""

import re
import tomllib

from tests.architecture.sources import ROOT, imports, name, python_files

_EXCUSED = re.compile(r"#.*?noqa:\s*([A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*)")
# S101 to S105: assertions and names; S704: markup of our own, which a test of templates looks at.
_HARMLESS = {"S101", "S104", "S105", "S110", "S112", "S704"}
EXCUSED = {
    ("webapp/supervisor.py", "S603"): "its own command",
    ("webapp/supervisor.py", "S606"): "its own interpreter",
    ("webapp/commands/run.py", "S606"): "its own interpreter",
    ("webapp/demo/drawing/palette.py", "S311"): "the colour of a jumper",
}
_MAKE_OBJECTS = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "xml", "lxml"}
_SPEAK = {"xmlrpc", "telnetlib", "ftplib", "ldap", "ldap3", "pymemcache", "memcache"}


def _lint():
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["ruff"]["lint"]


def test_every_rule_about_security_is_looked_at_in_the_program():
    lint = _lint()
    assert "S" in lint["select"]
    left_out = {rule for rule in lint["ignore"] if rule.startswith("S")}
    for place, rules in lint["per-file-ignores"].items():
        if place.startswith(("webapp", "*", "wsgi")):
            left_out |= {rule for rule in rules if rule.startswith("S")}
    assert left_out - _HARMLESS == set()


def test_nobody_is_excused_without_standing_here():
    found = set()
    for path in python_files("webapp"):
        for rules in _EXCUSED.findall(path.read_text(encoding="utf-8")):
            found |= {(name(path), rule.strip()) for rule in rules.split(",")}
    assert {each for each in found if re.match(r"S\d", each[1])
            and each[1] not in _HARMLESS} == set(EXCUSED)  # fmt: skip


def test_nothing_reads_what_makes_objects_or_speaks_what_we_do_not_need():
    faults = [
        f"{name(path)}:{line} imports {imported}"
        for path in python_files("webapp")
        for imported, line in imports(path)
        if imported.partition(".")[0] in _MAKE_OBJECTS | _SPEAK
    ]
    assert faults == []
