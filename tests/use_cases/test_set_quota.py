"""An operator gives a studio more or less storage (D1, D5)."""

from io import BytesIO

import pytest
from click.testing import CliRunner

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, a_studio, an_album
from webapp.cli import shelflife
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.photos.checking import Reason, Refused
from webapp.photos.serving import current_store
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.set_quota import GIGABYTE, Quota, set_quota
from webapp.use_cases.set_studio_mail import NoSuchStudioError

SAMIRA = Actor(ActorKind.SUPPORT, "Samira Haddad")
HOW = {"by": SAMIRA, "now": NOW}


def test_the_quota_is_what_uploads_are_measured_against(app, stored):
    studio = a_studio(slug="nord")
    job = a_job(studio, original_bytes=2 * GIGABYTE - 10, trash_bytes=10)
    album = an_album(job)
    assert set_quota("nord", 2, **HOW) == Quota(250 * GIGABYTE, 2 * GIGABYTE, 2 * GIGABYTE)
    picture = a_jpeg()
    with pytest.raises(Refused) as refused:
        add_photo(album.id, BytesIO(picture), name="a.jpg", store=current_store(), now=NOW)
    assert refused.value.reason is Reason.QUOTA_FULL
    assert refused.value.missing_bytes == len(picture)

    set_quota("nord", 3, **HOW)
    add_photo(album.id, BytesIO(picture), name="a.jpg", store=current_store(), now=NOW)
    assert stored(studio).quota_bytes == 3 * GIGABYTE
    assert stored(job).photo_count == 1


def test_plan_and_quota_stand_in_the_history_with_both_values(app, stored):
    studio = a_studio(slug="nord", plan="Start")
    set_quota("nord", 500, plan="Season", **HOW)
    assert (stored(studio).plan, stored(studio).quota_bytes) == ("Season", 500 * GIGABYTE)
    (entry,) = db.session.query(HistoryEntry).all()
    assert (entry.studio_id, entry.job_id, entry.at) == (studio.id, None, NOW)
    assert (entry.actor_kind, entry.actor_name) == ("support", "Samira Haddad")
    assert entry.deed == "plan-changed"
    assert entry.changes == [
        {"field": "plan", "before": "Start", "after": "Season"},
        {"field": "quota_bytes", "before": 250 * GIGABYTE, "after": 500 * GIGABYTE},
    ]


def test_what_stays_as_it_is_leaves_no_record(app, stored):
    studio = a_studio(slug="nord", plan="Start")
    set_quota("nord", 250, plan="Start", **HOW)
    set_quota("nord", None, **HOW)
    assert stored(studio).plan == "Start"
    assert db.session.query(HistoryEntry).count() == 0


def test_a_studio_that_is_not_there_has_no_quota(app):
    with pytest.raises(NoSuchStudioError):
        set_quota("nowhere", 2, **HOW)


@pytest.mark.one_database("the command only calls the deed")
def test_the_command_says_what_was_and_what_is(app, config, stored):
    environ = {
        "SHELFLIFE_DATA": str(config.data),
        "SHELFLIFE_DATABASE_URL": config.database_url,
        "SHELFLIFE_BASE_URL": config.base_url,
        "SHELFLIFE_SECRET_KEY": config.secret_key,
    }
    studio = a_studio(slug="nord")
    a_job(studio, original_bytes=3 * GIGABYTE)

    def quota(*words):
        asked = ["studio", "quota", "--slug", *words]
        return CliRunner().invoke(shelflife, asked, env=environ)

    done = quota("nord", "--gigabytes", "2")
    assert done.output.replace("\N{NO-BREAK SPACE}", " ") == (
        "nord has 2 GB (before: 250 GB) and uses 3 GB.\n"
        "It uses more than that: uploads are refused until something is deleted.\n"
    )
    assert stored(studio).quota_bytes == 2 * GIGABYTE
    (entry,) = db.session.query(HistoryEntry).all()
    assert (entry.actor_kind, entry.actor_name) == ("support", "shelflife studio quota")
    assert quota("nord", "--gigabytes", "0").exit_code == 2
    assert quota("nowhere", "--gigabytes", "2").exit_code == 1
