"""Jobs whose photos go by themselves after three months, and the letter that says so before."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

from sqlalchemy import update

from tests.support.builders import a_job, a_photo, an_album
from tests.support.records import all_rows
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.outgoing import Outgoing
from webapp.use_cases.notice_retention import notice_retention
from webapp.use_cases.retention_letters import settle_letters

DAY = timedelta(days=1)
ARCHIVED = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
TOLD = datetime(2027, 2, 15, 8, 0, tzinfo=UTC)  # 09:00 in Berlin, fourteen days before 1 March
OVER = datetime(2027, 3, 1, 23, 0, tzinfo=UTC)  # midnight in Berlin


def archived(studio, photos=2, **facts):
    """An archived job with photos of 1000 bytes."""
    job = a_job(studio, "archived", archived_at=ARCHIVED, **facts)
    album = an_album(job)
    for _each in range(photos):
        a_photo(job, album)
    return job


def letters():
    """The letters about deletions in the outbox, in the order in which they were written."""
    rows = [row for row in all_rows(Outgoing) if row.kind == "retention"]
    return sorted(rows, key=lambda row: row.created_at)


def text_of(row):
    """Subject and words of a letter."""
    mail = message_from_bytes(row.content, policy=policy.default)
    return mail["Subject"], mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def ends(at, state="sent"):
    """What waits of these letters ends like this."""
    with transaction() as session:
        session.execute(
            update(Outgoing)
            .where(Outgoing.kind == "retention", Outgoing.state == "waiting")
            .values(state=state, finished_at=at)
        )


def tell(now):
    """The letters that are due are written and sent; what the writing counted."""
    written = notice_retention(now=now)
    ends(now)
    settle_letters(now=now)
    return written


def on_sale(job):
    """The job is on sale again."""
    with transaction() as session:
        held = session.get_one(Job, job.id)
        held.status, held.archived_at = "selling", None


def again(job, at):
    """The job is archived again."""
    with transaction() as session:
        held = session.get_one(Job, job.id)
        held.status, held.archived_at = "archived", at
