"""A worker that delivers what is due, and dies by kill -9 at a moment that is said beforehand.

Each is a process of its own, split off from one that has done nothing but import the program.
"""

import os
import signal
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.support import warm
from webapp import clock, create_app
from webapp.commands.run import outside_of
from webapp.config import Config
from webapp.use_cases.deliver_messages import Post, deliver

_PATIENCE = 60


def exit_code_of_a_worker(settings, when, phase, number):
    """Let it deliver with these settings, to be killed `when` ("before", "after") the phase is
    reached for the `number`th time; gives how it ended."""
    log = Path(settings["SHELFLIFE_DATA"], "worker.log")
    process = warm.begin(_work, when, phase, number, environ=settings, log=log)
    process.join(_PATIENCE)
    assert process.exitcode is not None, log.read_text()
    return process.exitcode


def _work(when, phase, number):
    seen = Counter()

    def watch(moment, at):
        seen[moment, at] += 1
        if (moment, at) == (when, phase) and seen[moment, at] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    config = Config.from_environment()
    outside = replace(outside_of(config), watch=watch)
    with create_app(config).app_context():
        deliver(Post(outside), now=clock.now, machine_now=clock.machine_now)
