"""A worker that delivers what is due, and dies by kill -9 at a moment that is said beforehand.

    python -m tests.delivery.mortal_worker before dot 2 smtp://127.0.0.1:…

dies before the second dot. The settings come from the environment, as everywhere.
"""

import os
import signal
import sys
from collections import Counter
from dataclasses import replace

from webapp import clock, create_app
from webapp.commands.run import outside_of
from webapp.config import Config
from webapp.domain.delivery import Phase
from webapp.use_cases.deliver_messages import Post, deliver


def main() -> None:
    when, phase, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seen: Counter[tuple[str, Phase]] = Counter()

    def watch(moment: str, at: Phase) -> None:
        seen[moment, at] += 1
        if (moment, at) == (when, phase) and seen[moment, at] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    config = Config.from_environment()
    outside = replace(outside_of(config), watch=watch)
    with create_app(config).app_context():
        deliver(Post(outside), now=clock.now, machine_now=clock.machine_now)


if __name__ == "__main__":
    main()
