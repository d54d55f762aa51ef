"""What stands behind the ? of an address narrows a list, or is ignored: it is never part of SQL."""

from dataclasses import replace

import pytest

from tests.support.builders import a_job, a_person
from tests.support.crawling import enter, pages_of
from tests.support.pages import page
from tests.support.walking import Walker
from tests.support.world import a_world

NAMES = (
    "sort", "q", "page", "status", "from", "to", "since", "older", "state", "of", "show", "person",
    "customer", "code", "album", "job", "kind", "order", "by", "studio", "message", "all", "at",
    "waiting", "notification", "communication_profile", "archiving_date", "archiving_delay",
)  # fmt: skip
VALUES = ("9" * 400, "-1", "%' OR 1=1 -- _", "1;DROP TABLE job", "{{7*7}}{%x%}[[x]]%(a)s{0.x}",
          "\ud7ff\u202e\ufeff", "NaN", "2026-13-45", "../../etc/passwd")  # fmt: skip


@pytest.fixture
def config(config):
    return replace(config, clock_file=None)


def test_no_address_breaks_at_what_somebody_types_behind_it(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    world, broken = a_world("nord"), []
    for audience in ("studio", "shop", "console"):
        client = enter(Walker(app, app.response_class), audience, world)
        for number, path in enumerate(pages_of(app, audience, world)):
            asked = dict.fromkeys(NAMES, VALUES[number % len(VALUES)])
            response = client.get(path.partition("?")[0], query_string=asked)
            if response.status_code >= 500:
                broken.append((path, asked["q"]))
    assert broken == []


def test_signs_that_stand_for_any_letter_stand_for_themselves(app):
    world = a_world("nord")
    a_job(world.studio, public_name="Anna at school")
    a_person(world.job, "Anna Berger")
    studio = enter(Walker(app, app.response_class), "studio", world)
    for path in ("/studio/jobs", f"/studio/jobs/{world.job.id}/people"):
        assert "Anna" in _found(studio, path, "ann")
        for wild in ("%", "_", "A%a", "An_a", "\\"):
            assert "Anna" not in _found(studio, path, wild), (path, wild)


def _found(client, path, typed):
    return page(client.get(path, query_string={"q": typed})).select_one("main").get_text()
