"""A studio and a console that people sign in to by the page; workers that run when told."""

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support import signing_in
from tests.support.builders import a_member, a_price_list, a_product, a_profile, a_studio
from tests.support.hands import Hands, a_worker, do
from tests.support.live import environment
from tests.support.mail_server import MailServer
from tests.support.second_factor import a_second_factor
from tests.support.staff import somebody_of_staff
from webapp.models.base import db
from webapp.models.job import AccessCode
from webapp.models.sealing import unseal
from webapp.use_cases.passwords import hash_password

PASSWORD = "a long enough pass phrase"  # noqa: S105 - of a member who lives for one test
POST = ("plan messages", "hand over due messages", "deliver messages")


@pytest.fixture
def studio(app):
    """Studio Nord with a price list and a profile; Jonas signs in with PASSWORD."""
    studio = a_studio("Studio Nord", "nord")
    a_member(studio, "jonas@nord.example", password_hash=hash_password(PASSWORD))
    a_profile(studio, "School standard", (("available", 0), ("archived", 0)), is_standard=True)
    price_list = a_price_list(studio, "School 2026")
    a_product(price_list, "Print 13 × 18 cm", 890)
    a_product(price_list, "Download", 1490, kind="digital")
    return studio


@pytest.fixture
def worker(config, app):
    """Does everything that is due now, as `shelflife worker --once` does."""

    def run():
        subprocess.run(
            [sys.executable, "-m", "webapp.cli", "worker", "--once"],
            env=environment(config),
            cwd=Path(__file__).resolve().parents[2],
            check=True,
            timeout=60,
            capture_output=True,
        )

    return run


@pytest.fixture
def signed_in(page_of, studio):
    """Opens the studio as Jonas, who types his password."""

    def open_studio(**options):
        page = page_of("/sign-in", **options)
        page.get_by_label("E-mail").fill("jonas@nord.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Jobs").wait_for()
        return page

    return open_studio


@pytest.fixture
def code_of(app):
    """The code on the card of a job, as it is printed."""

    def find(job_id):
        db.session.rollback()
        return unseal(db.session.scalar(select(AccessCode.sealed).filter_by(job_id=job_id)))

    return find


@pytest.fixture
def console(page_of, app):
    """Opens the console as Samira, who types her password and the code on her phone."""

    def sign_in(**options):
        samira = somebody_of_staff(is_demo=False)
        phone, _codes = a_second_factor(samira)
        page = page_of("/sign-in?next=/console", **options)
        page.get_by_label("E-mail").fill(samira.email)
        page.get_by_label("Password").fill(signing_in.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_label("Code").fill(phone.next_code())
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_label("What are you looking for?").wait_for()
        return page

    return sign_in


@pytest.fixture
def post_of(app, config):
    """A mail server that keeps to a script, and a worker who sends through it what is due."""
    with ExitStack() as servers:

        def open_post(**script):
            server = servers.enter_context(MailServer(script))
            place = a_worker(replace(config, smtp_url=server.url), Hands().watch())
            return Post(app, server, place)

        yield open_post


class Post:
    """`work()` writes and sends what is due, and gives all mails that have come so far."""

    def __init__(self, app, server, place):
        self._app, self._server, self._place = app, server, place

    def work(self):
        do(self._app, self._place, *POST)
        return [message_from_bytes(each.content, policy=default) for each in self._server.taken]
