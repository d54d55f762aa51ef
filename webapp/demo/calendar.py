"""When things happened in the demo, seen from the day on which it starts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/Berlin"
_OPENING = time(10)


@dataclass(frozen=True)
class Calendar:
    """Days counted from `today`; times of day are those on the studio's wall."""

    today: date

    def day(self, offset: int) -> date:
        """The day so many days from today."""
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        """The instant at this time of that day, aware UTC."""
        moment = time(hour, minute)
        return datetime.combine(self.day(offset), moment, ZoneInfo(ZONE)).astimezone(UTC)

    @property
    def start(self) -> datetime:
        """The instant at which the demo begins: ten in the morning of today."""
        return self.at(0, _OPENING.hour)


def calendar_of(now: datetime) -> Calendar:
    """The calendar of the day that it is in the demo's studio at `now`."""
    return Calendar(now.astimezone(ZoneInfo(ZONE)).date())
