"""A client of the upload protocol, in a test: announces files and sends them in pieces."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.support.client import Visitor
from webapp.domain.uploads import RUNNING
from webapp.models.base import transaction
from webapp.models.upload import Upload

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@dataclass
class Uploader:
    """Sends files of one job as the script does; the token comes from the job's page."""

    client: Visitor
    job_id: str

    @property
    def base(self) -> str:
        return f"/studio/jobs/{self.job_id}/uploads"

    @property
    def token(self) -> dict[str, str]:
        return {"X-CSRFToken": self.client.get(f"{self.base}/token").json["token"]}

    def announce(
        self, files: dict[str, bytes], *, album: str | None = None, folders: bool = True
    ) -> list[dict[str, Any]]:
        """How each file stands, in the order given."""
        said = [{"path": path, "size": len(content), "modified": 1700000000000}
                for path, content in files.items()]  # fmt: skip
        response = self.say({"album": album, "folders": folders, "files": said})
        assert response.status_code == 200, response.text
        return response.json["files"]

    def say(self, body: Any) -> TestResponse:
        """An announcement as it is."""
        return self.client.post(self.base, json=body, headers=self.token)

    def send(self, address: str, piece: bytes, offset: int = 0, **headers: str) -> TestResponse:
        """One piece; headers that are given replace the usual ones."""
        usual = {**TUS, **self.token, "Content-Type": PIECE, "Upload-Offset": str(offset)}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.patch(address, data=piece, headers=usual | named)

    def send_whole(self, address: str, content: bytes, pieces: int = 2) -> TestResponse:
        """All of it, in so many pieces; the answer to the last one."""
        step = -(-len(content) // pieces)
        for offset in range(0, len(content), step):
            response = self.send(address, content[offset : offset + step], offset)
        return response


def left_alone() -> None:
    """Nothing of any upload has come in for some minutes."""
    with transaction() as session:
        for upload in session.scalars(select(Upload)):
            upload.touched_at -= RUNNING


def why(response: TestResponse) -> str:
    """The sentence that came with the state of a file."""
    return unquote(response.headers.get("Shelflife-Why", ""))
