"""One machine hears nothing of its database any more: it says so in time, and locks nobody out."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from tests.support.builders import NOW, TODAY, a_job, a_studio
from tests.support.outage.cut_off import IMPATIENT, by_cable, cable_to
from webapp import create_app
from webapp.config import Config
from webapp.models.base import db
from webapp.models.patience import engine_options
from webapp.use_cases.archive_jobs import archive_due_jobs

PATIENCE = 60
ADDRESS = "postgresql+psycopg://shelflife@db.example/shelflife"


@pytest.fixture
def cable(far_database):
    with cable_to(far_database) as cable:
        yield cable


@pytest.fixture
def machine(far_database, cable, tmp_path):
    """An engine as the program makes it, at the end of the cable."""
    address = by_cable(far_database, cable)
    engine = create_engine(address, **engine_options(address))
    yield engine
    cable.put_back()
    engine.dispose()


@pytest.fixture
def there(far_database):
    """Somebody whose own cable is whole."""
    engine = create_engine(far_database)
    yield engine
    engine.dispose()


def in_time(deed):
    """What came of it, in a thread of its own: whoever waits for ever is left behind."""
    came = []

    def do():
        try:
            came.append(deed())
        except OperationalError as error:
            came.append(error)

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert came, "nothing came back in time"
    return came[0]


def ask(engine, statement="SELECT 1"):
    with engine.connect() as connection:
        return connection.scalar(text(statement))


def test_who_is_cut_off_is_told_in_time_and_goes_on_when_the_cable_is_back(machine, cable):
    assert ask(machine) == 1
    cable.pull()
    assert isinstance(in_time(lambda: ask(machine)), OperationalError)
    cable.put_back()
    assert in_time(lambda: ask(machine)) == 1


def test_who_waits_for_an_answer_when_the_cable_is_pulled_is_told_in_time(machine, cable):
    threading.Timer(0.5, cable.pull).start()
    assert isinstance(in_time(lambda: ask(machine, "SELECT pg_sleep(50)")), OperationalError)


@pytest.mark.parametrize("is_asleep", [False, True], ids=["between statements", "in one"])
def test_what_a_vanished_machine_had_locked_is_free_again(machine, cable, there, is_asleep):
    with there.begin() as other:
        other.execute(text("CREATE TABLE seat (taken text)"))
        other.execute(text("INSERT INTO seat VALUES ('')"))
    vanished = machine.connect()
    vanished.execute(text("UPDATE seat SET taken = 'by who vanished'"))
    asleep = threading.Thread(target=in_time, args=(lambda: ask_on(vanished),), daemon=True)
    if is_asleep:
        asleep.start()
    cable.pull()

    def take():
        with there.begin() as other:
            other.execute(text("UPDATE seat SET taken = taken || 'by another'"))
        return ask(there, "SELECT taken FROM seat")

    try:
        assert in_time(take) == "by another"
    finally:
        vanished.invalidate()
        with there.begin() as other:
            other.execute(text("DROP TABLE seat"))


def ask_on(connection):
    return connection.scalar(text("SELECT pg_sleep(40)"))


def test_a_page_and_the_look_at_readiness_say_that_the_database_is_away(
    far_database, cable, tmp_path
):
    config = Config(
        data=tmp_path, database_url=by_cable(far_database, cable), secret_key="s" * 32, testing=True
    )
    app = create_app(config)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    with app.app_context():
        studio = a_studio()
        slug = studio.slug
        db.session.remove()
    assert client.get("/readyz").json["database"] == "ok"

    cable.pull()
    page = in_time(lambda: client.get(f"/shop/{slug}", base_url=config.base_url))
    ready = in_time(lambda: client.get("/readyz"))
    balancer = in_time(lambda: client.get("/readyz?only=database"))

    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Back in a moment" in page.text
    assert ready.status_code == balancer.status_code == 503
    assert ready.json | {"storage": "", "worker": ""} == {
        "database": "failing", "migrations": "failing", "clock": "failing",
        "storage": "", "worker": "",
    }  # fmt: skip
    cable.put_back()
    assert in_time(lambda: client.get("/readyz")).status_code == 200
    with app.app_context():
        db.engine.dispose()


def test_no_job_is_to_blame_when_the_cable_is_pulled_while_jobs_are_archived(
    far_database, cable, tmp_path, capsys
):
    config = Config(data=tmp_path, database_url=by_cable(far_database, cable), secret_key="s" * 32)
    app = create_app(config)
    with app.app_context():
        jobs = [a_job(status="selling", archive_on=TODAY).id for _ in range(3)]
        later = NOW + timedelta(days=1)

        def pull_once(_connection, _cursor, statement, *_rest):
            if "FOR UPDATE" in statement:
                cable.pull()

        event.listen(db.engine, "before_cursor_execute", pull_once)
        with pytest.raises(OperationalError):
            archive_due_jobs(now=later)
        event.remove(db.engine, "before_cursor_execute", pull_once)
        assert "archiving a job failed" not in capsys.readouterr().out
        cable.put_back()
        db.session.rollback()

        assert archive_due_jobs(now=later) == len(jobs)
        db.session.remove()
        db.engine.dispose()


def test_an_installation_has_every_figure_that_ends_a_wait():
    usual = engine_options(ADDRESS)["connect_args"]
    assert usual.keys() == IMPATIENT.keys()
    for name in re.findall(r"-c (\w+)=", IMPATIENT["options"]):
        assert f"-c {name}=" in usual["options"]


def test_whoever_says_other_figures_in_the_address_has_those():
    own = engine_options(f"{ADDRESS}?connect_timeout=1&tcp_user_timeout=900")["connect_args"]
    assert "connect_timeout" not in own
    assert "tcp_user_timeout" not in own
    assert own["keepalives_idle"] == 10
    assert "lock_timeout=30000" in own["options"]
    assert "options" not in engine_options(f"{ADDRESS}?options=-c%20a=b")["connect_args"]
    assert engine_options("sqlite:///here.sqlite3") == {"hide_parameters": True}
