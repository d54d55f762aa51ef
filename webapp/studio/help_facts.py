"""The numbers that the help notes say: taken from the rules, in the reader's language."""

from datetime import date, time, timedelta

from webapp.domain import (
    access_codes,
    acting,
    day_pass,
    digest,
    second_factor,
    throttling,
    uploads,
)
from webapp.domain.archiving import COUNTER_DAYS, ArchivePlan, Delay
from webapp.domain.deletion import TRASH_LASTS
from webapp.domain.downloads import FILES_LAST, LEAST_AFTER_PAYMENT
from webapp.domain.messages import LATE_AFTER, LEFT_ALONE_FOR
from webapp.domain.notifications import Trigger
from webapp.domain.reactivation import PROFILE_KEPT_DAYS
from webapp.domain.reopening import LONGEST_DAYS
from webapp.domain.retention import MOST_MONTHS, NOTICE
from webapp.domain.sending_hours import EVENING, MORNING, QUIET_FROM
from webapp.domain.storage import OLD_AFTER_MONTHS
from webapp.domain.support_requests import MOST_PICTURES
from webapp.photos.checking import MOST_BYTES
from webapp.photos.decoding import MOST_PIXELS
from webapp.use_cases import visiting
from webapp.use_cases.empty_messages import KEPT as TEXTS_KEPT
from webapp.use_cases.passwords import SHORTEST
from webapp.use_cases.standard_profile import REMINDER_DAYS
from webapp.web.words import day, size

_MEGA = 1_000_000
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_EXAMPLE = ArchivePlan(date(2026, 12, 8), Delay.TWO_DAYS, "Europe/Berlin")


def help_facts() -> dict[str, object]:
    """Every value that a note may say, by the name it has in the notes."""
    return {**_days(), **_times(), **_amounts(), **_example()}


def _days() -> dict[str, object]:
    return {
        "counter_days": COUNTER_DAYS,
        "profile_days": PROFILE_KEPT_DAYS,
        "trash_days": TRASH_LASTS.days,
        "files_days": FILES_LAST.days,
        "least_days": LEAST_AFTER_PAYMENT.days,
        "notice_days": NOTICE.days,
        "reopening_days": LONGEST_DAYS,
        "upload_days": uploads.LASTS.days,
        "digest_days": digest.LOOKS_AHEAD_DAYS,
        "texts_days": TEXTS_KEPT.days,
        "browser_days": visiting.LASTS.days,
        "most_months": MOST_MONTHS,
        "old_months": min(OLD_AFTER_MONTHS),
        "longest_delay": max(delay.days or 0 for delay in Delay),
        "reminder_days": REMINDER_DAYS,
        "basket_hours": tuple(Trigger.ABANDONED.offsets),
    }


def _times() -> dict[str, object]:
    return {
        "morning": _clock(MORNING),
        "evening": _clock(EVENING),
        "quiet_from": _clock(QUIET_FROM),
        "late_hours": LATE_AFTER // _HOUR,
        "alone_hours": LEFT_ALONE_FOR // _HOUR,
        "window_minutes": throttling.WINDOW // _MINUTE,
        "acting_minutes": acting.LASTS // _MINUTE,
        "look_minutes": day_pass.LASTS // _MINUTE,
    }


def _amounts() -> dict[str, object]:
    return {
        "largest_file": size(MOST_BYTES),
        "most_megapixels": MOST_PIXELS // _MEGA,
        "free_failures": throttling.FREE_FAILURES,
        "code_length": access_codes.LENGTH,
        "code_shown": access_codes.shown("ABCD2345EFGH"),
        "password_length": SHORTEST,
        "code_digits": second_factor.DIGITS,
        "recovery_codes": second_factor.RECOVERY_CODES,
        "request_pictures": MOST_PICTURES,
    }


def _example() -> dict[str, object]:
    """An archiving date with its delay, worked out as for a job (A2)."""
    last = _EXAMPLE.last_selling_day or _EXAMPLE.archiving_date
    return {
        "example_date": day(_EXAMPLE.archiving_date),
        "example_last": day(last),
        "example_after": day(last + timedelta(days=1)),
        "example_counter": day(_EXAMPLE.counter_starts, "plain"),
    }


def _clock(at: time) -> str:
    return at.strftime("%H:%M")
