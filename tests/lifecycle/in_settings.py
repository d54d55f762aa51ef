"""What photographers do to settings at random: status, date, delay, profile, the studio's zone."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.lifecycle.life import Life
from tests.lifecycle.reference import MOVES, day_of
from tests.lifecycle.story import Shoot
from tests.lifecycle.world import PROFILES
from tests.support.saving import JONAS, page_of
from webapp.domain.archiving import Delay
from webapp.domain.status import IllegalMoveError, Status
from webapp.use_cases.change_studio import change_time_zone
from webapp.use_cases.save_job_settings import ConflictError, save_job_settings

JOBS = st.integers(0, 1)
DIES = st.sampled_from((None,) * 90 + (0, 2, 5, 9, 14, 22, 33))
ZONES = ("Europe/Berlin", "Africa/Cairo", "Asia/Beirut", "America/Santiago", "America/Havana",
         "Atlantic/Azores", "Pacific/Kiritimati", "Pacific/Pago_Pago")  # fmt: skip


class InSettings(Life):
    """Rules; each presses ‘Save settings’, and confirms in the window if it opens."""

    def job_at(self, number: int) -> tuple[int, Shoot]:
        """A job that is deleted makes way for the other one."""
        number = number if number in self.story.jobs else 0
        return number, self.story.jobs[number]

    def on_sale(self) -> list[Shoot]:
        """The jobs that are on sale, or were until now."""
        return [each for each in self.story.jobs.values() if each.status == "selling"]

    @rule(
        number=JOBS, wanted=st.sampled_from(("selling",) * 4 + ("archived", "planning")),
        dies=DIES,
    )  # fmt: skip
    def move(self, number, wanted, dies):
        self._save(number, dies, status=Status(wanted))

    @rule(
        number=JOBS,
        days=st.sampled_from((None, 0, 1, 2, 3, 4, 8, 16, -1, -3)),
        delay=st.sampled_from((0, 1, 3, 2, None)),
        dies=DIES,
    )
    def choose_a_date(self, number, days, delay, dies):
        chosen = {
            "archiving": days is not None,
            "archiving_delay": Delay.NEVER if delay is None else Delay(str(delay)),
        }
        if days is not None:
            today = day_of(self.now, self.story.zone)
            chosen["archiving_date"] = today + timedelta(days=days)
        self._save(number, dies, **chosen)

    @rule(number=JOBS, name=st.sampled_from((*PROFILES, None)), dies=DIES)
    def choose_a_profile(self, number, name, dies):
        profile_id = self.cast.profiles[name] if name else None
        self._save(number, dies, communication_profile_id=profile_id)

    def _save(self, number, dies, **chosen):
        number, job = self.job_at(number)
        staged = self._staged(job, chosen)
        expected = self._expected(job, staged)
        if self.story.is_due(number, self.now):
            # The worker's deed comes first (A5): the same is stored, all else meets a conflict.
            self.story.archive(number, self.now)
            expected, dies = "done" if staged == job else "conflict", None
        self.act(
            lambda _store: self._press(number, chosen),
            lambda: self._follow(number, staged),
            expected=expected,
            dies=dies,
        )

    def _press(self, number, chosen):
        job_id = self.cast.jobs[number]
        page, version = page_of(job_id, **chosen)
        facts = {"version": version, "by": JONAS, "now": self.now}
        try:
            done = save_job_settings(job_id, page, confirmed=None, **facts)
            if not done.stored and not done.plan.needs_decision:
                said = done.plan.fingerprint
                done = save_job_settings(job_id, page, confirmed=said, **facts)
        except IllegalMoveError:
            return "illegal"
        except ConflictError:
            return "conflict"
        return "done" if done.stored else "refused"

    def _expected(self, job, staged):
        if staged.status not in (job.status, *MOVES[job.status]):
            return "illegal"  # S2
        goes_on_sale = staged.status == "selling" != job.status
        if goes_on_sale and not staged.on_sale(self.story.zone, self.now):
            return "refused"  # R2
        return "done"

    def _staged(self, job, chosen):
        """The job as the page shows it."""
        staged = replace(job)
        if "status" in chosen:
            staged.status = chosen["status"].value
            staged.archived_at = self.now if staged.status == "archived" else None
        if "archiving" in chosen:
            staged.last_day = chosen.get("archiving_date")
            staged.delay = chosen["archiving_delay"].days
        if "communication_profile_id" in chosen:
            names = {row_id: name for name, row_id in self.cast.profiles.items()}
            staged.profile = names.get(chosen["communication_profile_id"])
        return staged

    def _follow(self, number, staged):
        job = self.story.jobs[number]
        if staged.profile != job.profile:
            job.profile, job.profile_since = staged.profile, self.now
        job.last_day, job.delay = staged.last_day, staged.delay
        if staged.status == job.status:
            return
        if staged.status == "selling":
            self.story.put_on_sale(number, self.now)
        elif staged.status == "archived":
            self.story.archive(number, self.now)
        else:
            job.status = "planning"
            self.story.leave(number, set(job.photos))

    @rule(zone=st.sampled_from(ZONES), dies=DIES)
    def move_house(self, zone, dies):
        def follow():
            self.story.zone = zone

        def move(_store):
            change_time_zone(self.cast.studio, zone, by=JONAS, now=self.now)

        self.act(move, follow, dies=dies)
