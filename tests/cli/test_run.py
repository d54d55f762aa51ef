"""`shelflife run`: web and worker under one supervisor, ended together and leaving nothing."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest

from tests.support.builders import a_job
from tests.support.live import environment
from tests.support.typed import clean_environment, started, typed
from webapp import supervisor

pytestmark = pytest.mark.one_database("the supervisor does not look into the database")

SECONDS_TO_END = 10
PATIENCE = 60


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def running(port, tmp_path):
    """Starts `shelflife run` and waits until it answers; whatever is left is ended afterwards."""
    started_here = []

    def start(environ):
        words = ("run", "--port", str(port))
        process = started(*words, environ=environ, log=tmp_path / "log")
        started_here.append(process)
        wait_for(lambda: "Ctrl-C ends it" in (tmp_path / "log").read_text())
        return process

    yield start
    for process in started_here:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def wait_for(happened):
    patience = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < patience, "this took too long"
        time.sleep(0.1)


def children_of(pid):
    """Every process below this one, however deep, as {pid: command line}."""
    table = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in table.splitlines()]
    found, below = {}, {str(pid)}
    while below:
        found |= {row[0]: row[2] for row in rows if row[0] in below and row[0] != str(pid)}
        below = {row[0] for row in rows if row[1] in below}
    return {int(child): words for child, words in found.items()}


def is_alive(pid):
    return os.path.exists(f"/proc/{pid}") or _answers_to_signals(pid)


def _answers_to_signals(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_web_and_worker_in_time_and_leaves_nothing(running, port, tmp_path, sign):
    process = running(clean_environment(SHELFLIFE_DATA=str(tmp_path)))
    children = children_of(process.pid)
    assert any("worker" in words for words in children.values())
    assert any("gunicorn" in words for words in children.values())

    began = time.monotonic()
    process.send_signal(sign)
    code = process.wait(timeout=SECONDS_TO_END)

    assert code == 0
    assert time.monotonic() - began < SECONDS_TO_END
    wait_for(lambda: not any(is_alive(child) for child in children))
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_an_empty_installation_prints_the_address_that_sets_it_up(running, port, tmp_path):
    running(clean_environment(SHELFLIFE_DATA=str(tmp_path)))

    printed = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", (tmp_path / "log").read_text())
    assert printed is not None
    assert f":{port}/" in printed[0]
    with urllib.request.urlopen(printed[0]) as answer:  # noqa: S310 - our own address
        assert "Set up your studio" in answer.read().decode()


def test_a_worker_that_dies_is_started_again_and_does_its_work(
    running, app, config, clock, stored, tmp_path
):
    process = running(environment(config))
    worker = next(pid for pid, words in children_of(process.pid).items() if "cli worker" in words)

    os.kill(worker, signal.SIGKILL)
    job = a_job(status="selling", archive_on=date(2026, 11, 23))
    clock.set(datetime(2026, 11, 23, 23, 0, tzinfo=UTC))

    wait_for(lambda: stored(job).status == "archived")
    assert "worker ended by itself" in (tmp_path / "log").read_text()


def test_nothing_outlives_a_supervisor_that_was_killed(running, tmp_path):
    process = running(clean_environment(SHELFLIFE_DATA=str(tmp_path)))
    children = children_of(process.pid)

    process.kill()
    process.wait()

    wait_for(lambda: not any(is_alive(child) for child in children))


def test_static_files_come_compressed_and_may_be_kept_when_their_address_has_a_hash(
    running, port, tmp_path
):
    running(clean_environment(SHELFLIFE_DATA=str(tmp_path)))
    address = f"http://127.0.0.1:{port}"
    with urllib.request.urlopen(f"{address}/sign-in") as page:  # noqa: S310 - our own address
        sheet = re.search(r"/static/css/all\.css\?v=\w+", page.read().decode())[0]

    hashed = answer_to(address + sheet)
    plain = answer_to(address + sheet.split("?")[0])

    assert hashed.headers["Content-Encoding"] == "gzip"
    assert "max-age=31536000" in hashed.headers["Cache-Control"]
    assert "max-age=3600" in plain.headers["Cache-Control"]
    for answer in (hashed, plain):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


def answer_to(address):
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own address
        return answer


def test_a_port_that_is_taken_is_said_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        environ = clean_environment(SHELFLIFE_DATA=str(tmp_path))
        done = typed("run", "--port", port, environ=environ)

    assert done.returncode == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr


def test_a_worker_with_nothing_to_do_hardly_uses_the_processor(app, config, tmp_path):
    process = started("worker", environ=environment(config), log=tmp_path / "log")
    try:
        wait_for(lambda: "worker started" in (tmp_path / "log").read_text())
        time.sleep(1)
        before = processor_seconds(process.pid)
        time.sleep(5)
        used = processor_seconds(process.pid) - before
    finally:
        process.terminate()
        process.wait(timeout=SECONDS_TO_END)

    assert used < 0.5


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        facts = file.read().rpartition(")")[2].split()
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


def test_a_part_whose_settings_were_right_once_is_started_again(tmp_path, capsys):
    """What is down passes; what was never right does not."""
    wrong = clean_environment(SHELFLIFE_DATA=str(tmp_path), SHELFLIFE_SECRET_KEY="short")
    child = supervisor.Child("worker", ["worker"], wrong)
    child.start()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    assert child.look_after(was_open=False) == 78
    assert child.look_after(was_open=True) is None
    assert "starts again" in capsys.readouterr().err
