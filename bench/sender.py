"""Sends files as the page of a job does: announced at once, then in pieces, three at a time."""

import http.client
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Queue
from typing import Any

from bench.serving import Browser

CONNECTIONS = 3
PIECE = 8 * 1024 * 1024
_AT_ONCE = 5000


@dataclass(frozen=True)
class File:
    """A file of the photographer: its path below the chosen folder, and its bytes."""

    path: str
    content: bytes


class Sender:
    """A signed-in browser in front of one job."""

    def __init__(self, port: int, job_id: str, cookies: Mapping[str, str]) -> None:
        self._port, self._job = port, job_id
        browser = Browser(port, cookies)
        page = browser.get(f"/studio/jobs/{job_id}/photos")
        assert page.status == 200, page.status
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.plain.decode())
        assert found, "the page has no form"
        self._token, self._cookies = found[1], browser.cookie_header

    def send(self, files: Sequence[File]) -> dict[str, int]:
        """How many files ended in each state."""
        counted: dict[str, int] = {}
        for start in range(0, len(files), _AT_ONCE):
            for state in self._send_some(files[start : start + _AT_ONCE]):
                counted[state] = counted.get(state, 0) + 1
        return counted

    def _send_some(self, files: Sequence[File]) -> Iterator[str]:
        by_place = self._announce(files)
        waiting: Queue[tuple[str, File]] = Queue()
        for standing, file in zip(by_place, files, strict=True):
            if standing["state"] == "waiting":
                waiting.put((standing["address"], file))
            else:
                yield standing["state"]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for states in pool.map(lambda _: list(self._work_off(waiting)), range(CONNECTIONS)):
                yield from states

    def _announce(self, files: Sequence[File]) -> list[dict[str, Any]]:
        said = [
            {"path": file.path, "size": len(file.content), "modified": 1_700_000_000_000}
            for file in files
        ]
        body = json.dumps({"album": None, "folders": True, "files": said}).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        kind = {"Content-Type": "application/json"}
        connection.request("POST", f"/studio/jobs/{self._job}/uploads", body, self._headers(kind))
        answer = connection.getresponse()
        read = answer.read()
        assert answer.status == 200, (answer.status, read[:300])
        connection.close()
        files_of_answer: list[dict[str, Any]] = json.loads(read)["files"]
        return files_of_answer

    def _work_off(self, waiting: "Queue[tuple[str, File]]") -> Iterator[str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        while not waiting.empty():
            address, file = waiting.get()
            yield self._send_one(connection, address, file.content)
        connection.close()

    def _send_one(
        self, connection: http.client.HTTPConnection, address: str, content: bytes
    ) -> str:
        state = "waiting"
        for offset in range(0, len(content), PIECE):
            piece = {
                "Content-Type": "application/offset+octet-stream",
                "Upload-Offset": str(offset),
                "Tus-Resumable": "1.0.0",
            }
            body = content[offset : offset + PIECE]
            connection.request("PATCH", address, body, self._headers(piece))
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 204, answer.status
            state = answer.headers.get("Shelflife-State", "waiting")
        return state

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        return {"Cookie": self._cookies, "X-CSRFToken": self._token, **more}
