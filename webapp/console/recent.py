"""What this browser has opened in the console last: the first page leads back to it.

Only ids are in the signed cookie, and it ends with the sign-in.
"""

from dataclasses import dataclass

from flask import session

_KEY = "opened"
_MOST = 8


@dataclass(frozen=True)
class Opened:
    """A studio, or a job of it (`job_id`)."""

    studio_id: str
    job_id: str | None


def note(studio_id: str, job_id: str | None = None) -> None:
    """It was opened just now."""
    opened = [studio_id, job_id]
    others = [each for each in session.get(_KEY, []) if each != opened]
    session[_KEY] = [opened, *others][:_MOST]


def opened() -> list[Opened]:
    """The last ones, the newest first."""
    return [Opened(studio_id, job_id) for studio_id, job_id in session.get(_KEY, [])]
