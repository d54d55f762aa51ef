"""The timetable of the worker in words: what each line is, and what it did the last time."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import pgettext

from webapp.web.words import number


def task_word(name: str) -> str:
    """What a line of the timetable is; one of an older version keeps the name it has."""
    said = TASKS.get(name)
    return said() if said else name


def did_words(counts: Mapping[str, int]) -> str:
    """'archived: 3 · moved: 12'."""
    return " · ".join(
        f"{COUNTS[name]() if name in COUNTS else name}: {number(value)}"
        for name, value in counts.items()
    )


TASKS: dict[str, Callable[[], str]] = {
    "show that the worker is alive": lambda: _("Show that the worker is alive"),
    "archive due jobs": lambda: _("Archive due jobs"),
    "close reopenings": lambda: _("Close jobs that were open again for one code"),
    "plan messages": lambda: _("Plan messages"),
    "hand over due messages": lambda: _("Write out messages that are due"),
    "derive previews": lambda: _("Make previews"),
    "queue new looks": lambda: _("Find previews with an old watermark"),
    "read QR cards": lambda: _("Read QR cards"),
    "delete files": lambda: _("Remove files of deleted photos"),
    "empty the trash": lambda: _("Empty the trash after seven days"),
    "finish deletions": lambda: _("Finish deletions"),
    "write the weekly letter": lambda: _("Write the weekly letter"),
    "keep deleted what was deleted": lambda: _("Keep deleted what was deleted"),
    "compare records and files": lambda: _("Compare records and files"),
    "tell of deletions that come": lambda: _("Tell of deletions that come"),
    "delete photos in time": lambda: _("Delete photos whose time is over"),
    "deliver messages": lambda: _("Send messages"),
    "sweep what has expired": lambda: _("Sweep what has expired"),
    "sweep the store": lambda: _("Sweep the store of the photos"),
    "empty old messages": lambda: _("Empty old messages"),
}

COUNTS: dict[str, Callable[[], str]] = {
    "archived": lambda: _("jobs archived"),
    "closed": lambda: _("closed"),
    "left_baskets": lambda: _("baskets left"),
    "jobs_planned": lambda: _("jobs planned"),
    "messages_queued": lambda: _("messages planned"),
    "messages_moved": lambda: _("messages moved"),
    "messages_cancelled": lambda: _("messages cancelled"),
    "handed_over": lambda: _("written out"),
    "failed": lambda: _("failed"),
    "ready": lambda: _("photos ready"),
    "queued": lambda: _("photos to be made anew"),
    "read": lambda: _("photos read"),
    "gone": lambda: _("photos removed"),
    "begun": lambda: _("begun"),
    "emptied": lambda: _("emptied"),
    "requests_emptied": lambda: _("requests emptied"),
    "jobs_deleted": lambda: _("jobs deleted"),
    "digests": lambda: _("letters"),
    "deleted": lambda: _("deleted again"),
    "checks": lambda: _("checks"),
    "notices_void": lambda: _("letters void"),
    "notices_lost": lambda: _("letters lost"),
    "retention_told": lambda: _("letters written"),
    "retention_jobs": lambda: _("jobs without photos now"),
    "retention_kept": lambda: _("jobs kept for an order"),
    "customers_forgotten": lambda: _("customers forgotten"),
    "sent": lambda: _("sent"),
    "cancelled": lambda: pgettext("message", "cancelled"),
    "unknown": lambda: _("without an answer"),
    "put_off": lambda: _("put off"),
    "waiting": lambda: _("waiting for a server"),
    "sign_ins": lambda: _("sign-ins"),
    "visitors": lambda: _("visitors"),
    "failed_attempts": lambda: _("failed attempts"),
    "heartbeats": lambda: _("heartbeats"),
    "task_runs": lambda: _("lines of older timetables"),
    "interrupted_uploads": lambda: _("interrupted uploads"),
    "forgotten_uploads": lambda: _("forgotten uploads"),
}
