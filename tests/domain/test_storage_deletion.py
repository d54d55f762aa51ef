"""Which archived jobs' albums may be deleted together, and what holds the others back (D1, D4)."""

from dataclasses import replace

import pytest

from tests.support.builders import NOW
from webapp.domain.storage_deletion import Held, OldJob, plan_deletion

OAK = OldJob("oak", "Oak", NOW, albums=2, photos=30, size=300)
ASH = OldJob("ash", "Ash", NOW, albums=1, photos=10, size=100)


@pytest.mark.parametrize(
    ("facts", "held"),
    [
        ({}, None),
        ({"archived_at": None}, Held.ON_SALE),
        ({"photos": 0}, Held.EMPTY),
        ({"is_open_again": True}, Held.OPEN_AGAIN),
        ({"orders": (1001,)}, Held.ORDERS),
        ({"is_on_hold": True}, Held.HOLD),
    ],
)
def test_only_an_archived_job_with_photos_that_nobody_needs_can_go(facts, held):
    assert replace(OAK, **facts).held is held


def test_the_plan_counts_what_goes_and_names_what_stays():
    needed = replace(ASH, orders=(1001, 1002))
    plan = plan_deletion([OAK, needed])
    assert (plan.albums, plan.photos, plan.size) == (2, 30, 300)
    assert (plan.going, plan.staying) == ((OAK,), (needed,))


def test_other_facts_give_another_fingerprint():
    plans = [[OAK], [ASH], [OAK, ASH], [replace(OAK, photos=29)], [OAK, replace(ASH, orders=(1,))]]
    assert len({plan_deletion(jobs).fingerprint for jobs in plans}) == len(plans)
    assert plan_deletion([OAK]).fingerprint == plan_deletion([OAK]).fingerprint
