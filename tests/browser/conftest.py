"""A studio that a photographer signs in to by the page, and a worker that runs when told."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.builders import a_member, a_price_list, a_product, a_profile, a_studio
from tests.support.live import environment
from webapp.models.base import db
from webapp.models.job import AccessCode
from webapp.models.sealing import unseal
from webapp.use_cases.passwords import hash_password

PASSWORD = "a long enough pass phrase"  # noqa: S105 - of a member who lives for one test


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
