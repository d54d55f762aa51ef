"""Two webs and two workers on one database and one object store: one dies, one is cut off."""

import pytest

from tests.support.mail_server import DOT, SLOW, MailServer
from tests.support.outage.day import Day, live_through
from tests.support.outage.machines import SECRET, Place
from webapp import create_app
from webapp.config import Config
from webapp.models.base import db

# Nobody waits for ever, and all end by themselves, however busy this machine is. How long each
# takes, `python -m bench.machines` measures.
DAY = Day(cut_off=20, around=2, due=12, orders=10, longest_answer=60, longest_end=60)


@pytest.fixture
def place(far_database, bucket, tmp_path):
    with MailServer(script={DOT: [SLOW] * 100}) as mail:
        yield Place(
            folder=tmp_path, database_url=far_database, bucket=bucket, mail=mail,
            clock=tmp_path / "clock", base_url="http://photos.example", is_impatient=True,
        )  # fmt: skip


@pytest.fixture
def everything(place, tmp_path):
    """The application where no cable can be pulled."""
    (tmp_path / "here").mkdir()
    app = create_app(
        Config(
            data=tmp_path / "here", database_url=place.database_url, photos_url=place.photos_url,
            secret_key=SECRET, base_url=place.base_url, clock_file=place.clock, testing=True,
        )
    )  # fmt: skip
    yield app
    with app.app_context():
        db.engine.dispose()


def test_nothing_is_lost_and_nothing_done_twice_when_a_machine_dies_and_one_is_cut_off(
    everything, place
):
    seen = live_through(everything, place, DAY)

    assert seen.faults == []
    assert seen.accepted
    assert seen.renamed
    assert seen.uploaded
    assert seen.archived_meanwhile
    assert seen.while_cut_off == {"/readyz": 503, "/shop/…": 503}
