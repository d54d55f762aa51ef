"""What docs/operations.md says of metrics and of the log is what the program says."""

import json
import re
from datetime import timedelta

import pytest

from tests.architecture.sources import ROOT
from tests.support.builders import a_studio, an_outgoing
from webapp.domain import operating

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.one_database("the page matters")
def test_the_page_names_every_figure_and_no_other(client):
    said = client.get("/metrics").text

    assert set(re.findall(r"\bshelflife_[a-z_]+", PAGE)) == set(
        re.findall(r"^# TYPE (\S+)", said, re.MULTILINE)
    )


@pytest.mark.one_database("the page matters")
def test_the_page_explains_every_field_of_a_request(client, capsys):
    client.get("/healthz")
    line = json.loads(capsys.readouterr().out.splitlines()[-1])

    table = PAGE.partition("| field | |")[2].partition("\n\n")[0]
    assert set(line) <= set(re.findall(r"`(\w+)`", table))


def test_the_rules_warn_at_the_limits_of_the_console():
    limits = dict(re.findall(r"m(?:ax|in)\((shelflife_\w+)\) [<>] ([\de]+)", PAGE))

    assert {name: float(limit) for name, limit in limits.items()} == {
        "shelflife_jobs_due_seconds": operating.ARCHIVED_WITHIN.total_seconds(),
        "shelflife_outbox_urgent_seconds": operating.SENT_WITHIN.total_seconds(),
        "shelflife_storage_differences": 0,
        "shelflife_storage_check_age_seconds": operating.CHECKED_WITHIN.total_seconds(),
        "shelflife_disk_free_bytes": operating.LEAST_FREE,
    }


def test_a_mail_that_somebody_waits_for_is_told_from_a_reminder(client, clock):
    studio = a_studio()
    an_outgoing(studio, priority=1, created_at=clock.now() - timedelta(hours=8))
    assert "shelflife_outbox_urgent_seconds 0.0" in client.get("/metrics").text

    an_outgoing(studio, priority=0, created_at=clock.now() - timedelta(minutes=5))
    said = client.get("/metrics").text
    assert "shelflife_outbox_urgent_seconds 300.0" in said
    assert "shelflife_outbox_oldest_seconds 28800.0" in said
