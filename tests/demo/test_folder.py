"""The demo's folder is emptied at each start, and nobody else's ever."""

import os

import pytest

from webapp.config import DEMO_MARKER
from webapp.demo.folder import InUseError, NotADemoError, fresh_folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "demo"


def begin_and_end(folder):
    os.close(fresh_folder(folder))


def test_a_new_folder_is_marked_as_a_demos(folder):
    begin_and_end(folder)

    assert [path.name for path in folder.iterdir()] == [DEMO_MARKER]


def test_what_the_last_demo_left_is_gone_at_the_next_start(folder):
    begin_and_end(folder)
    (folder / "photos").mkdir()
    (folder / "photos" / "mia.jpg").touch()

    begin_and_end(folder)

    assert [path.name for path in folder.iterdir()] == [DEMO_MARKER]


def test_a_folder_without_the_mark_is_never_touched(folder):
    folder.mkdir()
    (folder / "shelflife.sqlite3").write_text("a studio of somebody's own")

    with pytest.raises(NotADemoError):
        fresh_folder(folder)

    assert (folder / "shelflife.sqlite3").read_text() == "a studio of somebody's own"


def test_two_demos_never_share_a_folder(folder):
    held = fresh_folder(folder)
    (folder / "shelflife.sqlite3").touch()

    with pytest.raises(InUseError):
        fresh_folder(folder)

    assert (folder / "shelflife.sqlite3").exists()
    os.close(held)
    begin_and_end(folder)
