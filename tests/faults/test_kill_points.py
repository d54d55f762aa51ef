"""Killed by kill -9 before each step of a deed: nothing torn, nothing stuck (invariant 6).

Before each commit, each operation on a file and each word to a server; before each third statement,
and in `make soak` before all of them.
"""

import os

import pytest

from tests.faults.deeds import ALL
from tests.support.kill_points import kill

pytestmark = pytest.mark.soaked

EVERY = int(os.environ.get("KILL_EVERY", "3"))


@pytest.mark.parametrize("deed", ALL, ids=lambda deed: deed.name)
def test_a_deed_that_dies_anywhere_is_whole_or_absent_and_nothing_stays_behind(deed, config):
    tally = kill(deed(), config, every=EVERY)
    assert tally.torn == []
    assert tally.stuck == []
    assert tally.killed.total() * EVERY >= tally.steps
