"""What those who run the machine can ask."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.support.builders import a_job, a_studio, an_outgoing
from webapp import clock
from webapp.models.base import transaction
from webapp.models.operation import Heartbeat
from webapp.models.outgoing import OutboxGate


def beat(seconds_ago):
    with transaction() as session:
        seen = clock.machine_now() - timedelta(seconds=seconds_ago)
        session.merge(Heartbeat(worker="one", seen_at=seen))


def test_the_process_answers(client):
    assert client.get("/healthz").text == "ok\n"


def test_a_probe_may_ask_by_any_name(client):
    assert client.get("/healthz", headers={"Host": "10.1.2.3:8000"}).status_code == 200
    assert client.get("/sign-in", headers={"Host": "10.1.2.3:8000"}).status_code == 400


def test_it_is_ready_with_database_schema_and_disk(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json == {
        "database": "ok", "migrations": "ok", "storage": "ok", "worker": "not seen",
        "clock": "ok",
    }  # fmt: skip


def test_a_worker_seen_within_two_minutes_is_told_and_needed_only_when_asked_for(client):
    assert client.get("/readyz?worker=required").status_code == 503
    beat(119)
    assert client.get("/readyz?worker=required").json["worker"] == "seen"
    beat(121)
    assert client.get("/readyz?worker=required").status_code == 503
    assert client.get("/readyz").status_code == 200


def test_a_schema_that_is_not_the_newest_is_not_ready(client):
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    response = client.get("/readyz")
    assert (response.status_code, response.json["migrations"]) == (503, "failing")


@pytest.mark.one_database("what a balancer asks")
def test_what_is_wrong_at_all_machines_takes_none_of_them_from_a_balancer(client, config, tmp_path):
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'newer'"))
    object.__setattr__(config, "data", tmp_path / "gone")
    assert client.get("/readyz").status_code == 503
    response = client.get("/readyz?only=database")
    assert (response.status_code, response.json) == (200, {"database": "ok"})


def test_a_database_without_tables_is_not_ready_and_no_error(client):
    with transaction() as session:
        for table in ("alembic_version", "heartbeat"):
            session.execute(text(f"DROP TABLE {table}"))
    response = client.get("/readyz")
    assert (response.status_code, response.json["migrations"]) == (503, "failing")


@pytest.mark.one_database("a folder")
def test_a_data_folder_that_is_gone_is_not_ready(app, client, config, tmp_path):
    object.__setattr__(config, "data", tmp_path / "gone")
    response = client.get("/readyz")
    assert (response.status_code, response.json["storage"]) == (503, "failing")


def test_metrics_count_jobs_and_what_is_due(client, clock):
    a_job(status="selling", archive_on=clock.now().date() - timedelta(days=3))
    a_job(status="planning")
    said = client.get("/metrics").text
    assert 'shelflife_jobs{status="selling"} 1.0' in said
    assert 'shelflife_jobs{status="planning"} 1.0' in said
    assert "shelflife_jobs_due 1.0" in said


@pytest.mark.one_database("the asker matters")
def test_metrics_tell_how_the_outbox_stands(client, clock):
    studio = a_studio()
    an_outgoing(studio, created_at=clock.now() - timedelta(minutes=5))
    an_outgoing(studio, state="sent")
    with transaction() as session:
        session.add(OutboxGate(id=1, place="elsewhere", held_since=clock.now(), reason="older"))

    said = client.get("/metrics").text

    assert 'shelflife_outgoing{state="waiting"} 1.0' in said
    assert 'shelflife_outgoing{state="sent"} 1.0' in said
    assert "shelflife_outbox_oldest_seconds 300.0" in said
    assert "shelflife_outbox_held 1.0" in said


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, 200),
        ({"headers": {"Host": "localhost:8000"}}, 200),
        ({"headers": {"X-Forwarded-For": "127.0.0.1"}}, 404),
        ({"headers": {"Host": "photos.example"}}, 404),
        ({"environ_base": {"REMOTE_ADDR": "192.0.2.1"}}, 404),
        ({"environ_base": {"REMOTE_ADDR": "::1"}}, 200),
    ],
)
def test_metrics_are_for_this_machine_alone(client, facts, status):
    assert client.get("/metrics", **facts).status_code == status


@pytest.mark.one_database("the asker matters")
def test_metrics_can_be_read_elsewhere_with_the_token(client, config):
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}}
    ask = {"headers": {"Authorization": "Bearer a-long-token"}} | elsewhere
    assert client.get("/metrics", **ask).status_code == 404
    (config.data / "metrics-token").write_text("a-long-token\n")
    assert client.get("/metrics", **ask).status_code == 200
    assert client.get("/metrics", **elsewhere).status_code == 404
    for wrong in ("Bearer ", "Bearer a-long", "a-long-token", "Bearer ü"):
        refused = client.get("/metrics", headers={"Authorization": wrong}, **elsewhere)
        assert refused.status_code == 404
