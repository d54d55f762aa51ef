"""How much lies in the database that is measured, and the rows of it, made anew for each table.

Ids look random, as real ones do, so that indexes are met in no order; the same number of the same
table has the same id everywhere.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from webapp import clock

# The machine's own time: what is measured beside the program's own processes needs no clock file.
NOW = clock.machine_now().replace(microsecond=0)
PAST = NOW - timedelta(hours=1)
LATER = NOW + timedelta(days=40)
LINES_IN_BASKET = 3
REGISTRATIONS = 5
_LONG_AGO = NOW - timedelta(days=200)
_NOT_OURS = str.maketrans("lo", "89")

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Volume:
    """So many jobs: `due` of them due, `kept` selling for long, the others archived.

    Each basket has one line of a due job and two of kept ones; each due job has five registered
    customers, who have a planned reminder each and will be told that it is archived.
    """

    jobs: int
    due: int
    kept: int
    baskets: int
    studios: int

    def scaled(self, scale: float) -> "Volume":
        """The same at another scale, never without anything."""
        sizes = {name: max(int(number * scale), 2) for name, number in vars(self).items()}
        sizes["jobs"] = max(sizes["jobs"], sizes["due"] + sizes["kept"])
        return Volume(**sizes)

    @property
    def with_lines(self) -> int:
        """Jobs that have a photo: they come first, the due ones before the kept ones."""
        return self.due + self.kept

    @property
    def lines_of_due(self) -> int:
        """Lines that archiving takes out."""
        return self.baskets


LARGE = Volume(jobs=1_000_000, due=10_000, kept=20_000, baskets=200_000, studios=1_000)
SMALL = Volume(jobs=10_100, due=10_000, kept=100, baskets=200_000, studios=1_000)


def an_id(kind: str, number: int) -> str:
    """The id of the so-manieth row of a kind: sixteen symbols that look random."""
    digest = hashlib.blake2b(f"{kind} {number}".encode(), digest_size=10).digest()
    return base64.b32encode(digest).decode().lower().translate(_NOT_OURS)


@dataclass(frozen=True)
class Table:
    """The rows of one table, in an order in which foreign keys find what they name."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


def tables(volume: Volume) -> Iterator[Table]:
    """Everything that the volume says, table by table."""
    yield a_table("studio", "id name slug time_zone language currency email phone quota_bytes"
                 " is_demo created_at", _studios(volume))  # fmt: skip
    yield a_table("price_list", "id studio_id name tax_rate shipping_price created_at",
                 _price_lists(volume))  # fmt: skip
    yield a_table("product", "id price_list_id name kind price position is_sold", _products(volume))
    yield a_table("communication_profile", "id studio_id name is_standard created_at",
                 _profiles(volume))  # fmt: skip
    yield a_table("notification", "id profile_id position trigger offset_days channel subject"
                 " message since", _notifications(volume))  # fmt: skip
    yield a_table("job", "id studio_id public_name internal_name kind shot_on status access_type"
                 " price_list_id archiving archiving_date archiving_delay stop_at"
                 " communication_profile_id profile_since created_at selling_since announced_at"
                 " archived_at version photo_count original_bytes last_photo_number",
                 _jobs(volume))  # fmt: skip
    yield a_table("album", "id job_id name position created_at", _albums(volume))
    yield a_table("photo", "id studio_id job_id album_id number original_name content_hash"
                 " original_bytes media_type width height is_group state failure attempts"
                 " created_at", _photos(volume))  # fmt: skip
    yield a_table(
        "customer",
        "id studio_id name email language email_confirmed_at created_at",
        _customers(volume),
    )
    yield a_table("registration", "id job_id customer_id language consent consented_at created_at",
                 _registrations(volume))  # fmt: skip
    yield a_table("message", "id studio_id job_id customer_id trigger offset_days channel occasion"
                 " state reason due_at created_at", _messages(volume))  # fmt: skip
    yield a_table("visitor", "id studio_id token_hash created_at expires_at", _visitors(volume))
    yield a_table("basket", "id studio_id visitor_id state touched_at created_at", _baskets(volume))
    yield a_table("basket_line", "id basket_id job_id photo_id product_id quantity created_at",
                 _basket_lines(volume))  # fmt: skip


def a_table(name: str, columns: str, rows: Iterator[Row]) -> Table:
    """A table whose columns are written one after the other."""
    return Table(name, tuple(columns.split()), rows)


def _studio_of(volume: Volume, job: int) -> int:
    return job % volume.studios


def _studios(volume: Volume) -> Iterator[Row]:
    for n in range(volume.studios):
        yield (an_id("studio", n), f"Studio {n}", f"studio-{n}", "Europe/Berlin", "en", "EUR",
               f"studio-{n}@example.org", "", 250 * 10**9, False, _LONG_AGO)  # fmt: skip


def _price_lists(volume: Volume) -> Iterator[Row]:
    for n in range(volume.studios):
        yield an_id("price_list", n), an_id("studio", n), "Prices", 1900, 0, _LONG_AGO


def _products(volume: Volume) -> Iterator[Row]:
    for n in range(volume.studios):
        yield (an_id("product", n), an_id("price_list", n), "Print 13 × 18 cm", "print", 890, 0,
               True)  # fmt: skip


def _profiles(volume: Volume) -> Iterator[Row]:
    for n in range(volume.studios):
        yield an_id("profile", n), an_id("studio", n), "Standard", True, _LONG_AGO


def _notifications(volume: Volume) -> Iterator[Row]:
    triggers = (("available", 0), ("before-archiving", 7), ("before-archiving", 3),
                ("before-archiving", 1), ("archived", 0))  # fmt: skip
    for n in range(volume.studios):
        for place, (trigger, offset) in enumerate(triggers):
            yield (an_id("notification", n * len(triggers) + place), an_id("profile", n), place,
                   trigger, offset, "email", "Subject", "Message", _LONG_AGO)  # fmt: skip


def _jobs(volume: Volume) -> Iterator[Row]:
    for n in range(volume.jobs):
        studio = _studio_of(volume, n)
        sells = n < volume.with_lines
        stop = (PAST if n < volume.due else LATER) if sells else PAST - timedelta(days=30)
        photos = 1 if sells else 0
        yield (an_id("job", n), an_id("studio", studio), f"Oak Lane Primary {n}", f"oak-lane-{n}",
               "school", date(2026, 5, 4), "selling" if sells else "archived", "job",
               an_id("price_list", studio), True, stop.date(), "0", stop,
               an_id("profile", studio), _LONG_AGO, _LONG_AGO, _LONG_AGO, _LONG_AGO,
               None if sells else stop, 3, photos, photos * 1000, photos)  # fmt: skip


def _albums(volume: Volume) -> Iterator[Row]:
    for n in range(volume.with_lines):
        yield an_id("album", n), an_id("job", n), "Class 1", 0, _LONG_AGO


def _photos(volume: Volume) -> Iterator[Row]:
    for n in range(volume.with_lines):
        yield (an_id("photo", n), an_id("studio", _studio_of(volume, n)), an_id("job", n),
               an_id("album", n), 1, "DSC_0001.jpg", f"{n:064x}", 1000, "image/jpeg", 800, 1000,
               False, "ready", "", 1, _LONG_AGO)  # fmt: skip


def _customers(volume: Volume) -> Iterator[Row]:
    for n in range(volume.due * REGISTRATIONS):
        studio = _studio_of(volume, n // REGISTRATIONS)
        yield (an_id("customer", n), an_id("studio", studio), "Anna Berger",
               f"parent-{n}@example.org", "en", _LONG_AGO, _LONG_AGO)  # fmt: skip


def _registrations(volume: Volume) -> Iterator[Row]:
    for n in range(volume.due * REGISTRATIONS):
        job = an_id("job", n // REGISTRATIONS)
        yield (an_id("registration", n), job, an_id("customer", n), "en", "", _LONG_AGO,
               _LONG_AGO)  # fmt: skip


def _messages(volume: Volume) -> Iterator[Row]:
    for n in range(volume.due * REGISTRATIONS):
        job = n // REGISTRATIONS
        yield (an_id("message", n), an_id("studio", _studio_of(volume, job)), an_id("job", job),
               an_id("customer", n), "before-archiving", 1, "email", "2026-11-22", "planned", "",
               PAST, _LONG_AGO)  # fmt: skip


def _visitors(volume: Volume) -> Iterator[Row]:
    for n in range(volume.baskets):
        yield (an_id("visitor", n), an_id("studio", _studio_of(volume, n % volume.due)),
               hashlib.sha256(str(n).encode()).hexdigest(), _LONG_AGO, LATER)  # fmt: skip


def _baskets(volume: Volume) -> Iterator[Row]:
    for n in range(volume.baskets):
        studio = an_id("studio", _studio_of(volume, n % volume.due))
        yield an_id("basket", n), studio, an_id("visitor", n), "pending", _LONG_AGO, _LONG_AGO


def _basket_lines(volume: Volume) -> Iterator[Row]:
    for n in range(volume.baskets):
        kept = volume.due + n % volume.kept
        other = volume.due + (n + 1) % volume.kept
        for place, job in enumerate((n % volume.due, kept, other)):
            studio = _studio_of(volume, job)
            yield (an_id("line", n * LINES_IN_BASKET + place), an_id("basket", n),
                   an_id("job", job), an_id("photo", job), an_id("product", studio), 1 + place,
                   _LONG_AGO)  # fmt: skip
