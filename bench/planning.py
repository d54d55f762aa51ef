"""Planning for 100,000 registrations in jobs that get a reminder today, and writing them out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bench.choices import Choices, main
from bench.measuring import counted, seconds_of
from bench.outcome import Line, shown
from bench.places import application, connect, copied, filled, load
from bench.volume import NOW, Table, Volume, a_table, an_id
from tests.support.run import Run
from webapp.models.base import new_id
from webapp.use_cases.hand_over import hand_over_due
from webapp.use_cases.plan_messages import plan_stale_jobs

REGISTRATIONS = 100_000
OF_A_JOB = 100
WRITTEN_OUT = 1_000
_AROUND = Volume(jobs=4, due=2, kept=2, baskets=2, studios=2)
_BERLIN = ZoneInfo("Europe/Berlin")
_NINE = datetime.combine(NOW.date(), datetime.min.time(), _BERLIN).replace(hour=9)
_LONG_AGO = NOW - timedelta(days=200)
_LAST_DAY = _NINE.date() + timedelta(days=3)
_STOP = datetime.combine(_LAST_DAY + timedelta(days=1), datetime.min.time(), _BERLIN)
_FLOOR = """
INSERT INTO message (id, studio_id, job_id, customer_id, notification_id, trigger, offset_days,
  channel, occasion, state, reason, due_at, created_at, changed_at)
SELECT substr(r.id, 1, 12) || n.position || substr(r.id, 14), j.studio_id, j.id, r.customer_id,
  n.id, n.trigger, n.offset_days, n.channel, j.archiving_date, 'planned', '', j.stop_at,
  j.created_at, j.created_at
FROM registration r JOIN job j ON j.id = r.job_id
JOIN notification n ON n.profile_id = j.communication_profile_id
WHERE j.internal_name LIKE 'hill-%' AND n.trigger <> 'archived'
"""


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """All of them stale at once, as after a change of a profile that everybody uses."""
    wanted = max(int(REGISTRATIONS * choices.scale), OF_A_JOB)
    jobs = wanted // OF_A_JOB
    for kind in choices.databases:
        with copied(run, filled(run, kind, _AROUND)) as copy:
            for table in _tables(jobs):
                load(copy, table)
            floor = _bare(run, copy)
            yield from _planned(run, copy, kind, jobs, floor)


def _planned(run: Run, copy: str, kind: str, jobs: int, floor: float) -> Iterator[Line]:
    wanted = jobs * OF_A_JOB
    with application(copy, run.folder):
        with counted() as statements:
            seconds = seconds_of(lambda: _plan_all(wanted))
        yield Line(
            f"planning {wanted:,} registrations in {jobs:,} jobs", kind, f"{shown(seconds)} s",
            f"{wanted / seconds:,.0f} a second; the rows alone, bare: {shown(floor)} s",
        )  # fmt: skip
        yield Line("statements for each of these jobs", kind, shown(statements.number / jobs))
        again = seconds_of(lambda: plan_stale_jobs(now=_NINE))
        yield Line("a look with nothing to plan", kind, f"{shown(again * 1000)} ms")
        written = 0

        def write_out() -> None:
            nonlocal written
            while written < min(WRITTEN_OUT, wanted):
                written += hand_over_due(now=_NINE, jobs=1)["handed_over"]

        seconds = seconds_of(write_out)
        yield Line(f"writing out {written:,} due reminders", kind, f"{shown(seconds)} s",
                   f"{written / seconds:,.0f} a second")  # fmt: skip


def _plan_all(wanted: int) -> None:
    queued = 0
    while done := plan_stale_jobs(now=_NINE - timedelta(hours=1)):
        queued += done.get("messages_queued", 0)
    # Photos are there, and reminders 3 and 1 days before; the one 7 days before is in the past.
    assert queued == wanted * 3, f"{queued} messages were planned"


def _bare(run: Run, address: str) -> float:
    with copied(run, address) as copy:
        connection = connect(copy)
        seconds = seconds_of(lambda: connection.execute(_FLOOR))
        connection.close()
        return seconds


def _tables(jobs: int) -> Iterator[Table]:
    yield a_table("job", "id studio_id public_name internal_name kind status access_type"
                  " price_list_id archiving archiving_date archiving_delay stop_at"
                  " communication_profile_id profile_since created_at selling_since announced_at"
                  " version photo_count original_bytes last_photo_number",
                  _jobs(jobs))  # fmt: skip
    yield a_table("unplanned", "job_id", ((an_id("reminded", n),) for n in range(jobs)))
    people = [(new_id(), new_id(), n) for n in range(jobs * OF_A_JOB)]
    yield a_table("customer", "id studio_id name email language email_confirmed_at created_at",
                  ((who, an_id("studio", 0), "Anna Berger", f"many-{n}@example.org", "en",
                    _LONG_AGO, _LONG_AGO) for who, _registration, n in people))  # fmt: skip
    yield a_table("registration", "id job_id customer_id language consent consented_at created_at",
                  ((registration, an_id("reminded", n // OF_A_JOB), who, "en", "", _LONG_AGO,
                    _LONG_AGO) for who, registration, n in people))  # fmt: skip


def _jobs(jobs: int) -> Iterator[tuple[object, ...]]:
    for n in range(jobs):
        yield (an_id("reminded", n), an_id("studio", 0), f"Hill Primary {n}", f"hill-{n}", "school",
               "selling", "job", an_id("price_list", 0), True, _LAST_DAY, "0", _STOP,
               an_id("profile", 0), _LONG_AGO, _LONG_AGO, _LONG_AGO, _LONG_AGO, 1, 1, 1000,
               1)  # fmt: skip


if __name__ == "__main__":
    main(measure)
