"""An installation with everything at once, and what is there when it is quiet again."""

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from subprocess import run as run_command
from threading import Thread

from flask import Flask

from bench.memory import descendants, own_share
from bench.places import application, emptied
from bench.serving import environment, free_port, running, signed_in, wait_until_open
from bench.soak.outcome import Soak
from bench.soak.proof import differences, still_to_do
from bench.soak.traffic import Customer, Diary, Photographer, Place, Uploader, in_threads
from tests.photos.pictures import a_jpeg
from tests.support.builders import (
    a_basket,
    a_basket_line,
    a_job,
    a_member,
    a_price_list,
    a_product,
    a_studio,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.mail_server import MailServer
from tests.support.run import Run
from webapp import clock
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.photos.serving import current_store
from webapp.use_cases.add_photo import add_photo

CUSTOMERS, PHOTOGRAPHERS = 4, 2
_ON_SALE, _EMPTY_AFTER = 6, 120
_DUE_EVERY = 4.0


def soaked(run: Run, kind: str, *, seconds: float) -> Soak:
    """So many seconds of everything at once, until it is quiet again; then all is looked for."""
    folder = run.folder / f"soak-{kind}"
    folder.mkdir()
    soak = Soak()
    with ExitStack() as ending:
        server = ending.enter_context(MailServer())
        address = ending.enter_context(emptied(run, kind))
        app = ending.enter_context(application(address, folder))
        port = free_port()
        env = environment(address, folder, port) | {"SHELFLIFE_SMTP_URL": server.url}
        with running("run", "--port", str(port), env=env, log=folder / "log") as program:
            wait_until_open(port)
            _all_at_once(app, port, program.pid, soak, seconds)
            _until_quiet(soak)
        soak.mails = len(server.taken)
        soak.diary.faults += differences(soak.diary, soak.due, server.taken)
        soak.diary.faults += _said_wrong(folder / "log")
        for words in (("storage", "check"), ("history", "verify")):
            soak.diary.faults += _commanded(words, env)
    if soak.leaks:
        soak.diary.wrong(f"memory grew by {soak.growth:.2f}")
    return soak


def _all_at_once(app: Flask, port: int, program: int, soak: Soak, seconds: float) -> None:
    studio = a_studio("Studio Nord", slug="nord")
    prices = a_price_list(studio)
    a_product(prices)
    facts = {"status": "selling", "access_type": "public", "price_list_id": prices.id}
    on_sale = [a_job(studio, **facts).id for _each in range(_ON_SALE)]
    saved, grown = a_job(studio).id, a_job(studio).id
    cookies = signed_in(app, a_member(studio).id)
    place, diary = Place(port, studio.slug, tuple(on_sale)), soak.diary
    for job_id in on_sale:
        Uploader(place, diary, job_id, cookies, first=1_000 * (1 + on_sale.index(job_id))).come(8)
    _until_quiet(soak)
    end = time.monotonic() + seconds
    customers = [(Customer(place, diary).come, 0.2) for _each in range(CUSTOMERS)]
    people = [signed_in(app, a_member(studio).id) for _each in range(PHOTOGRAPHERS)]
    photographers = [(Photographer(place, diary, saved, each).come, 0.5) for each in people]
    uploading = (Uploader(place, diary, grown, cookies).come, 1.0)

    def goes_on() -> bool:
        return time.monotonic() < end

    begun = time.monotonic()
    watching = Thread(target=_weigh, args=(program, soak, goes_on), daemon=True)
    watching.start()
    with in_threads([*customers, *photographers, uploading], diary, goes_on):
        while goes_on():
            soak.due.append(_a_due_job(studio, diary))
            time.sleep(_DUE_EVERY)
    watching.join()
    soak.seconds = time.monotonic() - begun


def _a_due_job(studio: Studio, diary: Diary) -> str:
    """A job whose last day was yesterday, in somebody's basket: the worker archives it."""
    now = clock.now()
    job = a_job(studio, archive_on=now.date() - timedelta(days=1), access_type="public")
    path, content = f"{job.id}/a.jpg", a_jpeg(90, 120)
    album, store = an_album(job), current_store()
    photo_id = add_photo(album.id, BytesIO(content), name="a.jpg", store=store, now=now)
    diary.files[path] = sha256(content).hexdigest()
    product = a_product(price_list_of(job))
    with transaction() as session:
        photo = session.get_one(Photo, photo_id)
    a_basket_line(a_basket(a_visitor(studio)), photo, product)
    with transaction() as session:
        found = session.get_one(Job, job.id)
        found.status, found.selling_since = "selling", now
    return str(job.id)


def _weigh(program: int, soak: Soak, goes_on: object) -> None:
    while goes_on():  # type: ignore[operator]
        megabytes = 0.0
        for process in (program, *descendants(program)):
            try:
                megabytes += own_share(process) / 1e6
            except OSError:
                continue  # it has just ended
        soak.memory.append(megabytes)
        time.sleep(1)


def _until_quiet(soak: Soak) -> None:
    """Until worker and outbox have nothing more to do."""
    end = time.monotonic() + _EMPTY_AFTER
    while left := still_to_do():
        if time.monotonic() > end:
            soak.diary.wrong(f"after {_EMPTY_AFTER} s still to do: {left}")
            return
        time.sleep(0.5)


def _said_wrong(log: Path) -> list[str]:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [f"the log says: {line[:300]}" for line in lines if _is_wrong(line)]


def _is_wrong(line: str) -> bool:
    marks = ("Traceback", '"level": "error"', "[error", "[ERROR", "[critical", "CRITICAL")
    return any(mark in line for mark in marks)


def _commanded(words: Sequence[str], env: dict[str, str]) -> list[str]:
    done = run_command(
        [sys.executable, "-m", "webapp.cli", *words], env=env, capture_output=True, text=True,
        cwd=Path(__file__).resolve().parents[2], check=False,
    )  # fmt: skip
    said = (done.stdout + done.stderr).strip()[-500:]
    return [f"shelflife {' '.join(words)}: {said}"] if done.returncode else []
