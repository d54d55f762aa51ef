"""What has happened so far, as the machine told it, and what follows from it by the reference."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.lifecycle.reference import DAY, Job, Reader, due

Line = tuple[int, int]  # a job, and a photo of it
Rule = tuple[str, int, str]  # trigger, offset in days or hours, target group
Key = tuple[int, int, str, int, str]  # job, customer, trigger, offset, occasion (C5)


@dataclass
class Shoot(Job):
    """A job with all that hangs on it; photos by number, with their bytes."""

    profile: str | None = None
    profile_since: datetime | None = None
    registered: dict[int, datetime] = field(default_factory=dict)
    photos: dict[int, int] = field(default_factory=dict)
    trash: dict[int, tuple[datetime, dict[int, int]]] = field(default_factory=dict)
    ready: set[int] = field(default_factory=set)
    has_lost_some: bool = False

    @property
    def bytes_used(self) -> int:
        """What counts against the storage: the trash too (D1)."""
        pieces = (photos for _since, photos in self.trash.values())
        return sum(self.photos.values()) + sum(sum(each.values()) for each in pieces)


@dataclass
class Person:
    """A customer and their browser."""

    confirmed: datetime | None = None
    is_unsubscribed: bool = False
    basket: dict[Line, int] = field(default_factory=dict)
    left: dict[Line, int] = field(default_factory=dict)
    touched: datetime | None = None
    orders: list[set[Line]] = field(default_factory=list)
    delivered: int = 0  # so many of them, the oldest first


@dataclass
class Story:
    zone: str
    profiles: dict[str, list[Rule]]
    jobs: dict[int, Shoot]
    people: list[Person]
    sent: dict[Key, datetime] = field(default_factory=dict)
    called_off: dict[Key, datetime] = field(default_factory=dict)

    def on_sale(self, number: int, now: datetime) -> bool:
        return self.jobs[number].on_sale(self.zone, now)

    def needed(self) -> set[Line]:
        """What orders that are not delivered need (D4)."""
        orders = (order for each in self.people for order in each.orders[each.delivered :])
        return set().union(*orders)

    def leave(self, number: int, photos: set[int]) -> None:
        """Products of these photos leave all baskets (A8)."""
        for each in self.people:
            gone = {line for line in each.basket if line[0] == number and line[1] in photos}
            each.left |= {line: each.basket.pop(line) for line in gone}

    def come_back(self, number: int) -> None:
        """They come back where the picture is there (R5)."""
        photos = self.jobs[number].photos
        for each in self.people:
            back = {line for line in each.left if line[0] == number and line[1] in photos}
            each.basket |= {line: each.left.pop(line) for line in back}

    def archive(self, number: int, now: datetime) -> None:
        """Out of the shop, by hand or by itself (A4, A5, A8)."""
        job = self.jobs[number]
        job.status, job.archived_at = "archived", now
        self.leave(number, set(job.photos))

    def put_on_sale(self, number: int, now: datetime) -> None:
        """Available, or available again (R1, R3, R5)."""
        job = self.jobs[number]
        if job.status == "archived" and not job.keeps_profile(self.zone, now):
            job.profile, job.profile_since = None, now if job.profile else job.profile_since
        job.status, job.archived_at, job.sold_at = "selling", None, [now]
        self.come_back(number)

    def is_due(self, number: int, now: datetime) -> bool:
        return self.jobs[number].status == "selling" and not self.on_sale(number, now)

    def tick(self, now: datetime) -> None:
        """What happens by itself (A5, D2)."""
        for number in self.jobs:
            if self.is_due(number, now):
                self.archive(number, now)
            self.empty(number, now - 7 * DAY)

    def empty(self, number: int, before: datetime | None) -> None:
        """The trash of a job, or what of it is older; not what an order needs (D2, D4)."""
        needed = {photo for job, photo in self.needed() if job == number}
        trash = self.jobs[number].trash
        for piece, (since, photos) in list(trash.items()):
            if (before is None or since <= before) and not needed & set(photos):
                del trash[piece]

    def owed(self, now: datetime) -> set[Key]:
        """The messages that have to be out by now, and are not (C5 to C9)."""
        return {
            (number, who, trigger, offset, occasion)
            for number, job in self.jobs.items()
            for trigger, offset, group in self.profiles.get(job.profile or "", ())
            for who in job.registered
            if (reader := self._reader(number, who)) is not None
            and (group == "all" or not self._has_bought(number, who))
            for occasion, event, at in due(job, (trigger, offset), reader, self.zone, now)
            if event >= (job.profile_since or event) and at <= now
            if trigger == "available" or now <= at + DAY
            if self._is_open((number, who, trigger, offset, occasion), event)
        }

    def _is_open(self, key: Key, event: datetime) -> bool:
        if key in self.sent:
            return False
        off = self.called_off.get(key)
        return off is None or (key[2] == "available" and off < event)

    def _has_bought(self, number: int, who: int) -> bool:
        return any(line[0] == number for order in self.people[who].orders for line in order)

    def _reader(self, number: int, who: int) -> Reader | None:
        """None: they are not written to about this job (C9)."""
        job, person = self.jobs[number], self.people[who]
        if person.confirmed is None or person.is_unsubscribed:
            return None
        if job.has_lost_some and not job.photos:
            return None  # nothing that is said of pictures would be true
        came, basket = job.registered[who], None
        if person.touched and any(line[0] == number for line in person.basket):
            basket = (str(len(person.orders)), person.touched)
        told = [at for key, at in self.sent.items() if key[:3] == (number, who, "available")]
        return Reader(came, max(came, person.confirmed), basket, min(told, default=None))
