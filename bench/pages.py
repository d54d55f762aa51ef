"""Pages: how often they ask the database, how long they take, how large they are."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask

from bench.choices import Choices, main
from bench.measuring import counted, seconds_of, timed
from bench.outcome import Line, at_least, at_most, percentile
from bench.places import application, copied, filled, load
from bench.serving import Browser, served, signed_in
from bench.volume import NOW, Table, Volume, an_id
from tests.support.builders import a_code, a_job, a_member, a_visitor, an_album
from tests.support.run import Run
from webapp.models.base import db, new_id
from webapp.models.studio import Studio

FEW = 50
JOBS, PHOTOS, PHOTOS_OF_A_CLASS = 10_000, 1_000, 300
CONNECTIONS = 8
QUERIES = 12
_ASKED = 100
PHOTO_COLUMNS = (
    "id studio_id job_id album_id number original_name content_hash original_bytes media_type"
    " width height is_group state failure attempts created_at"
)


@dataclass(frozen=True)
class Opened:
    """A page, and the cookies with which it may be seen."""

    path: str
    cookies: dict[str, str]


def measure(run: Run, choices: Choices) -> Iterator[Line]:
    """The job overview and the gallery, each beside the same page with 50."""
    for kind in choices.databases:
        yield from _overview(run, kind)
        yield from _galleries(run, kind)


def _overview(run: Run, kind: str) -> Iterator[Line]:
    times, queries, size = {}, {}, 0
    for jobs in (FEW, JOBS):
        sells = jobs // 5
        volume = Volume(jobs=jobs, due=2, kept=sells, baskets=sells, studios=1)
        with opened(run, kind, volume) as (address, app):
            studio = db.session.get_one(Studio, an_id("studio", 0))
            page = Opened("/studio/jobs", signed_in(app, a_member(studio).id))
            queries[jobs] = _queries(app, page)
            with served(address, run.folder) as port:
                times[jobs], size = _times(port, page)
    name = f"job overview with {jobs:,} jobs"
    yield at_most(name, kind, queries[JOBS], QUERIES, unit="queries")
    yield _slower(f"{name} / with {FEW}, p95", kind, times[JOBS], times[FEW])
    yield at_most(name, kind, size / 1000, 30, unit="kB of HTML, gzipped")


def _galleries(run: Run, kind: str) -> Iterator[Line]:
    empty = Volume(jobs=4, due=2, kept=2, baskets=2, studios=1)
    with opened(run, kind, empty) as (address, app):
        few, many, a_class = (
            gallery(address, photos) for photos in (FEW, PHOTOS, PHOTOS_OF_A_CLASS)
        )
        queries = _queries(app, many)
        with served(address, run.folder) as port:
            quick, _size = _times(port, few)
            slow, size = _times(port, many)
            usual, _size = _times(port, a_class)
            pages_per_second = _throughput(port, a_class)
            looks = list(_static(port, many))
    name = f"gallery with {PHOTOS:,} photos"
    yield at_most(name, kind, queries, QUERIES, unit="queries")
    yield _slower(f"{name} / with {FEW}, p95", kind, slow, quick)
    yield at_most(name, kind, size / 1000, 30, unit="kB of HTML, gzipped")
    name = f"gallery with {PHOTOS_OF_A_CLASS} photos"
    yield at_most(f"{name}, p95", kind, percentile(usual, 95) * 1000, 17, unit="ms",
                  beside="one connection")  # fmt: skip
    yield at_least(name, kind, pages_per_second, 120, unit="pages/s",
                   beside=f"{CONNECTIONS} connections")  # fmt: skip
    for what, bytes_sent, most in looks:
        yield at_most(what, kind, bytes_sent / 1000, most, unit="kB, gzipped")


@contextmanager
def opened(run: Run, kind: str, volume: Volume) -> Iterator[tuple[str, Flask]]:
    with (
        copied(run, filled(run, kind, volume)) as address,
        application(address, run.folder) as app,
    ):
        yield address, app


def _slower(what: str, kind: str, slow: list[float], quick: list[float]) -> Line:
    large, small = percentile(slow, 95) * 1000, percentile(quick, 95) * 1000
    return at_most(what, kind, large / small, 1.5, unit="×",
                   beside=f"{large:.1f} ms / {small:.1f} ms")  # fmt: skip


def gallery(address: str, photos: int) -> Opened:
    """A job on sale with so many photos, and somebody who opened its code."""
    studio = db.session.get_one(Studio, an_id("studio", 0))
    name = f"Oak Lane with {photos}"
    job = a_job(studio, status="selling", public_name=name, internal_name=name)
    album = an_album(job)
    rows = (
        (new_id(), studio.id, job.id, album.id, number, f"DSC_{number:04d}.jpg", f"{number:064d}",
         1000, "image/jpeg", 2000, 3000, False, "ready", "", 1, NOW)
        for number in range(1, photos + 1)
    )  # fmt: skip
    load(address, Table("photo", tuple(PHOTO_COLUMNS.split()), rows))
    token = f"a token of the gallery with {photos}".replace(" ", "-")
    code = a_code(job, f"K7MW9Q3X{photos:04d}".replace("0", "Q").replace("1", "7"))
    a_visitor(studio, token, [code])
    slug = studio.slug
    return Opened(f"/shop/{slug}/jobs/{job.id}", {f"shop-{slug}": token})


def _queries(app: Flask, page: Opened) -> int:
    client = app.test_client()
    for name, value in page.cookies.items():
        client.set_cookie(name, value, domain="127.0.0.1")
    # A context of its own, as each request of a visitor has: nothing is known from before.
    with app.app_context(), counted() as statements:
        answer = client.get(page.path, base_url="http://127.0.0.1:8000")
    assert answer.status_code == 200, answer.status
    return statements.number


def _times(port: int, page: Opened) -> tuple[list[float], int]:
    """Seconds of each look, and how large the page is."""
    browser = Browser(port, page.cookies)
    answers = [browser.get(page.path) for _ in range(10)]
    assert answers[-1].status == 200, answers[-1].status
    times = [seconds_of(lambda: browser.get(page.path)) for _ in range(_ASKED)]
    return times, answers[-1].packed_bytes


def _throughput(port: int, page: Opened) -> float:
    browsers = [Browser(port, page.cookies) for _ in range(CONNECTIONS)]

    def look(browser: Browser) -> None:
        for _ in range(_ASKED // 2):
            assert browser.get(page.path).status == 200

    with timed() as watch, ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(look, browsers))
    return CONNECTIONS * (_ASKED // 2) / watch.seconds


def _static(port: int, page: Opened) -> Iterator[tuple[str, int, int]]:
    """All style sheets and all scripts that the page brings along."""
    browser = Browser(port, page.cookies)
    html = browser.get(page.path).plain.decode()
    for what, pattern, most in (
        ("style sheets of a page", r'<link[^>]+href="([^"]+\.css[^"]*)"', 20),
        ("scripts of a page", r'<script[^>]+src="([^"]+)"', 30),
    ):
        found = re.findall(pattern, html)
        yield f"{what} ({len(found)})", sum(browser.get(p).packed_bytes for p in found), most


if __name__ == "__main__":
    main(measure)
