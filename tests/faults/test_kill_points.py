"""Killed by kill -9 before each step of a deed: nothing torn, nothing stuck (invariant 6).

Before each commit and some of the other steps; in `make soak` before all of them, and at twenty
instants besides, whatever the deed is at.
"""

import os

import pytest

from tests.faults.deeds import ALL
from tests.support.killing.kill_points import kill

pytestmark = pytest.mark.soaked

EVERY = {"sqlite": 8, "postgresql": 16}


@pytest.mark.parametrize("deed", ALL, ids=lambda deed: deed.name)
def test_a_deed_that_dies_anywhere_is_whole_or_absent_and_nothing_stays_behind(deed, config):
    usual = EVERY[config.database_url.partition(":")[0].partition("+")[0]]
    every = int(os.environ.get("KILL_EVERY", usual))
    tally = kill(deed(), config, every=every, instants=20 if every == 1 else 0)
    assert tally.torn == []
    assert tally.stuck == []
    assert tally.killed.total() * every >= tally.steps - every
