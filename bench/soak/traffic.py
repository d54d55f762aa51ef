"""Who comes to the installation during the soak: customers, photographers, somebody who uploads.

Each remembers what was answered as done, so that it can be looked for afterwards.
"""

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from itertools import count
from threading import Lock, Thread

from bs4 import BeautifulSoup
from PIL import Image

from bench.sender import File, Sender
from bench.serving import Answer, Browser
from tests.support import forms

_SEE_OTHER, _CONFLICT, _SERVER_FAULT = 303, 409, 500
_ADDRESS = {"name": "Anna Berger", "street": "Lindenweg 7", "postcode": "04109",
            "city": "Leipzig", "country": "DE"}  # fmt: skip
_PAGES = (
    "/studio/jobs",
    "/studio/orders",
    "/studio/storage",
    "/studio/messages",
)
_chance = random.Random(5)  # noqa: S311 - which picture, not a secret


@dataclass
class Diary:
    """What all of them were answered: what has to be there afterwards, and what went wrong."""

    orders: dict[str, str] = field(default_factory=dict)  # the address of a buyer -> token
    saves: dict[int, str] = field(default_factory=dict)  # version of the job -> its name from then
    attempts: int = 0
    conflicts: int = 0
    files: dict[str, str] = field(default_factory=dict)  # path -> hash
    faults: list[str] = field(default_factory=list)
    requests: int = 0
    saved_job: str = ""
    _lock: Lock = field(default_factory=Lock)

    def note(self, what: str, answer: Answer) -> Answer:
        """Count an answer; one of the server's own faults is a fault."""
        with self._lock:
            self.requests += 1
            if answer.status >= _SERVER_FAULT:
                self.faults.append(f"{what}: {answer.status}")
        return answer

    def saved(self, job: str, version: int, name: str) -> None:
        """A save was answered as stored: the job has this version now, and nobody else's save."""
        with self._lock:
            if version in self.saves:
                self.faults.append(f"{self.saves[version]!r} and {name!r} were both stored")
            self.saves[version], self.saved_job = name, job

    def tried(self, *, refused: bool = False) -> None:
        """Somebody presses "Save settings"; or hears that another was faster."""
        with self._lock:
            self.attempts += not refused
            self.conflicts += refused

    def wrong(self, what: str) -> None:
        """Something did not go as it should."""
        with self._lock:
            self.faults.append(what)


@dataclass(frozen=True)
class Place:
    """What is known of the installation: where it answers, its shop, and the jobs on sale."""

    port: int
    slug: str
    jobs: tuple[str, ...]


Deed = Callable[[], None]
Going = Callable[[], bool]


def again_and_again(deed: Deed, diary: Diary, goes_on: Going, *, pause: float = 0.0) -> None:
    """Until it is over; whatever is raised is a fault, and stops nothing."""
    while goes_on():
        try:
            deed()
        except Exception as error:  # noqa: BLE001 - told at the end
            diary.wrong(f"{deed.__qualname__}: {type(error).__name__}: {str(error)[:300]}")
        time.sleep(pause)


class Customer:
    """Comes as somebody new each time: looks, fills a basket, orders."""

    _numbers = count(1)

    def __init__(self, place: Place, diary: Diary) -> None:
        self._place, self._diary = place, diary
        self._home = f"/shop/{place.slug}"

    def come(self) -> None:
        """From the gallery to the order."""
        number = next(self._numbers)
        address = f"127.{number // 60_000 + 1}.{number // 240 % 250 + 1}.{number % 240 + 1}"
        browser = Browser(self._place.port, address=address)
        for job_id in _chance.sample(self._place.jobs, 2):
            self._choose(browser, f"{self._home}/jobs/{job_id}")
        self._get(browser, f"{self._home}/basket")
        self._order(browser, f"buyer-{number}@example.org")

    def _choose(self, browser: Browser, gallery: str) -> None:
        page = self._get(browser, gallery)
        shown = sorted(set(re.findall(rf"{gallery}/photos/\w+", page)))
        pictures = sorted(set(re.findall(rf"{gallery}/pictures/\w+/\w+", page)))
        for picture in _chance.sample(pictures, min(4, len(pictures))):
            self._diary.note("a picture", browser.get(picture))
        address = _chance.choice(shown)
        document = BeautifulSoup(self._get(browser, address), "html.parser")
        tags = forms.controls(document, forms.find(document, ".prods form"))
        answer = browser.post(f"{address}/basket", forms.as_shown(tags))
        self._diary.note("into the basket", answer)

    def _order(self, browser: Browser, email: str) -> None:
        path = f"{self._home}/checkout"
        document = BeautifulSoup(self._get(browser, path), "html.parser")
        fields = forms.as_shown(forms.controls(document, forms.find(document, "main form")))
        answer = browser.post(path, fields | _ADDRESS | {"email": email})
        self._diary.note("an order", answer)
        if answer.status != _SEE_OTHER:
            self._diary.wrong(f"an order was answered with {answer.status}")
            return
        self._diary.orders[email] = answer.location.rpartition("/")[2].partition("?")[0]
        self._get(browser, f"{self._home}/orders/{self._diary.orders[email]}")

    def _get(self, browser: Browser, path: str) -> str:
        answer = self._diary.note(path.partition("/jobs/")[0], browser.get(path))
        if answer.status != 200:
            self._diary.wrong(f"{path}: {answer.status}")
        return answer.plain.decode()


class Photographer:
    """Opens the settings of one job, looks at lists as one does, and then saves what was open.

    Two of them have the same job open, so that now and then one is too late.
    """

    _numbers = count(1)

    def __init__(self, place: Place, diary: Diary, job_id: str, cookies: dict[str, str]) -> None:
        self._diary, self._job_id = diary, job_id
        self._browser = Browser(place.port, cookies)
        self._path = f"/studio/jobs/{job_id}/settings"
        self._refused = 0

    def come(self) -> None:
        """One save, and two pages before it."""
        document = BeautifulSoup(self._get(self._path), "html.parser")
        tags = forms.controls(document, forms.find(document, '[name="archiving_date"]'))
        fields = forms.as_shown(tags)
        version = int(fields["version"][0])
        if version <= self._refused:
            self._diary.wrong(f"a save of version {version} was refused, and nobody was faster")
        for path in (_chance.choice(_PAGES), f"/studio/jobs/{self._job_id}/photos"):
            self._get(path)
        self._save(fields, version)

    def _save(self, fields: forms.Data, version: int) -> None:
        name = f"Oak Lane Primary, {next(self._numbers)}"
        self._diary.tried()
        answer = self._browser.post(self._path, fields | {"public_name": [name]})
        self._diary.note("a save", answer)
        if answer.status == _CONFLICT:
            self._refused = version
            self._diary.tried(refused=True)
        elif answer.status == _SEE_OTHER:
            self._diary.saved(self._job_id, version + 1, name)
        else:
            self._diary.wrong(f"a save was answered with {answer.status}")

    def _get(self, path: str) -> str:
        answer = self._diary.note(path, self._browser.get(path))
        if answer.status != 200:
            self._diary.wrong(f"{path}: {answer.status}")
        return answer.plain.decode()


class Uploader:
    """Sends a few new JPEGs of a camera at a time."""

    def __init__(
        self, place: Place, diary: Diary, job_id: str, cookies: dict[str, str], *, first: int = 1
    ) -> None:
        self._diary, self._job_id = diary, job_id
        self._sender = Sender(place.port, job_id, cookies)
        self._numbers = count(first)

    def come(self, quantity: int = 4) -> None:
        """So many files, all of which have to be taken."""
        files = list(self._some(quantity))
        outcome = self._sender.send(files)
        if outcome != {"stored": quantity}:
            self._diary.wrong(f"uploads ended as {outcome}")
        self._diary.requests += 1 + quantity
        self._diary.files |= {
            f"{self._job_id}/{file.path}": sha256(file.content).hexdigest() for file in files
        }

    def _some(self, quantity: int) -> Iterator[File]:
        for _each in range(quantity):
            number = next(self._numbers)
            noise = Image.frombytes("RGB", (60, 90), _chance.randbytes(60 * 90 * 3))
            content = BytesIO()
            noise.resize((800, 1200), Image.Resampling.BICUBIC).save(content, "JPEG", quality=85)
            yield File(f"Class {number % 9}/DSC_{number:05d}.jpg", content.getvalue())


def in_threads(deeds: list[tuple[Deed, float]], diary: Diary, goes_on: Going) -> ExitStack:
    """Let all of them come, each in a thread; closing waits for the end of each."""
    ending = ExitStack()
    for deed, pause in deeds:
        thread = Thread(
            target=again_and_again,
            args=(deed, diary, goes_on),
            kwargs={"pause": pause},
            daemon=True,
        )
        thread.start()
        ending.callback(thread.join, 120)
    return ending
