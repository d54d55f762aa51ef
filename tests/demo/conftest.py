"""An installation in a data folder that the demo has made."""

import pytest

from webapp.photos.folder_store import FolderStore


@pytest.fixture
def config(config):
    """The settings of the tests, on a demo's folder."""
    config.demo_marker.touch()
    return config


@pytest.fixture
def store(config):
    return FolderStore(config.photos_folder)
