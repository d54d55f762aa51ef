"""What most deeds have in common: nothing outside of the house, and nobody who goes on by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.builders import a_studio
from tests.support.keeping import an_uploaded_photo, make_ready
from webapp.config import Config
from webapp.models.base import db
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.photos.store import PhotoStore


class Plain:
    """A deed inside the house; mails are files in its folder."""

    name = ""

    @contextmanager
    def around(self, config: Config) -> Iterator[Config]:
        yield config

    def go_on(self, facts: Any, config: Config) -> None:
        """Nobody has to do anything."""

    def noted(self, facts: Any) -> list[str]:
        """What is worth telling of the end, and no fault."""
        return []

    def settled(self) -> Any:
        return None

    def forget(self) -> None:
        """There is nothing outside."""


def mails(config: Config) -> list[bytes]:
    """The mails that have left the house, as files in its folder."""
    return [path.read_bytes() for path in sorted((config.data / "mail").glob("*.eml"))]


def a_quiet_studio(**facts: Any) -> Studio:
    """One that wants no weekly letter: it would only be one more mail."""
    return a_studio(wants_digest=False, **facts)


def a_kept_photo(job: Job, store: PhotoStore, album: Album | None = None) -> Photo:
    """A photo with its file and its previews."""
    photo_id = an_uploaded_photo(job, store, album)
    make_ready(store, photo_id)
    return db.session.get_one(Photo, photo_id)
