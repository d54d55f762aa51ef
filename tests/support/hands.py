"""The clocks of a machine in the hands of a test, and a worker who looks at them."""

from datetime import UTC, datetime, timedelta

from webapp.commands.run import outside_of
from webapp.models.base import db
from webapp.photos.folder_store import FolderStore
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.watch_clock import Watch
from webapp.worker.loop import perform
from webapp.worker.schedule import Workplace, timetable

TASKS = {task.name: task for task in timetable()}


class Hands:
    """The machine's clock and a steady one: time passes on both, a jump moves one."""

    def __init__(self, machine=datetime(2026, 11, 23, 9, tzinfo=UTC)):
        self.machine = machine
        self.seconds = 5000.0

    def pass_by(self, **duration):
        passed = timedelta(**duration)
        self.machine += passed
        self.seconds += passed.total_seconds()

    def jump(self, **duration):
        self.machine += timedelta(**duration)

    def watch(self, name="here:1", **facts):
        return Watch(name, machine_now=lambda: self.machine, steady=lambda: self.seconds, **facts)


def a_worker(config, watch):
    """Where a worker works who looks at these clocks: its own is the business clock too."""
    return Workplace(
        FolderStore(config.photos_folder),
        1,
        lambda: False,
        Post(outside_of(config)),
        watch=watch,
    )


def do(app, place, *names):
    """Let the worker do these tasks, or what the timetable has; how each went."""
    db.session.rollback()
    return {name: perform(app, TASKS[name], place) for name in names or TASKS}
