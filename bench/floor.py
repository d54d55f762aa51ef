"""The floors that archiving is measured against: the bare SQL, and a loop over rows.

The bare SQL does for a chunk of jobs what the program does, with plain cursors and nothing beside:
no session, no rows turned into objects, nothing counted for a log.
"""

import sqlite3
import time
from typing import Any

import psycopg
from sqlalchemy import select

from bench.places import connect, sqlite_value
from bench.volume import NOW
from webapp.domain.actors import WORKER
from webapp.models.base import new_id, transaction
from webapp.models.basket import BasketLine, RemovedLine
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.queries.due_jobs import due
from webapp.use_cases.archive_jobs import Pace
from webapp.use_cases.recording import Change, record

_FIND = "SELECT id FROM job WHERE status = 'selling' AND stop_at IS NOT NULL AND stop_at <= {now}"
_CHANGES = '[{{"field": "status", "before": "selling", "after": "archived"}}]'
_DEED = """
INSERT INTO history_head (chain, studio_id, number)
SELECT id, studio_id, 1 FROM job WHERE id {among};

INSERT INTO history_entry (chain, number, salt, content, hash, studio_id, job_id, at, actor_kind,
  actor_name, deed, changes, counts)
SELECT id, 1, '', '', '', studio_id, id, {now}, 'worker', '', 'archived', '%s', {object}(
  'lines_removed', (SELECT count(*) FROM basket_line WHERE job_id = job.id),
  'baskets_changed', (SELECT count(DISTINCT basket_id) FROM basket_line WHERE job_id = job.id),
  'messages_cancelled',
    (SELECT count(*) FROM message WHERE job_id = job.id AND state = 'planned'),
  'messages_queued', (SELECT count(*) FROM registration r JOIN notification n
    ON n.profile_id = job.communication_profile_id AND n.trigger = 'archived'
    WHERE r.job_id = job.id))
FROM job WHERE id {among};

DELETE FROM removed_line WHERE job_id {among} AND EXISTS (SELECT 1 FROM basket_line l
  WHERE l.basket_id = removed_line.basket_id AND l.photo_id = removed_line.photo_id
  AND l.product_id = removed_line.product_id);

INSERT INTO removed_line (id, basket_id, job_id, photo_id, product_id, photo_number, product_name,
  quantity, removed_at)
SELECT {id}, l.basket_id, l.job_id, l.photo_id, l.product_id, p.number, o.name, l.quantity, {now}
FROM basket_line l JOIN photo p ON p.id = l.photo_id JOIN product o ON o.id = l.product_id
WHERE l.job_id {among};

DELETE FROM basket_line WHERE job_id {among};

UPDATE message SET state = 'cancelled', reason = 'archived', changed_at = {now}
WHERE job_id {among} AND state = 'planned';

INSERT INTO message (id, studio_id, job_id, customer_id, trigger, offset_days, channel, occasion,
  notification_id, state, reason, due_at, created_at, changed_at)
SELECT {id}, j.studio_id, j.id, r.customer_id, n.trigger, n.offset_days, n.channel, 'now',
  n.id, 'planned', '', {now}, {now}, {now}
FROM job j JOIN registration r ON r.job_id = j.id JOIN customer c ON c.id = r.customer_id
JOIN notification n ON n.profile_id = j.communication_profile_id AND n.trigger = 'archived'
WHERE j.id {among} AND c.unsubscribed_at IS NULL AND c.email_confirmed_at IS NOT NULL
  AND r.consented_at IS NOT NULL;

UPDATE job SET status = 'archived', archived_at = {now}, version = version + 1
WHERE id {among} AND status = 'selling';

INSERT INTO unplanned (job_id) SELECT id FROM job
WHERE id {among} AND communication_profile_id IS NOT NULL
""".replace("%s", _CHANGES)


def bare_sql(address: str, pace: Pace) -> int:
    """Archive everything that is due with plain cursors, and let nobody wait for longer than the
    program does; how many jobs."""
    connection = connect(address)
    try:
        if isinstance(connection, sqlite3.Connection):
            return _bare_sqlite(connection, pace)
        return _bare_postgresql(connection, pace.first)
    finally:
        connection.close()


def _bare_sqlite(connection: sqlite3.Connection, pace: Pace) -> int:
    connection.create_function("an_id", 0, new_id)
    now = sqlite_value(NOW)
    done, chunk = 0, pace.first
    while True:
        begun = time.monotonic()
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute(
            _FIND.format(now="?") + f" ORDER BY stop_at, id LIMIT {chunk}", (now,)
        ).fetchall()
        if not found:
            connection.execute("ROLLBACK")
            return done
        among = f"IN ({', '.join(f':i{place}' for place in range(len(found)))})"
        words = {"now": ":now", "among": among, "id": "an_id()", "object": "json_object"}
        values: dict[str, Any] = {f"i{place}": row[0] for place, row in enumerate(found)}
        for statement in _DEED.format(**words).split(";\n"):
            connection.execute(statement, values | {"now": now})
        connection.execute("COMMIT")
        done += len(found)
        chunk = pace.next_size(chunk, time.monotonic() - begun)


def _bare_postgresql(connection: "psycopg.Connection[Any]", chunk: int) -> int:
    words = {
        "now": "%(now)s",
        "among": "= ANY(%(ids)s)",
        "id": "translate(right(replace(gen_random_uuid()::text, '-', ''), 16), '01', 'xy')",
        "object": "json_build_object",
    }
    find = _FIND.format(**words) + f" ORDER BY stop_at, id LIMIT {chunk} FOR UPDATE SKIP LOCKED"
    done = 0
    while True:
        with connection.transaction():
            ids = [row[0] for row in connection.execute(find.encode(), {"now": NOW})]
            if not ids:
                return done
            for statement in _DEED.format(**words).split(";\n"):
                connection.execute(statement.encode(), {"now": NOW, "ids": ids})
        done += len(ids)


def row_loop(limit: int) -> int:
    """Archive so many due jobs one by one, each row an object; how many. Needs an app context."""
    with transaction() as session:
        ids = [job_id for job_id, _studio in session.execute(due(NOW).limit(limit))]
    for job_id in ids:
        _archive_row_by_row(job_id)
    return len(ids)


def _archive_row_by_row(job_id: str) -> None:
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        lines = session.scalars(select(BasketLine).where(BasketLine.job_id == job_id)).all()
        for line in lines:
            session.add(_removed(line))
            session.delete(line)
        planned = session.scalars(
            select(Message).where(Message.job_id == job_id, Message.state == "planned")
        ).all()
        for message in planned:
            message.state, message.reason = "cancelled", "archived"
        told = 0
        for registration in session.scalars(
            select(Registration).where(Registration.job_id == job_id)
        ):
            for notification in session.scalars(
                select(Notification).where(
                    Notification.profile_id == job.communication_profile_id,
                    Notification.trigger == "archived",
                )
            ):
                customer = session.get_one(Customer, registration.customer_id)
                if customer.unsubscribed_at is None and customer.email:
                    session.add(_message(job, registration, notification))
                    told += 1
        job.status, job.archived_at, job.version = "archived", NOW, job.version + 1
        record(session, job, by=WORKER, now=NOW, deed="archived",
               changes=[Change("status", "selling", "archived")],
               counts={"lines_removed": len(lines), "messages_cancelled": len(planned),
                       "messages_queued": told})  # fmt: skip


def _removed(line: BasketLine) -> RemovedLine:
    return RemovedLine(
        basket_id=line.basket_id,
        job_id=line.job_id,
        photo_id=line.photo_id,
        product_id=line.product_id,
        photo_number=line.photo.number,
        product_name=line.product.name,
        quantity=line.quantity,
        removed_at=NOW,
    )


def _message(job: Job, registration: Registration, notification: Notification) -> Message:
    return Message(
        studio_id=job.studio_id,
        job_id=job.id,
        customer_id=registration.customer_id,
        trigger=notification.trigger,
        offset_days=notification.offset_days,
        channel=notification.channel,
        occasion="now",
        due_at=NOW,
        created_at=NOW,
    )
