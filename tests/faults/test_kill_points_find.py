"""The proof of the proof: deeds that are torn on purpose are found torn (invariant 6)."""

import pytest
from sqlalchemy import select

from tests.faults.deeds.archiving import Archiving
from tests.faults.deeds.deletion import EmptyingTheTrash
from tests.support.builders import NOW
from tests.support.killing.kill_points import kill
from webapp.models.base import db, transaction
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.keys import original_key
from webapp.photos.opening import open_store
from webapp.use_cases import basket_lines

pytestmark = pytest.mark.one_database("it is the test that is tested")


class CommittedInTheMidst(Archiving):
    """Baskets are emptied in a transaction of their own, before that which archives."""

    @staticmethod
    def do(config, facts):
        with transaction() as session:
            basket_lines.take_out(session, facts["due"], now=NOW)
        Archiving.do(config, facts)


class FilesFirst(EmptyingTheTrash):
    """Files go before the commit that takes their records."""

    @staticmethod
    def do(config, facts):
        thrown = select(Photo.id).where(Photo.trash_id.is_not(None))
        ids = db.session.scalars(thrown, execution_options=WITH_TRASH).all()
        open_store(config.photos).delete_many(map(original_key, ids))
        EmptyingTheTrash.do(config, facts)


@pytest.mark.parametrize(
    ("deed", "what"),
    [
        (CommittedInTheMidst, "neither on sale nor archived"),
        (FilesFirst, "on record without its file"),
    ],
)
def test_a_deed_in_two_halves_is_found_torn(deed, what, config):
    tally = kill(deed(), config, every=20, most=12)
    assert tally.killed.total() == 12
    assert any(what in found for found in tally.torn), tally.torn


class LeavesHalf(EmptyingTheTrash):
    """Nobody goes on with a deletion that has begun."""

    def missing(self, facts, config):
        return ["something stays"]


def test_what_stays_after_two_rounds_is_told(config):
    tally = kill(LeavesHalf(), config, every=20, most=1)
    assert [found.partition(": ")[2] for found in tally.stuck] == ["something stays"] * 2
    assert tally.second_rounds == 2
