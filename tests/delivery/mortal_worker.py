"""A worker that delivers what is due, and dies by kill -9 at a moment that is said beforehand.

Each is a process of its own, split off from one that has done nothing but import the program.
"""

import os
import signal
from collections import Counter
from dataclasses import replace
from multiprocessing import get_context

from webapp import clock, create_app
from webapp.commands.run import outside_of
from webapp.config import Config
from webapp.use_cases.deliver_messages import Post, deliver

_PATIENCE = 60
_processes = get_context("forkserver")
_processes.set_forkserver_preload([__name__])


def exit_code_of_a_worker(settings, when, phase, number):
    """Let it deliver with these settings, to be killed `when` ("before", "after") the phase is
    reached for the `number`th time; gives how it ended."""
    process = _processes.Process(target=_work, args=(settings, when, phase, number), daemon=True)
    process.start()
    process.join(_PATIENCE)
    assert process.exitcode is not None, "the worker does not come to an end"
    return process.exitcode


def _work(settings, when, phase, number):
    seen = Counter()

    def watch(moment, at):
        seen[moment, at] += 1
        if (moment, at) == (when, phase) and seen[moment, at] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    config = Config.from_environment(settings)
    outside = replace(outside_of(config), watch=watch)
    with create_app(config).app_context():
        deliver(Post(outside), now=clock.now, machine_now=clock.machine_now)
