"""How many connections a web and a worker ask the database on, and where that is said."""

from pathlib import Path

from webapp.commands.run import ROOT, THREADS, WEB_PROCESSES
from webapp.models.patience import engine_options
from webapp.use_cases.deliver_messages import MOST_AT_ONCE, SHARED
from webapp.worker.schedule import timetable

A_PROCESS = engine_options("postgresql+psycopg://shelflife@db.example/shelflife")
# One for all that is short, one for each long task; a transport claims on one and notes on another.
WORKER = 1 + sum(task.is_long for task in timetable()) + 2 * (MOST_AT_ONCE + len(SHARED))
WEB = WEB_PROCESSES * THREADS


def said(page: str) -> str:
    return " ".join(Path(ROOT, page).read_text(encoding="utf-8").replace("#", "").split())


def test_nobody_waits_for_a_connection_of_its_own_process():
    at_most = A_PROCESS["pool_size"] + A_PROCESS["max_overflow"]
    assert at_most >= max(WORKER, THREADS)


def test_the_pages_say_how_many_a_web_and_a_worker_take():
    assert f"on up to {WEB} connections; a worker on {WORKER}" in said("deploy/growing.md")
    together = 2 * WEB + 2 * WORKER
    assert f"two workers take {together} at the very most" in said("deploy/compose.yaml")
