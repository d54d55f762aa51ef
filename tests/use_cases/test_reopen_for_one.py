"""An archived job is open again for one code, until a day: for that code alone (H3, A6, R5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_person,
    a_photo,
    a_product,
    a_removed_line,
    a_studio,
    a_visitor,
    an_album,
    price_list_of,
)
from tests.support.late import a_more_time_request
from tests.support.records import (
    all_rows,
    history_of,
    lines_of,
    lines_off_sale,
    messages_of,
    removed_of,
)
from tests.support.saving import JONAS
from webapp.domain.reopening import UntilFault
from webapp.domain.status import Standing
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode, Job
from webapp.models.late import MoreTimeRequest, Reopening
from webapp.models.outgoing import Outgoing
from webapp.queries.visitors import access_to, opened_keys
from webapp.use_cases.change_codes import replace_code, revoke_code
from webapp.use_cases.reopen_for_one import (
    CannotReopenError,
    WrongDayError,
    end_reopening,
    reopen_for_one,
)

DAY = timedelta(days=1)
UNTIL = date(2026, 12, 14)
STOP = datetime(2026, 12, 14, 23, tzinfo=UTC)  # midnight in Berlin
SECOND = timedelta(seconds=1)


class Stage:
    """An archived job with Mia's picture, Ben's and the class photo; what Mia's browser lost."""

    def __init__(self):
        self.studio = a_studio()
        self.job = a_job(self.studio, "archived", access_type="person")
        album = an_album(self.job, "Class 2b")
        self.mia, self.ben = (a_person(self.job, name, album) for name in ("Mia", "Ben"))
        self.of_mia = a_photo(self.job, album, persons=[self.mia])
        self.of_ben = a_photo(self.job, album, persons=[self.ben])
        self.group = a_photo(self.job, album, is_group=True)
        self.code = a_code(self.job, person=self.mia)
        self.code_of_ben = a_code(self.job, "B7MW9Q3X4T2P", person=self.ben)
        self.print = a_product(price_list_of(self.job))
        self.visitor = a_visitor(self.studio, codes=[self.code])
        self.basket = a_basket(self.visitor)

    def open(self, code=None, until=UNTIL, now=NOW):
        """Open it as the window does: the facts that it showed are confirmed."""
        facts = {"by": JONAS, "now": now}
        ids = (self.job.id, (code or self.code).id)
        asked = reopen_for_one(*ids, until, confirmed=None, **facts)
        assert not asked.stored
        done = reopen_for_one(*ids, until, confirmed=asked.facts.fingerprint, **facts)
        assert done.stored
        return done.facts

    def end(self, now=NOW):
        facts = {"by": JONAS, "now": now}
        asked = end_reopening(self.job.id, self.code.id, confirmed=None, **facts)
        done = end_reopening(self.job.id, self.code.id, confirmed=asked.facts.fingerprint, **facts)
        assert done.stored
        return done.facts

    def standing(self, visitor=None, now=NOW):
        db.session.rollback()
        opened = opened_keys((visitor or self.visitor).id)
        return access_to(db.session.get_one(Job, self.job.id), opened, now=now)


@pytest.fixture
def stage(app):
    return Stage()


# Who sees what, until when (A6)


def test_it_is_on_sale_for_the_holders_of_that_code_only_until_the_stop(stage):
    stage.open()
    other = a_visitor(stage.studio, codes=[stage.code_of_ben])
    access = stage.standing(now=STOP - SECOND)
    assert (access.standing, [key.person_id for key in access.keys]) == (
        Standing.ON_SALE,
        [stage.mia.id],
    )
    assert access.plan.archiving_date == UNTIL
    assert access.plan.stop_at == STOP
    assert stage.standing(now=STOP).standing is Standing.ARCHIVED
    assert stage.standing(other).standing is Standing.ARCHIVED


def test_who_holds_two_codes_sees_the_pictures_of_the_open_one_alone(stage):
    both = a_visitor(stage.studio, codes=[stage.code, stage.code_of_ben])
    stage.open()
    assert [key.person_id for key in stage.standing(both).keys] == [stage.mia.id]
    stage.open(stage.code_of_ben, until=UNTIL + DAY)
    access = stage.standing(both)
    assert {key.person_id for key in access.keys} == {stage.mia.id, stage.ben.id}
    assert access.plan.archiving_date == UNTIL + DAY
    assert [key.person_id for key in stage.standing(both, now=STOP).keys] == [stage.ben.id]


def test_a_code_that_is_revoked_opens_nothing_any_more_and_baskets_say_so(stage):
    stage.open()
    a_basket_line(stage.basket, stage.of_mia, stage.print)
    assert revoke_code(stage.job.id, stage.code.id, by=JONAS, now=NOW)
    assert stage.standing().keys == ()
    assert (lines_of(stage.job.id), len(removed_of(stage.job.id))) == ([], 1)
    assert [row.closed_at for row in all_rows(Reopening)] == [NOW]
    assert lines_off_sale() == 0


def test_a_new_code_in_place_of_the_old_one_opens_it_until_the_same_day(stage):
    stage.open()
    assert replace_code(stage.job.id, stage.code.id, by=JONAS, now=NOW + DAY)
    (new,) = [row for row in all_rows(Reopening) if row.closed_at is None]
    assert (new.until, new.stop_at) == (UNTIL, STOP)
    visitor = a_visitor(stage.studio, codes=[new.access_code])
    assert [key.person_id for key in stage.standing(visitor).keys] == [stage.mia.id]
    assert stage.standing().keys == ()


# What comes back, and what is told (R5)


def test_what_archiving_took_comes_back_to_the_holders_of_the_code_and_nobody_else(stage):
    a_removed_line(stage.basket, stage.of_mia, stage.print, 2)
    a_removed_line(stage.basket, stage.of_ben, stage.print, 7)
    other = a_basket(a_visitor(stage.studio, codes=[stage.code_of_ben]))
    a_removed_line(other, stage.group, stage.print, 5)
    facts = stage.open()
    assert (facts.products, facts.baskets) == (2, 1)
    assert lines_of(stage.job.id) == [("Print 13 × 18 cm", 2)]
    assert [quantity for _name, quantity in removed_of(stage.job.id)] == [5, 7]
    (entry,) = history_of(stage.job.id)
    assert (entry.deed, entry.actor_name) == ("reopened-for-one", JONAS.name)
    assert [(c["before"], c["after"]) for c in entry.changes] == [
        (None, "Mia · Class 2b"),
        (None, "2026-12-14"),
    ]
    assert entry.counts == {"lines_returned": 2, "baskets_refilled": 1}
    assert lines_off_sale() == 0
    assert messages_of(stage.job.id) == []


def test_who_asked_with_this_code_is_told_once_and_others_wait(stage):
    mine = a_more_time_request(stage.job, stage.code, language="de")
    theirs = a_more_time_request(stage.job, stage.code_of_ben)
    assert stage.open().asked == 1
    states = {row.id: (row.state, row.granted_until) for row in all_rows(MoreTimeRequest)}
    assert states == {mine.id: ("granted", UNTIL), theirs.id: ("open", None)}
    (mail,) = all_rows(Outgoing)
    assert (mail.kind, mail.recipient) == ("more-time", mine.email)
    stage.open(until=UNTIL + DAY)
    assert len(all_rows(Outgoing)) == 1


def test_other_facts_than_were_confirmed_ask_again(stage):
    asked = reopen_for_one(stage.job.id, stage.code.id, UNTIL, confirmed=None, by=JONAS, now=NOW)
    a_removed_line(stage.basket, stage.of_mia, stage.print)
    again = reopen_for_one(
        stage.job.id,
        stage.code.id,
        UNTIL,
        confirmed=asked.facts.fingerprint,
        by=JONAS,
        now=NOW,
    )
    assert (again.stored, again.facts.products) == (False, 1)
    assert all_rows(Reopening) == []


# What is refused


@pytest.mark.parametrize(
    ("until", "why"),
    [
        (None, UntilFault.MISSING),
        (TODAY - DAY, UntilFault.PASSED),
        (TODAY + 366 * DAY, UntilFault.TOO_LATE),
    ],
)
def test_the_day_lies_between_today_and_a_year_from_now(stage, until, why):
    with pytest.raises(WrongDayError) as refused:
        reopen_for_one(stage.job.id, stage.code.id, until, confirmed="", by=JONAS, now=NOW)
    assert refused.value.why is why
    for day in (TODAY, TODAY + 365 * DAY):
        stage.open(until=day)


def test_only_an_archived_job_and_a_valid_code_of_its_own(stage):
    selling = a_job(stage.studio, "selling")
    foreign = a_code(a_job(stage.studio, "archived"), "C7MW9Q3X4T2P")
    with transaction() as session:
        session.get_one(AccessCode, stage.code_of_ben.id).revoked_at = NOW
    for job, code in (
        (selling, a_code(selling, "D7MW9Q3X4T2P")),
        (stage.job, foreign),
        (stage.job, stage.code_of_ben),
    ):
        with pytest.raises(CannotReopenError):
            reopen_for_one(job.id, code.id, UNTIL, confirmed="", by=JONAS, now=NOW)
    with pytest.raises(CannotReopenError):
        end_reopening(stage.job.id, stage.code.id, confirmed="", by=JONAS, now=NOW)
