"""The pass to a shop on another day: kept in the signed cookie of whoever is signed in (H1).

It lasts half an hour and no longer than the sign-in; every request asks again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import session

from webapp import clock
from webapp.domain.day_pass import LASTS, DayPass, Holder
from webapp.web import sessions

_KEY = "day-pass"


def give(passed: DayPass) -> None:
    """Put the pass into the cookie, from now on and for half an hour; it replaces another one."""
    passed = replace(passed, ends_at=clock.machine_now() + LASTS)
    session[_KEY] = {
        "studio": passed.studio_id,
        "job": passed.job_id,
        "codes": list(passed.code_ids),
        "at": passed.at.isoformat(),
        "until": passed.ends_at.isoformat(),
        "holder": [passed.holder.value, passed.holder_id],
    }


def held(studio_id: str) -> DayPass | None:
    """The pass to this studio's shop that lies in the cookie, be it over or not."""
    kept = session.get(_KEY)
    if not kept or kept["studio"] != studio_id:
        return None
    return _read(kept)


def is_good(passed: DayPass) -> bool:
    """Whether it opens the shop now: not over, and its holder is signed in on this browser."""
    return clock.machine_now() < passed.ends_at and _IS_HERE[passed.holder](passed)


def end() -> None:
    """The look is over."""
    session.pop(_KEY, None)


@contextmanager
def ending_with_the_sign_in() -> Iterator[None]:
    """Nothing of a pass outlives the sign-in but that there was one: the shop says so once."""
    kept = session.get(_KEY)
    yield
    if kept:
        session[_KEY] = kept | {"codes": [], "until": clock.machine_now().isoformat()}


def _read(kept: dict[str, Any]) -> DayPass:
    kind, holder_id = kept["holder"]
    return DayPass(
        studio_id=kept["studio"],
        job_id=kept["job"],
        code_ids=tuple(kept["codes"]),
        at=datetime.fromisoformat(kept["at"]).astimezone(UTC),
        ends_at=datetime.fromisoformat(kept["until"]),
        holder=Holder(kind),
        holder_id=holder_id,
    )


def _is_member_here(passed: DayPass) -> bool:
    member = sessions.current_member()
    if member is None:
        return False
    return (member.id, member.studio_id) == (passed.holder_id, passed.studio_id)


def _is_staff_here(passed: DayPass) -> bool:
    staff = sessions.current_staff()
    return staff is not None and staff.id == passed.holder_id and "look" in staff.rights


_IS_HERE = {Holder.MEMBER: _is_member_here, Holder.STAFF: _is_staff_here}
