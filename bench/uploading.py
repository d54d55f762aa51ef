"""Uploading through HTTP: files a second beside bare writing, and what memory the server takes."""

import os
import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image

from bench.choices import Choices, main
from bench.measuring import timed
from bench.memory import descendants, most_of_its_own
from bench.outcome import Line, at_most
from bench.places import application
from bench.sender import File, Sender
from bench.serving import environment, free_port, running, signed_in, wait_until_open
from tests.support.builders import a_job, a_member, a_studio
from tests.support.databases import sqlite_copy
from tests.support.run import Run

FILES, FEWEST = 500, 24
LARGE = 60_000_000
_LARGE_FILES = 3


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """On SQLite: one machine, as most will run it."""
    files = list(_files(max(int(FILES * choices.scale), FEWEST)))
    with timed() as floor:
        for place, file in enumerate(files):
            _write_durably(run.folder / f"bare-{place}", file.content)
    address = sqlite_copy(run, run.folder / "uploading.sqlite3")
    with application(address, run.folder) as app:
        studio = a_studio()
        job, cookies = a_job(studio), signed_in(app, a_member(studio).id)
        port = free_port()
        env = environment(address, run.folder, port)
        with running("web", "--port", str(port), env=env, log=run.folder / "web.log") as web:
            wait_until_open(port)
            sender = Sender(port, job.id, cookies)
            with timed() as watch:
                outcome = sender.send(files)
            assert outcome == {"stored": len(files)}, outcome
            before = _memory(web.pid)
            outcome = sender.send(list(_large_files()))
            assert outcome == {"stored": _LARGE_FILES}, outcome
            grown = _memory(web.pid) - before
    speed, bare = len(files) / watch.seconds, len(files) / floor.seconds
    yield Line(f"{len(files)} uploads through HTTP", "sqlite", f"{speed:.1f} files/s",
               f"{speed / bare:.2f} × bare writing, {bare:.0f} files/s")  # fmt: skip
    yield at_most("memory of the web that files of 60 MB add", "sqlite", grown / 1e6, 20,
                  unit="MB", beside=f"{_LARGE_FILES} at a time")  # fmt: skip


def _memory(process: int) -> int:
    return max(most_of_its_own(each) for each in (process, *descendants(process)))


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _files(number: int) -> Iterator[File]:
    """JPEGs of 1000 × 1500 that differ, some 300 kB each."""
    chance = random.Random(1)  # noqa: S311 - noise, not a secret
    for place in range(number):
        noise = Image.frombytes("RGB", (100, 150), chance.randbytes(100 * 150 * 3))
        picture = noise.resize((1000, 1500), Image.Resampling.BICUBIC)
        content = BytesIO()
        picture.save(content, "JPEG", quality=90)
        yield File(f"Class {place % 10}/DSC_{place:04d}.jpg", content.getvalue())


def _large_files() -> Iterator[File]:
    """Nearly the largest files that are taken: a picture, and behind its end what fills it."""
    head = BytesIO()
    Image.new("RGB", (2000, 3000), "teal").save(head, "JPEG")
    for place in range(_LARGE_FILES):
        content = head.getvalue() + bytes([place]) * (LARGE - len(head.getvalue()) - 1)
        yield File(f"Large/DSC_{place}.jpg", content)


if __name__ == "__main__":
    main(measure)
