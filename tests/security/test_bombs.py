"""What unfolds, breaks off or never ends is refused alone, in little memory (ASVS 5.2.1, 5.2.3,
5.2.6, 2.4.1, 15.2.2)."""

import http.client
import io
import json
import resource
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.photos.pictures import a_jpeg
from tests.security.bombs import MEGABYTE, parts, pictures, webp_of
from tests.studio.conftest import sign_in_on
from tests.support import warm
from tests.support.builders import a_job, a_member, a_studio, an_album
from tests.support.live import environment
from tests.support.pages import words
from tests.support.records import all_rows
from webapp.models.photo import Photo
from webapp.photos.checking import Refused, check_picture
from webapp.photos.enclosed import enclosed

LITTLE = 96 * MEGABYTE
KEPT = {"a page behind itself", "ten thousand frames", "frames of a moving WebP", "pages of a TIFF",
        "120 megapixels of nothing as JPEG", "4 billion further pictures",
        "a tag that says it is 4 gigabytes long"}  # fmt: skip
TOO_MANY = {"2500 megapixels as PNG", "4290 megapixels as JPEG", "268 megapixels as WebP",
            "2500 megapixels as TIFF"}  # fmt: skip

one_process = pytest.mark.one_database("no database has to do with it")


def _looked_at(folder: str) -> None:
    """In a process of its own: what is said of each file, and how much memory it took at most."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for look, files in ((check_picture, "upload*"), (enclosed, "request*")):
        for path in sorted(Path(folder).glob(files)):
            with path.open("rb") as source:
                try:
                    look(source)
                    said = "kept"
                except Refused as refusal:
                    said = str(refusal.reason)
            now = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(json.dumps([path.name, said, (now - most) * 1024]), flush=True)
            most = now
    sys.stdout.flush()


@one_process
def test_no_picture_takes_much_memory_however_small_it_is_and_whatever_it_claims(tmp_path, config):
    """Also one of which a stranger sends us 34 bytes: they unfolded to more than a gigabyte."""
    files = {f"upload {what}": content for what, content in pictures().items()}
    files |= {
        "upload 120 megapixels as WebP": webp_of(11_000, 10_900),
        "request of 49 megapixels as WebP": webp_of(7000, 7000),
    }
    small_parts = parts()
    files |= {f"upload {what}": content for what, content in small_parts.items()}
    segments = small_parts["three million segments"]
    files["request of two million segments"] = segments[:7_900_000]
    folder = tmp_path / "bombs"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    log = tmp_path / "bombs.log"
    process = warm.begin(_looked_at, str(folder), environ=environment(config), log=log)
    process.join(60)
    assert process.exitcode == 0, log.read_text()
    lines = [line for line in log.read_text().splitlines() if line.startswith("[")]
    seen = {name: (said, grown) for name, said, grown in map(json.loads, lines)}
    assert seen.keys() == files.keys()
    greedy = {name: grown // MEGABYTE for name, (_said, grown) in seen.items()
              if grown > LITTLE}  # fmt: skip
    assert greedy == {}
    said = {name.removeprefix("upload "): answer for name, (answer, _grown) in seen.items()}
    assert {what for what in pictures() if said[what] == "kept"} <= KEPT
    assert {what for what in pictures() if said[what] == "too_many_pixels"} == TOO_MANY
    assert {said[what] for what in small_parts} == {"damaged"}
    assert said["request of two million segments"] == "damaged"
    assert said["request of 49 megapixels as WebP"] == "too_many_pixels"


@pytest.fixture
def studio(client):
    member = a_member(a_studio())
    sign_in_on(client, member)
    return member.studio


@one_process
def test_bombs_in_a_form_are_refused_each_alone_and_the_good_ones_land(client, studio):
    job = a_job(studio)
    album = an_album(job)
    page = f"/studio/jobs/{job.id}/photos"
    bombs = {what: content for what, content in pictures().items() if what not in KEPT}
    large = io.BytesIO(a_jpeg(64, 48).ljust(60_000_001, b"\0"))
    files = [(io.BytesIO(a_jpeg(64, 48)), "first.jpg"), (large, "large.jpg")]
    files += [(io.BytesIO(content), f"{at}.jpg") for at, content in enumerate(bombs.values())]
    files.append((io.BytesIO(a_jpeg(64, 48)), "last.jpg"))
    data = {"csrf_token": client.token(page), "album": album.id, "files": files}
    answer = client.post(f"{page}/upload", data=data)
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 200
    assert sorted(photo.original_name for photo in all_rows(Photo)) == ["first.jpg", "last.jpg"]
    said = words(answer)
    assert f"{len(bombs) + 1} files were not taken" in said
    assert "large.jpg The file is larger than 60 MB." in said


@one_process
@pytest.mark.parametrize("kind", ["urlencoded", "multipart", "head", "name", "nested", "text"])
def test_forms_without_end_are_refused_or_read_and_nothing_breaks(client, studio, kind):
    """Of parts, of fields, of heads of parts, of names, of brackets: never a fault (500)."""
    job = a_job(studio)
    page = f"/studio/jobs/{job.id}/photos"
    token = {"X-CSRFToken": client.token(page)}
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    large = b'--x\r\nContent-Disposition: form-data; name="files"; filename="'
    body, media_type = {
        "urlencoded": (b"a=&" * 330_000, "application/x-www-form-urlencoded"),
        "multipart": (part * 20_000 + b"--x--\r\n", "multipart/form-data; boundary=x"),
        "head": (b"--x\r\nA: " + b"a" * 3_000_000, "multipart/form-data; boundary=x"),
        "name": (large + b"a" * 3_000_000 + b'"\r\n\r\n', "multipart/form-data; boundary=x"),
        "nested": (b"[" * 900_000, "application/json"),
        "text": (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * 3_000_000
                 + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    }[kind]  # fmt: skip
    for address in (f"{page}/upload", f"/studio/jobs/{job.id}/uploads", "/studio/settings",
                    "/sign-in", "/shop/nord"):  # fmt: skip
        answer = client.post(address, data=body, content_type=media_type, headers=token)
        assert 300 <= answer.status_code < 500, (address, answer.status_code)
    assert all_rows(Photo) == []


@one_process
@pytest.mark.parametrize("sent", ["5", "null", "[]", '{"email": 5, "password": ["a", {"b": 1}]}'])
def test_no_form_reads_json_in_which_anything_may_stand(client, studio, sent):
    token = {"X-CSRFToken": client.token("/studio/settings")}
    for address in ("/sign-in", "/", "/studio/settings", f"/shop/{studio.slug}"):
        answer = client.post(address, data=sent, content_type="application/json", headers=token)
        assert answer.status_code in (405, 415), address


@one_process
def test_heads_without_end_are_refused_by_the_server(live, client):
    """What comes before a request is read at all (gunicorn), and what follows is served."""
    host = live.url.partition("//")[2]
    name, port = host.split(":")
    for head in (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n",
                 b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 500,
                 b"GET / HTTP/1.1\r\nCookie: " + b"a" * 20_000 + b"\r\n",
                 ):  # fmt: skip
        with socket.create_connection((name, int(port)), timeout=30) as connection:
            with suppress(OSError):  # refused while it is still being sent
                connection.sendall(head + f"Host: {host}\r\n\r\n".encode())
            answer = b""
            with suppress(OSError):
                answer = connection.recv(100)
        assert not answer or answer.split()[1].startswith(b"4"), head[:40]
    connection = http.client.HTTPConnection(name, int(port), timeout=30)
    connection.request("GET", "/sign-in")
    assert connection.getresponse().status == 200
    connection.close()


@one_process
@pytest.mark.parametrize(
    "lengths",
    [
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\nContent-Length: 44\r\n",
        b"Content-Length: 5, 44\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: \x0bchunked\r\n",
    ],
)
def test_of_a_request_with_two_lengths_nothing_is_read_as_another_request(live, lengths):
    host = live.url.partition("//")[2]
    name, port = host.split(":")
    hidden = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: " + host.encode() + b"\r\n\r\n"
    head = b"POST /sign-in HTTP/1.1\r\nHost: " + host.encode() + b"\r\n" + lengths + b"\r\n"
    with socket.create_connection((name, int(port)), timeout=30) as connection:
        connection.sendall(head + hidden)
        answer = b"".join(iter(partial(connection.recv, 4096), b""))
    assert answer.startswith(b"HTTP/1.1 4")
    assert answer.count(b"HTTP/1.1 ") == 1
