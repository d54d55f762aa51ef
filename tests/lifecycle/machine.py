"""All rules together: time passes, workers work, and whatever people do."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.lifecycle.in_settings import DIES, JOBS, ZONES
from tests.lifecycle.in_the_shop import InTheShop
from tests.lifecycle.reference import DAY, day_of, morning
from tests.support.saving import JONAS
from webapp.domain.archiving import Delay
from webapp.domain.status import Status
from webapp.photos.pool import DerivingPool
from webapp.photos.serving import current_store
from webapp.use_cases import derive_photos
from webapp.use_cases.change_studio import change_time_zone
from webapp.use_cases.claim_photos import claim_photos, finish_photos

# An ordinary Monday; the days before clocks change, here or there.
BEGINNINGS = ("2026-11-23T09:00", "2026-10-23T15:20", "2026-10-30T12:00", "2027-03-26T08:10",
              "2027-04-28T20:00", "2027-09-03T02:30")  # fmt: skip
# In minutes; never whole days, so that nothing hangs on the very instant.
MOVES = (7, 61, 190, 367, 725, 1447, 1447 * 2, 1447 * 3, 1447 * 7, 1447 * 15, 1447 * 16, -61, -1450)
POOL = DerivingPool(1)


class WholeLife(InTheShop):
    """The machine."""

    @initialize(
        begun=st.sampled_from(BEGINNINGS),
        zone=st.sampled_from(ZONES),
        first=st.sampled_from((3, 2, 4, 1, 8)),
        second=st.sampled_from((None, 1, 3)),
    )
    def begin(self, begun, zone, first, second):
        self.now = datetime.fromisoformat(f"{begun}+00:00")
        with self.app.app_context():
            change_time_zone(self.cast.studio, zone, by=JONAS, now=self.now)
        self.story.zone = zone
        for number, days in enumerate((first, second)):
            if days is not None:
                self._begin_selling(number, days)

    def _begin_selling(self, number, days):
        """Most lives begin in the shop."""
        self._save(
            number,
            None,
            status=Status.SELLING,
            archiving=True,
            archiving_date=day_of(self.now, self.story.zone) + days * DAY,
            archiving_delay=Delay.ONE_DAY if number else Delay.SAME_DAY,
            communication_profile_id=list(self.cast.profiles.values())[number],
        )

    @rule(minutes=st.sampled_from(MOVES))
    def time_passes(self, minutes):
        self._turn(self.now + timedelta(minutes=minutes))

    @precondition(lambda self: self.on_sale())
    @rule(number=JOBS, seconds=st.sampled_from((-1, 0, 50)))
    def the_stop_comes(self, number, seconds):
        """The last second, the very instant, and what a worker may take (A5)."""
        _number, job = self.job_at(number)
        stop = job.stop(self.story.zone)
        if stop is not None and job.status == "selling" and stop > self.now:
            self._turn(stop + timedelta(seconds=seconds))

    @precondition(lambda self: self.on_sale())
    @rule(number=JOBS, days=st.sampled_from((1, 3)), minutes=st.sampled_from((-1, 3)))
    def a_reminder_comes(self, number, days, minutes):
        _number, job = self.job_at(number)
        if job.last_day is not None:
            due = morning(job.last_day - days * DAY, self.story.zone)
            if due > self.now:
                self._turn(due + timedelta(minutes=minutes))

    def _turn(self, now):
        self.machine += max(now - self.now, timedelta(0))
        self.now = now

    @rule(workers=st.sampled_from((1,) * 12 + (2,)), dies=DIES)
    def workers_work(self, workers, dies):
        self._tick(workers, dies)

    @rule()
    def a_worker_works(self):
        self._tick(1, None)

    def _tick(self, workers, dies):
        if dies is not None:

            def tick(store):
                self.worker.tick(self.now, self.machine, store=store)

            self.kill(tick, dies * 3)
            self.recover()
            return
        with self.ticking():
            if workers > 1:
                self.stage.colleague.begin_tick(self.now, self.machine)
            self.worker.tick(self.now, self.machine)
            if workers > 1:
                self.stage.colleague.end_tick()
                self.worker.tick(self.now, self.machine)

    @rule()
    def previews_are_made(self):
        with self.app.app_context():
            claims = claim_photos(8, now=self.machine)
            if claims:
                store = current_store()
                made = derive_photos._derive(claims, store, POOL, lambda: False)
                finish_photos(made, store=store, now=self.machine)
        for job in self.story.jobs.values():
            job.ready |= set(job.photos)
