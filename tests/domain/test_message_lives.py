"""Lives of a job by chance: sales, pauses, dates, profiles, customers; what was sent is watched.

The machine keeps a ledger as the database does, plans after every change, and sends what is due.
"""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support.planning import BERLIN, a_recipient, a_rule, a_state, berlin
from webapp.domain.archiving import ArchivePlan, Delay, local_day
from webapp.domain.ledger import Entry, State, compare
from webapp.domain.messages import plan_messages
from webapp.domain.notifications import Channel, Group, Trigger
from webapp.domain.status import Status

PROFILES = {
    "standard": [
        a_rule("available"),
        *(a_rule("before-archiving", days) for days in (7, 3, 1)),
        a_rule("archived"),
    ],
    "clubs": [
        a_rule("available", 2, id="clubs-available"),
        a_rule("registered"),
        a_rule("before-archiving", 3, id="clubs-3", group=Group.POTENTIAL),
        a_rule("after-archiving", 2),
    ],
    None: [],
}
REMINDERS = (Trigger.BEFORE_ARCHIVING, Trigger.AFTER_ARCHIVING, Trigger.ABANDONED)
NAMES = ("anna", "ben", "cem")


class Lives(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.now = berlin(2, 10)
        self.job = a_state("planning", profile_since=self.now)
        self.profile = "standard"
        self.people = {}
        self.ledger = {}
        self.sent = []

    # ------------------------------------------------------------ what may happen

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours):
        """The worker looks every hour."""
        for _hour in range(hours):
            self.now += timedelta(hours=1)
            if self.stop_has_passed():
                self.change(status=Status.ARCHIVED, archived_at=self.now)
            self.send()

    @rule(name=st.sampled_from(NAMES))
    def somebody_registers(self, name):
        self.people.setdefault(name, a_recipient(name, self.now))
        self.plan()

    @rule(name=st.sampled_from(NAMES))
    def somebody_unsubscribes(self, name):
        if name in self.people:
            self.people[name] = replace(self.people[name], reached_since={})
            self.plan()

    @rule(name=st.sampled_from(NAMES))
    def somebody_buys(self, name):
        if name in self.people:
            self.people[name] = replace(self.people[name], has_bought=True)
            self.plan()

    @rule(days=st.integers(0, 20), delay=st.sampled_from(Delay))
    def the_date_moves(self, days, delay):
        day = local_day(self.now, BERLIN) + timedelta(days=days)
        self.change(archive_plan=ArchivePlan(day, delay, BERLIN))

    @precondition(lambda self: self.job.status is not Status.SELLING)
    @rule()
    def it_goes_on_sale(self):
        if self.job.archive_plan and self.job.archive_plan.has_stopped(self.now):
            self.job = replace(self.job, archive_plan=None)
        self.change(
            status=Status.SELLING, selling_since=self.now, announced_at=self.now, archived_at=None
        )

    @precondition(lambda self: self.job.status is Status.SELLING)
    @rule(to=st.sampled_from([Status.PLANNING, Status.ARCHIVED]))
    def it_leaves_the_shop(self, to):
        self.change(status=to, archived_at=self.now if to is Status.ARCHIVED else None)

    @rule(profile=st.sampled_from([*PROFILES]))
    def another_profile_is_chosen(self, profile):
        if profile != self.profile:
            self.profile = profile
            self.change(profile_since=self.now if profile else None)

    @precondition(lambda self: self.job.status is Status.SELLING)
    @rule()
    def send_now_is_pressed(self):
        self.change(announced_at=self.now)

    # ------------------------------------------------------------ what follows

    def change(self, **facts):
        self.job = replace(self.job, **facts)
        self.plan()

    def stop_has_passed(self):
        plan = self.job.archive_plan
        return self.job.status is Status.SELLING and plan and plan.has_stopped(self.now)

    def plan(self):
        self.now += timedelta(seconds=1)  # no two things happen at the same instant
        people = [replace(each, told_at=self.told_at(each)) for each in self.people.values()]
        owed = plan_messages(self.job, PROFILES[self.profile], people, now=self.now)
        changes = compare(owed, list(self.ledger.values()))
        for entry, why in changes.cancelled:
            self.write(entry.key, state=State.CANCELLED, reason=why)
        for message in changes.queued:
            self.ledger.setdefault(message.key, None)
        moved = (*changes.moved, *changes.adopted)
        for message in (*changes.queued, *(message for _id, message in moved)):
            self.ledger[message.key] = Entry(
                "row", message.key, State.PLANNED, message.due_at, message.rule_id,
                changed_at=self.now,
            )  # fmt: skip

    def send(self):
        if not 9 <= self.here.hour < 21:
            return
        self.plan()
        for entry in list(self.ledger.values()):
            if entry.state is State.PLANNED and entry.due_at <= self.now:
                self.write(entry.key, state=State.SENT)
                self.sent.append((self.now, entry, self.job, self.people[entry.key.customer_id]))

    def write(self, key, **facts):
        self.ledger[key] = replace(self.ledger[key], changed_at=self.now, **facts)

    def told_at(self, who):
        told = [at for at, entry, _job, _who in self.sent
                if entry.key.customer_id == who.customer_id
                and entry.key.trigger is Trigger.AVAILABLE]  # fmt: skip
        return min(told, default=None)

    @property
    def here(self):
        return self.now.astimezone(ZoneInfo(BERLIN))

    # ------------------------------------------------------------ what is never seen

    @invariant()
    def nothing_is_sent_twice(self):
        keys = [entry.key for _at, entry, _job, _who in self.sent]
        assert len(keys) == len(set(keys))

    @invariant()
    def nobody_is_told_twice_that_photos_are_there(self):
        told = [entry.key.customer_id for _at, entry, _job, _who in self.sent
                if entry.key.trigger is Trigger.AVAILABLE]  # fmt: skip
        assert len(told) == len(set(told))

    @invariant()
    def nothing_untrue_late_or_unwanted_is_sent(self):
        for at, entry, job, who in self.sent[-5:]:
            trigger = entry.key.trigger
            follows = trigger in (Trigger.ARCHIVED, Trigger.AFTER_ARCHIVING)
            assert (job.status is Status.ARCHIVED) is follows
            assert Channel.EMAIL in who.reached_since
            if trigger is Trigger.BEFORE_ARCHIVING:
                assert job.archive_plan.archiving_date.isoformat() == entry.key.occasion
                assert not job.archive_plan.has_stopped(at)
            if trigger.is_of_its_time:
                assert timedelta(0) <= at - entry.due_at < timedelta(hours=24)
            if trigger in REMINDERS:
                assert at - who.registered_at >= timedelta(hours=6)

    @invariant()
    def what_is_planned_is_of_the_profile(self):
        ids = {each.id for each in PROFILES[self.profile]}
        planned = {each.rule_id for each in self.ledger.values() if each.state is State.PLANNED}
        assert planned <= ids


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
