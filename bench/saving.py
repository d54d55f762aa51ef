"""A photographer saves settings while the worker archives: how long the press of a button takes."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from bs4 import BeautifulSoup

from bench.archiving import MANY_DUE, make_due
from bench.choices import Choices, main
from bench.measuring import seconds_of, timed
from bench.outcome import Line, at_most, percentile
from bench.places import application, copied, filled
from bench.serving import Browser, environment, running, served, signed_in
from bench.volume import LARGE, Volume, an_id
from tests.support import forms
from tests.support.builders import a_job, a_member
from tests.support.run import Run
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.studio import Studio

_ALONE = 100
_MOST_SECONDS = 300


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """Saves with nobody beside them, then saves for as long as the worker archives."""
    volume = LARGE.scaled(choices.scale)
    for kind in choices.databases:
        with copied(run, filled(run, kind, volume)) as copy:
            yield from _saves(run, kind, copy, volume, choices)


def _saves(run: Run, kind: str, address: str, volume: Volume, choices: Choices) -> Iterator[Line]:
    wanted = max(int(MANY_DUE * choices.scale), 2)
    with application(address, run.folder) as app:
        studio = db.session.get_one(Studio, an_id("studio", 0))
        job_id = a_job(studio, internal_name="saved again and again").id
        cookies = signed_in(app, a_member(studio).id)
        make_due(address, wanted)
    with served(address, run.folder) as port:
        form = SettingsForm(Browser(port, cookies), job_id)
        alone = [form.save() for _ in range(_ALONE)]
        env = environment(address, run.folder, port)
        beside: list[float] = []
        log = run.folder / "worker.log"
        with timed() as watch, running("worker", "--once", env=env, log=log) as worker:
            while worker.poll() is None and sum(beside) < _MOST_SECONDS:
                beside.append(form.save())
        assert worker.returncode == 0, log.read_text()
    with application(address, run.folder):
        still = db.session.query(Job).filter_by(status="selling").count()
        assert still == volume.with_lines - wanted, f"{still} are still on sale"
        assert db.session.get_one(Job, job_id).public_name == form.name
    yield at_most(
        f"a save while {wanted:,} jobs are archived, p99", kind,
        percentile(beside, 99) * 1000, 100, unit="ms",
        beside=f"{len(beside)} saves in {watch.seconds:.1f} s;"
        f" alone {percentile(alone, 99) * 1000:.0f} ms",
    )  # fmt: skip
    yield Line("the slowest of them", kind, f"{max(beside) * 1000:.0f} ms")


class SettingsForm:
    """The settings of one job as a browser holds them; each save stores another name."""

    def __init__(self, browser: Browser, job_id: str) -> None:
        self._browser = browser
        self._path = f"/studio/jobs/{job_id}/settings"
        self._numbers = count(1)
        self.name = ""
        page = BeautifulSoup(browser.get(self._path).plain, "html.parser")
        tags = forms.controls(page, forms.find(page, '[name="archiving_date"]'))
        self._fields: dict[str, Any] = forms.as_shown(tags)
        self._version = int(self._fields["version"][0])

    def save(self) -> float:
        """Store another public name; the seconds it took."""
        self.name = f"Oak Lane Primary, {next(self._numbers)}"
        fields = self._fields | {"public_name": self.name, "version": self._version}
        answers = []
        seconds = seconds_of(lambda: answers.append(self._browser.post(self._path, fields)))
        assert answers[0].status == 303, f"{answers[0].status}: {answers[0].plain[:2000]!r}"
        self._version += 1
        return seconds


if __name__ == "__main__":
    main(measure)
