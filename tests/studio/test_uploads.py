"""The photographer's files come in pieces, in any order, over any line, each once."""

import base64

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import a_job, a_studio, an_album
from tests.support.pages import words
from tests.support.records import all_rows, statements
from tests.support.uploading import PIECE, TUS, Uploader, left_alone, why
from webapp.models.base import db, transaction
from webapp.models.job import Album
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.upload import Upload, UploadPart
from webapp.photos.serving import current_store
from webapp.use_cases import announce_uploads as announcing


@pytest.fixture
def job(studio):
    return a_job(studio, access_type="album")


@pytest.fixture
def uploader(client, job):
    return Uploader(client, job.id)


def photos_of(job):
    """Album, number and name of each photo."""
    db.session.rollback()
    rows = db.session.execute(
        db.select(Album.name, Photo.number, Photo.original_name)
        .join(Album, Album.id == Photo.album_id)
        .where(Photo.job_id == job.id)
        .order_by(Photo.number)
    )
    return [tuple(row) for row in rows]


def parts_in_store():
    return list(current_store().keys("incoming"))


def test_folders_become_albums_and_numbers_follow_the_names_whichever_comes_first(uploader, job):
    an_album(job, "class 1A")
    files = {f"Autumn/{place}": a_jpeg() for place in (
        "Class 1b/DSC_10.jpg", "Class 1b/DSC_9.jpg", "Class 1a/DSC_2.jpg", "group.jpg",
    )}  # fmt: skip

    standings = uploader.announce(files)
    for standing, content in reversed(list(zip(standings, files.values(), strict=True))):
        assert uploader.send_whole(standing["address"], content).status_code == 204

    assert photos_of(job) == [
        ("Autumn", 1, "group.jpg"),
        ("class 1A", 2, "DSC_2.jpg"),
        ("Class 1b", 3, "DSC_9.jpg"),
        ("Class 1b", 4, "DSC_10.jpg"),
    ]
    assert parts_in_store() == []
    assert db.session.scalar(db.select(UploadPart)) is None


def test_a_file_goes_on_where_it_was_after_the_same_folder_is_chosen_again(client, uploader, job):
    content, later = a_jpeg(), a_jpeg()
    files = {"Autumn/1.jpg": content, "Autumn/2.jpg": later}
    first, second = uploader.announce(files)
    uploader.send(first["address"], content[:100])

    again = uploader.announce(files)

    assert [each["address"] for each in again] == [first["address"], second["address"]]
    assert [each["offset"] for each in again] == [100, 0]
    head = client.head(first["address"], headers=TUS)
    assert (head.status_code, head.headers["Cache-Control"]) == (200, "no-store")
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (
        "100", str(len(content)),
    )  # fmt: skip
    left_alone()
    said = words(client.get(f"/studio/jobs/{job.id}/photos"))
    assert "2 of 2 files of your last upload are still missing" in said
    assert "Autumn/2.jpg Not sent yet" in said

    done = uploader.send(first["address"], content[100:], 100)
    assert done.headers["Shelflife-State"] == "stored"
    here, waiting = uploader.announce(files)
    assert (here["state"], here["why"]) == ("stored", "Already in ‘Autumn’ as 0001.")
    assert waiting["state"] == "waiting"


def test_each_file_is_refused_alone_and_says_why(uploader, job):
    torn = a_jpeg()[:-50]
    broken, fine = uploader.announce({"a/1.jpg": torn, "a/2.jpg": a_jpeg()})

    answer = uploader.send_whole(broken["address"], torn)

    assert (answer.status_code, answer.headers["Shelflife-State"]) == (204, "refused")
    assert answer.headers["Upload-Offset"] == str(len(torn))  # there is nothing more to send
    assert why(answer) == "The file is damaged or incomplete. Copy it from the camera again."
    assert photos_of(job) == []
    assert parts_in_store() == []
    assert uploader.announce({"b/empty.jpg": b""})[0]["why"].startswith("The file is empty.")
    assert fine["state"] == "waiting"


def test_beyond_the_quota_a_file_is_refused_before_it_is_sent_by_so_many_bytes(uploader, job):
    content = a_jpeg()
    with transaction() as session:
        session.get_one(Studio, job.studio_id).quota_bytes = len(content) + 10
    files = {"a/1.jpg": content, "a/2.jpg": a_jpeg()}

    first, second = uploader.announce(files)

    assert (first["state"], second["state"]) == ("waiting", "refused")
    with transaction() as session:
        session.get_one(Studio, job.studio_id).quota_bytes = 10
    answer = uploader.send(first["address"], content)
    assert (answer.status_code, answer.headers["Shelflife-State"]) == (413, "refused")
    assert second["why"].startswith("Your storage is full: 2\N{NO-BREAK SPACE}kB more are needed")
    assert db.session.scalar(db.select(Upload.missing_bytes).order_by(Upload.number.desc())) == (
        len(content) - 10
    )
    with transaction() as session:
        session.get_one(Studio, job.studio_id).quota_bytes = 10**9
    assert uploader.announce(files)[1]["state"] == "waiting"


def test_a_picture_that_is_here_need_not_be_sent_and_is_not_kept_twice(client, uploader, job):
    content = a_jpeg()
    first, other, late = uploader.announce(
        {"a/1.jpg": content, "b/same.jpg": content, "c/late.jpg": content}
    )
    uploader.send_whole(first["address"], content)
    [row] = all_rows(Photo, job_id=job.id)
    hashes = {other["id"]: row.content_hash, first["id"]: row.content_hash}

    known = client.post(f"{uploader.base}/known", json=hashes, headers=uploader.token)

    assert known.json == {"known": {other["id"]: "Already in ‘a’ as 0001."}}
    answer = uploader.send_whole(late["address"], content)
    assert answer.headers["Shelflife-State"] == "duplicate"
    assert why(answer) == "Already in ‘a’ as 0001."
    assert len(photos_of(job)) == 1
    assert list(current_store().keys()) == [f"originals/{row.id[:2]}/{row.id}"]


def test_three_thousand_files_are_announced_in_a_few_statements(uploader, job):
    def announced(number):
        files = {f"a/Class {n % 20}/{n}.jpg": b"x" for n in range(number)}
        with statements() as seen:
            uploader.announce(files)
            uploader.announce(files)
        return len(seen)

    few = announced(40)

    assert announced(3000) <= few + 40
    assert len(all_rows(Album, job_id=job.id)) == 20


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus_Resumable": "0.2.2"}, 412),
        ({"Content_Type": "image/jpeg"}, 415),
        ({"Upload_Offset": "7"}, 409),
        ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Offset": "²"}, 400),
        ({"X_CSRFToken": "forged"}, 400),
    ],
)
def test_a_piece_that_does_not_fit_changes_nothing(uploader, job, stored, headers, status):
    [standing] = uploader.announce({"a/1.jpg": a_jpeg()})

    answer = uploader.send(standing["address"], b"x" * 100, **headers)

    assert answer.status_code == status
    [upload] = all_rows(Upload)
    assert (upload.received, parts_in_store()) == (0, [])


def test_when_the_connection_breaks_what_has_arrived_is_kept(client, uploader):
    [standing] = uploader.announce({"a/1.jpg": bytes(900_000)})
    headers = {**TUS, **uploader.token, "Content-Type": PIECE, "Upload-Offset": "0"}

    client.patch(
        standing["address"], data=bytes(300_000), headers=headers | {"Content-Length": "800000"}
    )

    assert client.head(standing["address"], headers=TUS).headers["Upload-Offset"] == "300000"


def test_what_goes_beyond_the_end_is_refused(uploader):
    [standing] = uploader.announce({"a/1.jpg": b"x" * 50})

    assert uploader.send(standing["address"], b"x" * 51).status_code == 413


def test_any_client_of_the_protocol_can_send_a_file_and_take_it_back(client, uploader, job):
    album = an_album(job, "Class 2b")
    names = "filename RFNDXzEuanBn,album " + _base64(album.id)
    create = {**TUS, **uploader.token, "Upload-Length": "5000", "Upload-Metadata": names}

    offer = client.options(uploader.base)
    made = client.post(uploader.base, headers=create)

    assert offer.headers["Tus-Extension"] == "creation,termination,expiration"
    assert made.status_code == 201
    address = made.headers["Location"].removeprefix(client.base_url)
    [upload] = all_rows(Upload)
    assert (upload.name, upload.album_id, upload.size) == ("DSC_1.jpg", album.id, 5000)
    uploader.send(address, b"x" * 300)
    assert client.delete(address, headers={**TUS, **uploader.token}).status_code == 204
    assert client.head(address, headers=TUS).status_code == 404
    assert (all_rows(Upload), parts_in_store()) == ([], [])


@pytest.mark.parametrize(
    "said",
    [
        None, [], {"files": []}, {"files": [1]}, {"files": [{"path": "", "size": 1}]},
        {"files": [{"path": "a/x.jpg", "size": -1}]},
        {"files": [{"path": "a/x.jpg", "size": True}]},
        {"files": [{"path": "a/x.jpg", "size": 2**60}]}, {"files": [{"path": "x.jpg", "size": 1}]},
        {"album": 7, "files": [{"path": "a/x.jpg", "size": 1}]},
    ],
)  # fmt: skip
def test_a_list_that_makes_no_sense_is_refused_whole(uploader, said):
    assert uploader.say(said).status_code == 422
    assert all_rows(Upload) == []


def test_announcements_do_not_grow_without_end(uploader, job, monkeypatch):
    monkeypatch.setattr(announcing, "MOST_WAITING", 3)
    uploader.announce({"a/1.jpg": b"x", "a/2.jpg": b"x"})
    unknown_times = [{"path": "a/1.jpg", "size": 1}] + [{"path": "a/2.jpg", "size": 1}]

    refused = uploader.say({"folders": True, "files": unknown_times})

    assert refused.status_code == 422
    assert refused.json["why"].startswith("Too many files are still to come.")
    assert len(all_rows(Upload)) == 2
    assert uploader.announce({"a/1.jpg": b"x", "a/3.jpg": b"x"})[1]["state"] == "waiting"


def test_nothing_is_announced_without_a_token(client, uploader):
    said = {"folders": True, "files": [{"path": "a/1.jpg", "size": 5, "modified": 1}]}

    assert client.post(uploader.base, json=said).status_code == 400
    assert all_rows(Upload) == []


@pytest.mark.parametrize("length", ["", "-1", "²", "9" * 5000, "1e3"])
def test_a_length_that_is_no_number_is_refused(client, uploader, length):
    headers = {**TUS, **uploader.token, "Upload-Length": length}

    assert client.post(uploader.base, headers=headers).status_code == 422
    nested = b'{"files":' + b"[" * 100_000
    as_json = {**uploader.token, "Content-Type": "application/json"}
    assert client.post(uploader.base, data=nested, headers=as_json).status_code == 422


def test_strange_paths_are_kept_as_far_as_they_can_be_read(uploader, job):
    content = a_jpeg()
    path = "a/\ud800\0" + "ü" * 2000 + "/\u202egpj.exe"
    response = uploader.say(
        {"folders": True, "files": [{"path": path, "size": len(content), "modified": 1}]}
    )

    uploader.send_whole(response.json["files"][0]["address"], content)

    [(album, _, name)] = photos_of(job)
    assert (len(album), name) == (120, "gpj.exe")


def test_uploads_of_another_studio_are_unknown(client, uploader, job):
    foreign = Uploader(client, a_job(a_studio()).id)
    mine = uploader.announce({"a/1.jpg": a_jpeg()})[0]["address"]
    elsewhere = mine.replace(job.id, a_job(job.studio).id)
    token = uploader.token

    for address in (elsewhere, f"{foreign.base}/{mine[-16:]}"):
        assert client.head(address, headers=TUS).status_code == 404
        assert client.patch(address, data=b"", headers=TUS | token).status_code == 404
        assert client.delete(address, headers=TUS | token).status_code == 404
    for way in ("", "/known", "/cancelled"):
        assert client.post(f"{foreign.base}{way}", json={}, headers=token).status_code == 404
    assert client.post(f"{foreign.base}/forget", headers=token).status_code == 404
    other = an_album(a_job())
    said = {"album": other.id, "files": [{"path": "x.jpg", "size": 1}]}
    assert uploader.say(said).status_code == 404


def _base64(text):
    return base64.b64encode(text.encode()).decode()
