"""Sweeps drafts: files of the data folder whose writer died before it gave them their name."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from webapp.use_cases.hold_outbox import NOTE

DRAFTS_KEPT = timedelta(days=1)
# Messages as files, and the note of the outbox: each is written beside itself under such a name.
_DRAFTS = ("mail/.*", "sms/.*", f".{NOTE}.*")


def sweep_drafts(data: Path, *, now: datetime) -> int:
    """Delete those that nobody has been writing for a day; `now` is the machine's time. How many.

    A mail may lie in one, with name and address: it would outlive them.
    """
    before, gone = (now - DRAFTS_KEPT).timestamp(), 0
    for draft in (path for pattern in _DRAFTS for path in data.glob(pattern)):
        with suppress(FileNotFoundError):  # another worker was faster, or it has its name by now
            if draft.is_file() and draft.stat().st_mtime < before:
                draft.unlink()
                gone += 1
    return gone
