"""Facts for planning messages, said shortly: Berlin, a Monday in November, one parent."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.messages import JobState, Recipient
from webapp.domain.notifications import Channel, Condition, Group, Rule, Trigger, Window
from webapp.domain.status import Status

BERLIN = "Europe/Berlin"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def berlin(day: int, hour: int = 0, minute: int = 0, month: int = 11) -> datetime:
    """A local time in Berlin, November 2026 if not said otherwise, as aware UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


def a_rule(trigger, offset=0, window=None, **facts):
    """A notification; those of a day go in the morning."""
    trigger = Trigger(trigger)
    window = window or (Window.MORNING if trigger.is_of_a_day else Window.AT_ONCE)
    facts = {
        "id": f"{trigger}-{offset}",
        "group": Group.ALL,
        "condition": Condition.EVERYONE,
        "channel": Channel.EMAIL,
        "since": LONG_AGO,
    } | facts
    return Rule(trigger=trigger, offset=offset, window=Window(window), **facts)


def a_recipient(name="anna", registered_at=None, channels=(Channel.EMAIL,), **facts):
    """A customer who registered on the 1st, with a confirmed address."""
    registered_at = registered_at or berlin(1, 12)
    reached = facts.pop("reached_since", dict.fromkeys(channels, registered_at))
    return Recipient(name, registered_at, reached, **facts)


def a_state(status="selling", archive_on=None, delay="0", zone=BERLIN, **facts):
    """A job on sale since the 9th at 16:05."""
    plan = ArchivePlan(archive_on, Delay(delay), zone) if archive_on else None
    on_sale = {"selling_since": berlin(9, 16, 5), "announced_at": berlin(9, 16, 5)}
    defaults = {} if Status(status) is Status.PLANNING else on_sale
    defaults["profile_since"] = LONG_AGO
    return JobState(Status(status), zone, plan, **(defaults | facts))


DECEMBER_8 = date(2026, 12, 8)
