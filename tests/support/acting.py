"""Somebody of the support who acts on behalf of a studio, through the pages (H2)."""

from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import select

from tests.support.staff import somebody_of_staff
from webapp import clock
from webapp.models.base import db, transaction
from webapp.models.history import HistoryEntry
from webapp.models.support import SupportSession
from webapp.use_cases.sign_in import add_sign_in

REASON = "Request 1042: a parent sees nothing"
WHY = "requests on behalf are recorded"


@contextmanager
def acting_for(client, studio, staff=None, *, raised=False):
    """The client acts for the studio, within; whoever it was signed in as, it is support now."""
    signed_in_as(client, staff or somebody_of_staff())
    begun = client.submit(f"/console/studios/{studio.id}/acting", reason=REASON)
    assert (begun.status_code, begun.location) == (303, "/studio/jobs")
    if raised:
        assert client.submit("/console/acting/changes").status_code == 303
    with client.may_write(WHY):
        yield


def signed_in_as(client, staff=None, *, member=None):
    """The client is signed in as this person, without the password, which takes its time."""
    now = clock.machine_now()
    ids = {"member_id": member.id} if member else {"staff_id": staff.id}
    with transaction() as session:
        token = add_sign_in(session, **ids, now=now, whole=True).token
    with client.session_transaction(base_url=client.base_url) as cookie:
        cookie.clear()
        cookie.update({"_user_id": token, "_fresh": True, "seen": int(now.timestamp())})
    return client


def sessions_of(studio):
    """Every time that somebody acted for the studio, the first first."""
    db.session.rollback()
    return db.session.scalars(
        select(SupportSession)
        .where(SupportSession.studio_id == studio.id)
        .order_by(SupportSession.began_at)
    ).all()


def records_of(studio):
    """What the studio's own history says, the first first."""
    db.session.rollback()
    return db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.chain == studio.id).order_by(HistoryEntry.number)
    ).all()


def minutes_pass(studio, minutes):
    """As if what runs for the studio had begun so long ago."""
    with transaction() as session:
        for row in session.scalars(
            select(SupportSession).where(SupportSession.studio_id == studio.id)
        ):
            row.began_at -= timedelta(minutes=minutes)
            row.ends_at -= timedelta(minutes=minutes)
