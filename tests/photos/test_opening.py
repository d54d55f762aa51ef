"""The place for photos as it is written in a setting, and what it means on this machine."""

import pytest

from webapp.domain.store_address import BucketAddress, FolderAddress
from webapp.photos.opening import place_of

pytestmark = pytest.mark.one_database("no database at all")


def test_a_folder_is_found_from_home_and_from_where_the_program_is(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    assert place_of("~/photos") == FolderAddress(tmp_path / "home" / "photos")
    assert place_of("./photos") == FolderAddress(tmp_path / "photos")
    assert place_of("folder:///srv/photos").path.as_posix() == "/srv/photos"
    assert place_of("s3://season") == BucketAddress("season")
