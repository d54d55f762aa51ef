"""Delivering messages: what it costs beside bare smtplib that sends the same bytes.

And beside bare smtplib that writes one durable line before each mail, as whoever sends nothing
twice has to: that is as quick as this disk lets anybody be.
"""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select

from bench.choices import Choices, main
from bench.measuring import seconds_of
from bench.outcome import Line, at_least, shown
from bench.places import application, copied
from bench.serving import free_port
from tests.support import databases
from tests.support.builders import a_job, a_profile, a_studio
from tests.support.run import Run
from webapp import clock
from webapp.delivery.mail import Mailbox
from webapp.models.base import db, new_id, transaction
from webapp.models.customer import Customer, Registration
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.use_cases import outbox
from webapp.use_cases.deliver_messages import Post, deliver
from webapp.use_cases.letters import FootLine, Letter, paragraphs
from webapp.use_cases.transports import Outside

MANY = 10_000
MORNING = datetime(2026, 11, 24, 10, tzinfo=UTC)
SENDER = "no-reply@shelflife.example"
_ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 30.0
_TEXT = """Hello Anna,

the pictures of Oak Lane Primary will be archived in 3 days. Until then you can look at them and
order as many as you like, with the code on the card that your child brought home.

Do come back if you have any questions: we are happy to help.

Kind regards
Studio Nord"""


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """The program and bare smtplib in turns, the best of each."""
    many = max(int(MANY * choices.scale), 20)
    for kind in choices.databases:
        with _filled(run, kind, many) as address, receiving() as port:
            program, bare, durable = [], [], []
            for _ in range(choices.repeat):
                bare.append(_bare(address, run, port, many, writes=False))
                durable.append(_bare(address, run, port, many, writes=True))
                with copied(run, address) as copy:
                    program.append(_program(copy, run, port, many))
        best, floor = min(program), min(bare)
        yield at_least(
            f"delivering {many:,} messages / bare smtplib on one kept connection",
            kind,
            floor / best,
            0.7,
            unit="×",
            beside=f"{many / best:,.0f} / {many / floor:,.0f} messages/s",
        )
        yield Line(
            "the same / bare smtplib that writes a durable line before each",
            kind,
            f"{shown(min(durable) / best)} ×",
            f"{many / best:,.0f} / {many / min(durable):,.0f} messages/s",
        )


def _program(address: str, run: Run, port: int, many: int) -> float:
    with application(address, run.folder):
        outside = Outside(
            data=run.folder,
            mail_from=SENDER,
            own_name="shelflife.example",
            smtp_url=f"smtp://127.0.0.1:{port}",
        )
        seconds = seconds_of(
            lambda: deliver(Post(outside), now=lambda: MORNING, machine_now=clock.machine_now)
        )
        sent = select(func.count()).where(Outgoing.state == "sent")
        told = select(func.count()).where(Message.state == "sent")
        assert (db.session.scalar(sent), db.session.scalar(told)) == (many, many)
    (run.folder / "outbox-rounds").unlink(missing_ok=True)
    assert _taken(port) == many
    return seconds


def _bare(address: str, run: Run, port: int, many: int, *, writes: bool) -> float:
    with application(address, run.folder):
        mails = db.session.execute(select(Outgoing.recipient, Outgoing.content)).all()
    with (
        smtplib.SMTP("127.0.0.1", port, "shelflife.example") as line,
        (run.folder / "sent").open("ab", buffering=0) as journal,
    ):
        line.ehlo()

        def send_all() -> None:
            for recipient, content in mails:
                if writes:
                    journal.write(f"{recipient}\n".encode())
                    os.fdatasync(journal)
                line.sendmail(SENDER, [recipient], content)

        seconds = seconds_of(send_all)
    assert _taken(port) == many
    return seconds


def _taken(port: int) -> int:
    """How many mails the server has taken since it was asked last."""
    with smtplib.SMTP("127.0.0.1", port, "shelflife.example") as line:
        line.ehlo()
        return int(line.verify("postmaster")[1])


@contextmanager
def receiving() -> Iterator[int]:
    """A mail server in a process of its own; the port on which it answers."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "bench.receiving", str(port)], cwd=_ROOT)
    try:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                _taken(port)
                break
            except OSError:
                assert time.monotonic() < end, "the mail server does not answer"
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _filled(run: Run, kind: str, many: int) -> Iterator[str]:
    """A database with so many reminders in the outbox, each to a customer of its own."""
    with _empty(run, kind) as address:
        with application(address, run.folder):
            _fill(many)
        yield address


@contextmanager
def _empty(run: Run, kind: str) -> Iterator[str]:
    if kind == "postgresql":
        with databases.postgresql_copy(run) as address:
            yield address
        return
    path = run.folder / "outbox.sqlite3"
    yield databases.sqlite_copy(run, path)
    path.unlink()


def _fill(many: int) -> None:
    studio = a_studio()
    profile = a_profile(studio, triggers=(("before-archiving", 3),))
    last_day = MORNING.date() + timedelta(days=3)
    job = a_job(studio, status="selling", communication_profile_id=profile.id,
                archive_on=last_day, delay="none")  # fmt: skip
    letter = Letter(
        sender=studio.name,
        language="en",
        subject="3 days left for the pictures of Oak Lane Primary",
        preheader="They will be archived on Friday.",
        parts=paragraphs(_TEXT),
        footer=(FootLine("You get this because you registered.", "Unsubscribe", SENDER),),
    )
    customers = [a_customer_row(studio.id, number) for number in range(many)]
    with transaction() as session:
        session.execute(insert(Customer), customers)
        registrations = [
            {"id": new_id(), "job_id": job.id, "customer_id": each["id"],
             "consented_at": MORNING, "created_at": MORNING}
            for each in customers
        ]  # fmt: skip
        session.execute(insert(Registration), registrations)
        messages = [
            {
                "id": new_id(),
                "studio_id": studio.id,
                "job_id": job.id,
                "customer_id": each["id"],
                "notification_id": profile.notifications[0].id,
                "occasion": last_day.isoformat(),
                "trigger": "before-archiving",
                "offset_days": 3,
                "channel": "email",
                "state": "sending",
                "due_at": MORNING,
                "created_at": MORNING,
            }
            for each in customers
        ]
        session.execute(insert(Message), messages)
        for customer, message in zip(customers, messages, strict=True):
            row = outbox.mail(
                studio,
                letter,
                Mailbox(str(customer["email"]), "Anna Berger"),
                kind="notification",
                now=MORNING,
                unsubscribe_url="https://shelflife.example/unsubscribe/123",
                customer_id=str(customer["id"]),
                job_id=job.id,
            )
            row.message_id = str(message["id"])
            session.add(row)


def a_customer_row(studio_id: str, number: int) -> dict[str, object]:
    """One of many customers, as the database keeps them."""
    return {
        "id": new_id(),
        "studio_id": studio_id,
        "email": f"parent-{number}@example.org",
        "email_confirmed_at": MORNING,
        "created_at": MORNING,
    }


if __name__ == "__main__":
    main(measure)
