"""Sent twice, or by many at once: an order, a save, a file; and nobody passes the quota (S7, D5).

A finger that presses twice, a browser that sends again, a family with two phones.
"""

from functools import partial
from io import BytesIO

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_filled_basket, a_job, a_visitor, an_album
from tests.support.races import with_locks_all_is_well, without_locks_it_goes_wrong
from tests.support.records import all_rows, history_of
from tests.support.saving import JONAS, page_of
from tests.support.verdicts import FEW
from webapp.domain.uploads import Announced
from webapp.models.base import transaction
from webapp.models.job import Album, Job
from webapp.models.order import Order
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.upload import Upload
from webapp.photos.checking import Reason, Refused
from webapp.photos.serving import current_store
from webapp.queries.uploads import free_bytes
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.announce_uploads import announce_uploads
from webapp.use_cases.finish_upload import receive_part
from webapp.use_cases.place_order import place_order
from webapp.use_cases.save_job_settings import ConflictError, save_job_settings
from webapp.use_cases.write_order import Buyer

pytestmark = pytest.mark.soaked

ANNA = Buyer("Anna Berger", "anna@example.org", "Elm Street 1", "10115", "Berlin", "DE", "en")
PICTURE = a_jpeg(64, 64)


def of_kind(answers, kind):
    return [each for each in answers if isinstance(each, kind)]


def files():
    return list(current_store().keys())


class OneOrderThreeTimes:
    """The same order is sent three times."""

    stopped_by = "the key of a customer's address"

    def __init__(self, studio):
        job = a_job(studio, "selling", access_type="public")
        visitor_id = a_filled_basket(job, visitor=a_visitor(studio)).basket.visitor_id
        self.studio_id = studio.id
        sending = partial(
            place_order, studio.id, ANNA, visitor_id=visitor_id, form_token=visitor_id,
            shown_total=None, now=NOW,
        )  # fmt: skip
        self.deeds = [sending] * 3

    def is_right(self, answers):
        (order,) = all_rows(Order, studio_id=self.studio_id)
        mails = all_rows(Outgoing, studio_id=self.studio_id, kind="order")
        return answers == [order.token] * 3 and len(mails) == 1


class OneSaveTwice:
    """The same settings are sent twice."""

    def __init__(self, studio):
        self.job_id = a_job(studio, "selling").id
        wanted, version = page_of(self.job_id, public_name="Oak Lane")
        saving = partial(
            save_job_settings, self.job_id, wanted, version=version, confirmed=None, by=JONAS,
            now=NOW,
        )  # fmt: skip
        self.deeds = [saving] * 2

    def is_right(self, answers):
        (job,) = all_rows(Job, id=self.job_id)
        stored = [each for each in answers if getattr(each, "stored", False)]
        return (
            len(stored) + len(of_kind(answers, ConflictError)) == 2
            and len(stored) >= 1
            and (job.public_name, job.version) == ("Oak Lane", 2)
            and len(history_of(self.job_id)) == 1
        )


def announcing(job_id):
    chosen = [Announced(f"Class 1a/{number}.jpg", len(PICTURE), 1) for number in range(2)]
    return partial(
        announce_uploads, job_id, chosen, album_id=None, folders_become_albums=True, now=NOW,
        machine_now=NOW,
    )  # fmt: skip


class OneAnnouncementTwice:
    """The same folder is announced by two windows."""

    def __init__(self, studio):
        self.job_id = a_job(studio).id
        self.deeds = [announcing(self.job_id)] * 2

    def is_right(self, answers):
        first, second = ([standing.id for standing in each] for each in answers)
        uploads = all_rows(Upload, job_id=self.job_id)
        return (
            first == second
            and sorted(first) == [each.id for each in uploads]
            and sorted(each.number for each in uploads) == [1, 2]
            and len(all_rows(Album, job_id=self.job_id)) == 1
        )


def receiving(upload_id, content, offset=0):
    return receive_part(
        upload_id, BytesIO(content), offset=offset, length=len(content), store=current_store(),
        now=NOW, machine_now=NOW,
    )  # fmt: skip


class OneFileTwice:
    """The same file is sent by two windows, whole."""

    stopped_by = "the key of a photo's number"

    def __init__(self, studio):
        self.job = a_job(studio)
        self.upload_id = announcing(self.job.id)()[0].id
        self.before = len(files())
        self.deeds = [partial(receiving, self.upload_id, a_jpeg(64, 64))] * 2

    def is_right(self, answers):
        (photo,) = all_rows(Photo, job_id=self.job.id)
        (job,) = all_rows(Job, id=self.job.id)
        (upload,) = all_rows(Upload, id=self.upload_id)
        said = sorted(getattr(each, "state", "wrong offset") for each in answers)
        return (
            said in (["duplicate", "stored"], ["stored", "wrong offset"])
            and (upload.state, upload.photo_id) == ("stored", photo.id)
            and (photo.number, job.photo_count, job.original_bytes) == (1, 1, photo.original_bytes)
            and len(files()) == self.before + 1
            and not list(current_store().keys("incoming"))
        )


class OnePictureInTwoFiles:
    """The same picture comes as two files at once."""

    def __init__(self, studio):
        self.job_id = a_job(studio).id
        content = a_jpeg(64, 64)
        first, second = announcing(self.job_id)()
        self.deeds = [partial(receiving, each.id, content) for each in (first, second)]

    def is_right(self, answers):
        said = sorted(each.refusal.reason if each.refusal else "" for each in answers)
        return said == ["", Reason.DUPLICATE] and len(all_rows(Photo, job_id=self.job_id)) == 1


class QuotaUnderUploads:
    """Five files come at once where there is room for two."""

    runs = FEW
    room, files = 2, 5
    stopped_by = "the key of a photo's number"

    def __init__(self, studio):
        album_ids = [an_album(a_job(studio)).id for _each in range(2)]
        contents = [a_jpeg(64, 64) for _each in range(self.files)]
        with transaction() as session:
            session.get_one(Studio, studio.id).quota_bytes = self.room * len(contents[0])
        self.studio_id = studio.id
        self.deeds = [
            partial(adding, album_ids[number % 2], content)
            for number, content in enumerate(contents)
        ]

    def is_right(self, answers):
        refused = [each.reason for each in of_kind(answers, Refused)]
        taken = sum(job.original_bytes for job in all_rows(Job, studio_id=self.studio_id))
        with transaction() as session:
            free = free_bytes(session, self.studio_id)
        return (
            refused == [Reason.QUOTA_FULL] * (self.files - self.room)
            and len(all_rows(Photo, studio_id=self.studio_id)) == self.room
            and free == 0
            and taken == self.room * len(PICTURE)
        )


def adding(album_id, content):
    return add_photo(album_id, BytesIO(content), name="a.jpg", store=current_store(), now=NOW)


SCENES = [
    OneOrderThreeTimes,
    OneSaveTwice,
    OneAnnouncementTwice,
    OneFileTwice,
    OnePictureInTwoFiles,
    QuotaUnderUploads,
]


@pytest.mark.parametrize("scene", SCENES)
def test_sent_twice_is_done_once(app, scene):
    with_locks_all_is_well(app, scene)


@pytest.mark.parametrize("scene", SCENES)
def test_without_the_locks_the_same_race_goes_wrong(app, scene):
    without_locks_it_goes_wrong(app, scene)
