"""Texts are not kept for ever: after ninety days what was written is emptied, the rows stay."""

from datetime import timedelta

import pytest

from tests.support.builders import NOW, a_studio, an_outgoing
from webapp.use_cases.empty_messages import empty_old_messages

LONG_AGO = NOW - timedelta(days=90, seconds=1)


@pytest.mark.parametrize("state", ["sent", "failed", "unknown", "cancelled"])
def test_what_is_older_than_ninety_days_is_emptied(app, stored, state):
    row = an_outgoing(a_studio(), state=state, created_at=LONG_AGO)

    assert empty_old_messages(now=NOW) == 1
    assert (stored(row).content, stored(row).subject) == (b"", "Your order")
    assert empty_old_messages(now=NOW) == 0


def test_what_is_younger_or_still_waits_is_kept(app, stored):
    studio = a_studio()
    young = an_outgoing(studio, state="sent", created_at=NOW - timedelta(days=90))
    waiting = an_outgoing(studio, state="waiting", created_at=LONG_AGO)

    assert empty_old_messages(now=NOW) == 0
    assert stored(young).content
    assert stored(waiting).content
