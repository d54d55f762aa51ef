"""On Mondays every photographer is told what leaves the shop next, once a week.

A week in which nothing leaves brings no letter; one that is late by two days is not sent.
"""

from collections import defaultdict
from datetime import date, datetime

import structlog

from webapp.delivery.mail import Mailbox
from webapp.domain.digest import key_of, too_late_from, week_due
from webapp.models.base import db, transaction
from webapp.models.studio import Studio
from webapp.queries.digest import leaving_jobs, still_planned, studios_to_write_to, zones_in_use
from webapp.use_cases import outbox
from webapp.use_cases.digest_letter import digest_letter

log = structlog.get_logger()


def send_digests(*, now: datetime) -> dict[str, int]:
    """Write the letters that are due at `now`; counts for the log. One failure stops no other."""
    written = 0
    for studio_id, monday in _due(now):
        try:
            written += _write(studio_id, monday, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("writing the weekly letter failed", studio=studio_id)
    return {"digests": written} if written else {}


def choose_digest(studio_id: str, *, wanted: bool) -> None:
    """The weekly letter of a studio is wanted from now on, or is not."""
    with transaction() as session:
        studio = session.get_one(Studio, studio_id, with_for_update={"key_share": True})
        studio.wants_digest = wanted


def _due(now: datetime) -> list[tuple[str, date]]:
    """A look without any lock: one statement when it is not Monday anywhere."""
    zones: dict[date, list[str]] = defaultdict(list)
    for zone in zones_in_use():
        monday = week_due(now, zone)
        if monday is not None:
            zones[monday].append(zone)
    found = [
        (studio_id, monday)
        for monday, of_monday in zones.items()
        for studio_id in studios_to_write_to(of_monday, monday, now=now)
    ]
    db.session.rollback()
    return found


def _write(studio_id: str, monday: date, *, now: datetime) -> int:
    with transaction() as session:
        studio = session.get_one(Studio, studio_id, with_for_update={"key_share": True})
        leaving = leaving_jobs(session, studio, monday, now=now)
        if not leaving or not studio.wants_digest:
            return 0
        planned = still_planned(session, studio, monday)
        letter = digest_letter(studio, leaving, planned, monday=monday)
        mail = outbox.put_mail(
            session,
            studio,
            letter,
            Mailbox(studio.email, studio.name),
            kind="digest",
            now=now,
            until=too_late_from(monday, studio.time_zone),
            once=key_of(studio.id, monday),
        )
        return int(mail is not None)
