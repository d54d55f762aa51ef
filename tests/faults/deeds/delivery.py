"""Mails to a real server, orders before reminders, and SMS to a gateway (C10)."""

import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from smtplib import SMTP
from urllib.parse import urlsplit

from tests.faults.deeds.plain import Plain, a_quiet_studio
from tests.support.builders import NOW, a_customer, an_outgoing
from tests.support.delivering import a_job_with_reminders, a_mail, a_reminder
from tests.support.gateway import Gateway
from tests.support.killing.kill_points import do_tasks, workplace
from tests.support.mail_server import MailServer
from tests.support.records import all_rows
from webapp import clock
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.photos.opening import open_store

_PATIENCE = 10


class Mails(Plain):
    """Two orders and two reminders wait; the worker sends them."""

    name = "delivery: mail"

    @contextmanager
    def around(self, config):
        with ExitStack() as stack:
            self.server = stack.enter_context(MailServer())
            self.gateway = stack.enter_context(Gateway())
            yield replace(config, smtp_url=self.server.url, sms_url=self.gateway.url)

    def arrange(self, store):
        """Four messages in the outbox, those of the ledger true at this moment."""
        studio = a_quiet_studio()
        job = a_job_with_reminders(studio)
        for place in range(2):
            a_mail(studio, "order", place=place, email=f"order-{place}@example.org")
        for place in range(2):
            a_mail(studio, job=job, place=place, email=f"reminder-{place}@example.org")
        return {}

    @staticmethod
    def do(config, facts):
        place = workplace(config, open_store(config.photos), now=NOW, machine=clock.machine_now())
        assert do_tasks(place, "deliver messages") == []

    def torn(self, facts):
        """Nothing came that the outbox calls waiting and undoubted; nothing came twice."""
        return [f"{who} came {number} times" for who, number in self._came().items() if number > 1]

    def missing(self, facts, config):
        """Orders came, at most one of them twice; of reminders the ledger says what is true."""
        came = self._came()
        ends = [
            (row.kind, row.recipient, _told(row), came[row.recipient]) for row in all_rows(Outgoing)
        ]
        found = [
            f"{who} came {copies} times and is {told}"
            for kind, who, told, copies in ends
            if (told, copies) not in _TRUE[kind]
        ]
        doubts = sum((told, copies) != _SENT[kind] for kind, _who, told, copies in ends)
        return [*found, f"{doubts} came twice or are unknown"] if doubts > 1 else found

    def noted(self, facts):
        """What nobody can know better: the worker died between the dot and the note of it."""
        came = self._came()
        rows = all_rows(Outgoing)
        return [
            *("an order came twice" for row in rows if came[row.recipient] > 1),
            *("a reminder is called unknown" for row in rows if row.state == "unknown"),
        ]

    def settled(self):
        """What has come, once whoever died is heard out."""
        _hear_out(self.server, self.gateway)
        return tuple(sorted(self._came().items()))

    def forget(self):
        self.server.taken.clear()
        self.gateway.asked.clear()

    def _came(self):
        mails = (mail.recipient for mail in self.server.taken)
        texts = (said["to"] for _path, _headers, said in self.gateway.asked)
        return Counter([*mails, *texts])


class Texts(Mails):
    """Two reminders wait as SMS."""

    name = "delivery: SMS"

    def arrange(self, store):
        """Two messages in the outbox, true at this moment."""
        studio = a_quiet_studio()
        job = a_job_with_reminders(studio)
        for number in ("+4915112345678", "+4915112345679"):
            customer = a_customer(studio, phone=number, phone_confirmed_at=NOW)
            message = a_reminder(job, customer, channel="sms")
            an_outgoing(
                studio, "notification", message=message, channel="sms", recipient=number,
                content="Noch 3 Tage für die Bilder".encode(), mail_id=f"sms-{number}",
            )  # fmt: skip
        return {}


def _told(row):
    """What outbox and ledger say."""
    of_ledger = [message.state for message in all_rows(Message) if message.id == row.message_id]
    return row.state, *of_ledger


_SENT = {"order": (("sent",), 1), "notification": (("sent", "sent"), 1)}
# What may be said, and how often it came. 'unknown': the worker died between the note that it is
# about to send and the note that it was sent. Nobody can know, and a reminder is not repeated.
_UNKNOWN = ("unknown", "unknown")
_TRUE = {
    "order": (_SENT["order"], (("sent",), 2)),
    "notification": (_SENT["notification"], (_UNKNOWN, 1), (_UNKNOWN, 0)),
}


def _hear_out(server, gateway):
    """Both take their callers in the order in which these came; then each thread has to end."""
    with SMTP("127.0.0.1", server.port) as line:
        line.noop()
    line = HTTPConnection("127.0.0.1", urlsplit(gateway.url).port)
    line.request("GET", "/")
    line.getresponse().read()
    line.close()
    until = time.monotonic() + _PATIENCE
    while any(_is_a_talk(thread) for thread in threading.enumerate()):
        assert time.monotonic() < until, "a connection of a dead program is still open"
        time.sleep(0.001)


def _is_a_talk(thread):
    return "(_answer)" in thread.name or "process_request_thread" in thread.name
