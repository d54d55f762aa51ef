"""How many jobs go into one transaction: as many as others who want to write can wait for."""

import pytest

from webapp.use_cases.archive_jobs import Pace

PACE = Pace(first=50, largest=200, longest=0.05, pause=0.02)


@pytest.mark.parametrize(
    ("size", "seconds", "next_size"),
    [
        (50, 0.050, 50),
        (50, 0.040, 62),
        (50, 0.080, 31),
        (50, 0.001, 100),
        (150, 0.001, 200),
        (50, 5.000, 25),
        (10, 5.000, 10),
        (10, 0.030, 16),
        (50, 0.0, 100),
    ],
)
def test_a_transaction_is_as_large_as_others_can_wait_for(
    size: int, seconds: float, next_size: int
) -> None:
    assert PACE.next_size(size, seconds) == next_size


def test_after_a_disk_that_hesitated_it_grows_again() -> None:
    size = 10

    for _ in range(10):
        size = PACE.next_size(size, 0.02 + size * 0.001)  # 20 ms for each, and 1 ms for each job

    assert size == pytest.approx(30, abs=1)
