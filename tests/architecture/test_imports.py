"""Who may import whom: the picture in the house rules, as a table."""

import sys

import pytest

from tests.architecture.sources import ROOT, imports, module, name, python_files

_BELOW_THE_WEB = {"queries", "use_cases", "models", "domain", "photos"}
_AUDIENCES = ("studio", "shop", "console")
MAY_IMPORT = {
    "domain": set(),
    "models": {"domain"},
    "queries": {"models", "domain"},
    "photos": {"models", "domain"},
    "delivery": {"domain"},
    "use_cases": {"queries", "models", "domain", "photos", "delivery"},
    "web": _BELOW_THE_WEB | {"clock", "config"},
    **dict.fromkeys(_AUDIENCES, _BELOW_THE_WEB | {"web", "clock"}),
    # A task needs the place where photos are kept, and nothing else that the web does not have.
    "worker": {"use_cases", "photos", "clock"},
    "demo": _BELOW_THE_WEB | {"clock", "config"},
}
# Here the parts meet: the application, its doors, and what an operator starts.
MEETING_PLACES = (
    "webapp",
    "webapp.web.doors",
    "webapp.cli",
    "webapp.commands",
    "webapp.supervisor",
)
# The front page of a demo names the people whom the demo puts into it, and no other page does.
# How a mail ended is written by the deed of the outbox, which is given what was carried.
ALSO = {"webapp.web.demo_doors": {"demo"}, "webapp.demo.arriving": {"delivery"}}
# What belongs to no part: small, and below everything.
# The settings are checked by the rules that say how a server is named, and by asking the store.
ALONE = {"webapp.clock": set(), "webapp.config": {"domain", "photos"}}


def _is_meeting_place(dotted):
    return any(
        dotted == place or (place != "webapp" and dotted.startswith(f"{place}."))
        for place in MEETING_PLACES
    )


def _is_constant(dotted):
    return dotted.rpartition(".")[2].isupper()


def _part(dotted):
    return dotted.split(".")[1] if "." in dotted else ""


def test_every_part_imports_only_what_lies_below_it():
    faults = []
    for path in python_files("webapp"):
        if _is_meeting_place(module(path)):
            continue
        part = _part(module(path))
        allowed = ALONE.get(module(path), MAY_IMPORT.get(part, set()) | {part})
        allowed = allowed | ALSO.get(module(path), set())
        faults += [
            f"{name(path)}:{line} imports {imported}"
            for imported, line in imports(path)
            if imported.split(".")[0] == "webapp" and _part(imported) not in allowed
        ]
    assert faults == []


def test_every_part_of_the_program_stands_in_the_table():
    parts = {path.parent.name for path in (ROOT / "webapp").glob("*/__init__.py")}
    assert parts - {"commands"} <= MAY_IMPORT.keys()


def test_the_rules_stand_on_the_standard_library_alone():
    faults = [
        f"{name(path)}:{line} imports {imported}"
        for path in python_files("webapp/domain")
        for imported, line in imports(path)
        if not imported.startswith("webapp.domain")
        and imported.split(".")[0] not in sys.stdlib_module_names
    ]
    assert faults == []


@pytest.mark.parametrize("audience", _AUDIENCES)
def test_an_audience_never_holds_the_session(audience):
    faults = [
        f"{name(path)}:{line} imports {imported}"
        for path in python_files(f"webapp/{audience}")
        for imported, line in imports(path)
        if imported.split(".")[0] in ("sqlalchemy", "flask_sqlalchemy")
        or (imported.startswith("webapp.models.base") and not _is_constant(imported))
    ]
    assert faults == []


def test_no_import_goes_up_by_dots():
    faults = [
        f"{name(path)}:{line}"
        for path in python_files()
        for imported, line in imports(path)
        if imported.startswith(".")
    ]
    assert faults == []
