"""Messages in the outbox, and rounds of a worker that delivers them while time passes."""

from datetime import timedelta

from tests.support.builders import (
    NOW,
    TODAY,
    a_customer,
    a_job,
    a_message,
    a_profile,
    a_registration,
    an_outgoing,
)
from webapp.delivery import sms, smtp
from webapp.delivery.mail import Mail, Mailbox, build
from webapp.models.base import db, new_id, transaction
from webapp.models.customer import Registration
from webapp.models.message import Message, Notification
from webapp.models.outgoing import Outgoing
from webapp.use_cases.deliver_messages import Post, deliver
from webapp.use_cases.transports import Outside

QUICK = smtp.Patience(connect=1, answer=0.6, dot=0.6, goodbye=0.3)
QUICK_SMS = sms.Patience(connect=1, answer=0.6)


def a_job_with_reminders(studio, **facts):
    profile = a_profile(studio, name=f"P {new_id()}", triggers=(("before-archiving", 3),))
    facts = {"status": "selling", "communication_profile_id": profile.id} | facts
    return a_job(studio, **({"archive_on": TODAY + timedelta(days=3), "delay": "none"} | facts))


def a_mail(studio, kind="notification", email=None, job=None, place=0, **facts):
    """A mail in the outbox; of `place` 1 goes after one of place 0. A notification has its job,
    customer and ledger row."""
    email = email or f"parent-{new_id()}@example.org"
    job = job or a_job_with_reminders(studio)
    customer = a_customer(studio, email=email)
    if kind == "notification" and not facts.get("message"):
        facts["message"] = a_reminder(job, customer)
    row_id = new_id()
    return an_outgoing(
        studio,
        kind=kind,
        **{
            "recipient": email,
            "host": email.rpartition("@")[2],
            "customer_id": customer.id,
            "content": mail_to(email, row_id, is_marketing=kind == "notification"),
            "mail_id": f"{row_id}@shelflife.example",
            "available_at": NOW - timedelta(days=30) + timedelta(seconds=place),
        }
        | facts,
    )


def a_reminder(job, customer, channel="email"):
    """A row of the ledger that is true: its customer registered, its notification is there."""
    with transaction() as session:
        notification = session.query(Notification).filter_by(
            profile_id=job.communication_profile_id
        ).first()  # fmt: skip
        if notification is not None:
            notification.channel = channel
        known = session.query(Registration).filter_by(job_id=job.id, customer_id=customer.id)
        is_registered = known.first() is not None
    if not is_registered:
        a_registration(job, customer)
    return a_message(
        job,
        customer,
        "before-archiving",
        "sending",
        channel=channel,
        occasion=job.archiving_date.isoformat() if job.archiving_date else "",
        notification_id=notification.id if notification is not None else None,
    )


def mail_to(email, row_id, *, is_marketing):
    return build(
        Mail(
            sender=Mailbox("shop@example.org", "Studio Nörd"),
            recipient=Mailbox(email, "Änna Berger"),
            subject="Noch 3 Tage für die Bilder – „Grundschule“",
            text="Hallo,\n\n.ein Punkt am Anfang\n.\nEnde\n",
            html='<!doctype html><html lang="de"><title>Bilder</title><p>Hallo</p></html>',
            message_id=f"{row_id}@shelflife.example",
            written_at=NOW,
            unsubscribe_url="https://shelflife.example/u/1" if is_marketing else "",
        )
    )


def outside(config, **facts):
    defaults = {
        "data": config.data,
        "mail_from": "no-reply@shelflife.example",
        "own_name": "shelflife.example",
        "smtp_patience": QUICK,
        "sms_patience": QUICK_SMS,
    }
    return Outside(**(defaults | facts))


class Office:
    """Workers one after the other, and the clocks they look at."""

    def __init__(self, app, config, **facts):
        self.app = app
        self.outside = outside(config, **facts)
        self.now = NOW
        self.machine = NOW

    def work(self):
        """One worker does what is due, and ends; gives what it counted."""
        db.session.rollback()
        return dict(
            deliver(Post(self.outside), now=lambda: self.now, machine_now=lambda: self.machine)
        )

    def later(self, **duration):
        """Let time pass, on both clocks."""
        self.now += timedelta(**duration)
        self.machine += timedelta(**duration)

    def work_for_hours(self, hours=2):
        """A worker every few minutes, as long as something waits."""
        for _ in range(hours * 6):
            self.work()
            if not waiting():
                return
            self.later(minutes=10)


def waiting():
    db.session.rollback()
    return db.session.query(Outgoing).filter_by(state="waiting").count()


def ledger_of(row):
    db.session.rollback()
    return db.session.get(Message, row.message_id, populate_existing=True)
