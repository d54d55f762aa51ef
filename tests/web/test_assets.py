"""The addresses of style sheets, scripts and icons: made once, and anew when a file changes."""

from pathlib import Path

import pytest
from flask import Flask

from webapp import clock
from webapp.web import assets

pytestmark = pytest.mark.one_database("files are the same on both")


def test_an_address_changes_with_its_file_a_second_later(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mark.svg").write_text("<svg/>")
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    monkeypatch.setattr(assets, "_made", {})  # what other tests of this process have asked for
    seconds = clock.monotonic()
    monkeypatch.setattr(clock, "monotonic", lambda: seconds)

    with app.test_request_context():
        before = assets.asset("mark.svg")
        (tmp_path / "mark.svg").write_text("<svg><g/></svg>")
        assert assets.asset("mark.svg") == before

        seconds += 1
        assert assets.asset("mark.svg") != before


def test_below_a_path_of_its_own_the_program_names_its_files_there(app: Flask) -> None:
    with app.test_request_context():
        at_the_top = assets.asset("favicon.svg")
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/photos"}):
        assert assets.asset("favicon.svg") == f"/photos{at_the_top}"
