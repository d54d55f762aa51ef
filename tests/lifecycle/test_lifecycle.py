"""Lives of jobs at random: after every step the program is what product.md says."""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.lifecycle.life import Stage
from tests.lifecycle.machine import POOL, WholeLife
from tests.lifecycle.ticking import a_colleague
from tests.lifecycle.world import World

LIVES = int(os.environ.get("LIFECYCLE_EXAMPLES", "500"))
IN_A_PART = 20  # so that two processes share them, and none takes long
STEPS = 50
IS_LONG = "LIFECYCLE_EXAMPLES" in os.environ
pytestmark = [pytest.mark.soaked]
if not IS_LONG:
    pytestmark.append(pytest.mark.one_database("`make soak` lives them on PostgreSQL too"))
PHASES = [Phase.generate, *([Phase.shrink] if "LIFECYCLE_SHRINK" in os.environ else [])]


@pytest.fixture
def stage(app, config, clock, tmp_path):
    world = World(app, tmp_path)
    with a_colleague(config) as colleague:
        yield Stage(app, config, world, colleague, clock.set)
    POOL.close()
    world.end()


@pytest.mark.parametrize("part", range(-(-LIVES // IN_A_PART)))
def test_whatever_happens_the_program_does_what_the_product_says(stage, part):
    @seed(part)
    def live() -> WholeLife:
        return WholeLife(stage)

    run_state_machine_as_test(
        live,
        settings=settings(
            max_examples=IN_A_PART,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=PHASES,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
