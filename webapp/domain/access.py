"""What a code opens: a whole job, one album, or the pictures of one person."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class PhotoFacts:
    """What decides who sees a picture; `is_group`: meant for everybody in its album."""

    album_id: str
    is_group: bool
    person_ids: frozenset[str]


@dataclass(frozen=True)
class Key:
    """What one code opens in its job; neither person nor album: the whole job.

    A person's key carries the album of that person, whose group pictures it opens too.
    """

    person_id: str | None = None
    album_id: str | None = None

    @property
    def opens_everything(self) -> bool:
        """Whether every picture of the job is meant."""
        return self.person_id is None and self.album_id is None

    def opens(self, photo: PhotoFacts) -> bool:
        """Whether the holder of this key sees the picture."""
        if self.opens_everything:
            return True
        in_album = photo.album_id == self.album_id
        if self.person_id is None:
            return in_album
        return self.person_id in photo.person_ids or (photo.is_group and in_album)


WHOLE_JOB = Key()
# What a revoked code opens, also one whose holder was removed: it must not be the whole job's.
NOTHING = Key(person_id="nobody")


def sees(keys: Iterable[Key], photo: PhotoFacts) -> bool:
    """Whether one of these keys opens the picture; without a key nobody sees anything."""
    return any(key.opens(photo) for key in keys)
