"""Looking at pictures: a gallery of 1,000 and the bytes of its previews, beside a static file."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, islice

from bench.choices import Choices, main
from bench.measuring import seconds_of, timed
from bench.outcome import Line, at_least, percentile
from bench.pages import CONNECTIONS, PHOTOS, Opened, gallery, opened
from bench.serving import Browser, served
from bench.volume import Volume
from tests.support.run import Run
from webapp.photos.keys import Size, preview_key
from webapp.photos.serving import current_store

_STATIC = "/static/fonts/figtree-latin-wght-normal.woff2"  # sent as it is, never packed
_PICTURES = 60
_ASKED = 400


@dataclass(frozen=True)
class Pace:
    """How often a second, and how long 95 of 100 took at most (seconds)."""

    per_second: float
    p95: float

    @property
    def words(self) -> str:
        return f"{self.per_second:,.0f}/s, p95 {self.p95 * 1000:.0f} ms"


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """Eight connections ask for pages, for previews and for a file of the same size, in turns."""
    volume = Volume(jobs=4, due=2, kept=2, baskets=2, studios=1)
    for kind in choices.databases:
        with opened(run, kind, volume) as (address, app):
            page = gallery(address, PHOTOS)
            with served(address, run.folder) as port:
                previews, length = _previews(port, page), len(Browser(port).get(_STATIC).body)
                with app.app_context():
                    _store(previews, length)
                yield from _lines(kind, _best(port, page, previews, choices), length)


def _best(
    port: int, page: Opened, previews: Sequence[str], choices: Choices
) -> tuple[Pace, Pace, Pace]:
    """The best of some turns of each: the page, its previews, the static file."""
    asked = max(int(_ASKED * min(choices.scale * 10, 1)), CONNECTIONS * 5)
    todo = (([page.path], asked // 4), (previews, asked), ([_STATIC], asked))
    turns = [[_pace(port, page, *each) for each in todo] for _turn in range(choices.repeat)]
    shown, sent, static = (max(each, key=lambda pace: pace.per_second)
                           for each in zip(*turns, strict=True))  # fmt: skip
    return shown, sent, static


def _lines(kind: str, paces: tuple[Pace, Pace, Pace], length: int) -> Iterator[Line]:
    shown, sent, static = paces
    what = f"previews of {length // 1000} kB, each asked at the door"
    yield at_least(what, kind, sent.per_second, 120, unit="/s", beside=sent.words)
    yield Line("a static file of that size / a preview", kind,
               f"{static.per_second / sent.per_second:.0f} ×", static.words)  # fmt: skip
    yield Line(f"gallery with {PHOTOS:,} photos", kind, shown.words, f"{CONNECTIONS} connections")
    yield Line("that static file / that page", kind,
               f"{static.per_second / shown.per_second:.0f} ×")  # fmt: skip


def _previews(port: int, page: Opened) -> list[str]:
    """The addresses of the first small previews on the page."""
    html = Browser(port, page.cookies).get(page.path).plain.decode()
    found = re.findall(r'srcset="(\S+/small) ', html)[:_PICTURES]
    assert len(found) == _PICTURES, len(found)
    return found


def _store(previews: Sequence[str], length: int) -> None:
    """As many bytes at each address as the static file has; nobody looks at them."""
    for path in previews:
        photo_id = path.split("/")[-2]
        current_store().put(preview_key(photo_id, Size.SMALL), BytesIO(bytes(length)))


def _pace(port: int, page: Opened, paths: Sequence[str], asked: int) -> Pace:
    def look(browser: Browser) -> list[float]:
        def one(path: str) -> None:
            assert browser.get(path).status == 200, path

        return [seconds_of(lambda: one(path))  # noqa: B023 - called at once
                for path in islice(cycle(paths), asked // CONNECTIONS)]  # fmt: skip

    browsers = [Browser(port, page.cookies) for _ in range(CONNECTIONS)]
    with timed() as watch, ThreadPoolExecutor(CONNECTIONS) as pool:
        times = [seconds for each in pool.map(look, browsers) for seconds in each]
    return Pace(len(times) / watch.seconds, percentile(times, 95))


if __name__ == "__main__":
    main(measure)
