"""Messages as files, where no server is set: readable in the browser, and by any mail program."""

import os
from collections.abc import Callable
from pathlib import Path

from webapp.delivery.courier import Parcel, Watch, unwatched, words_of
from webapp.domain.delivery import Answer, Outcome, Phase, Verdict

MAIL, SMS = "eml", "txt"


class FolderCourier:
    """Writes each message once: a file of that name is that message."""

    leaves_doubt = False

    def __init__(self, folder: Path, ending: str, *, watch: Watch = unwatched) -> None:
        self._folder = folder
        self._ending = ending
        self._watch = watch

    def carry(self, parcel: Parcel, _may_end: Callable[[], bool]) -> Outcome:
        """Write the file, whole or not at all; see `Courier.carry`."""
        path = self._folder / file_name(parcel, self._ending)
        self._watch("before", Phase.FILE)
        try:
            if not path.exists():
                self._write(path, self._bytes_of(parcel))
        except OSError as error:
            answer = Answer(Phase.FILE, None, words_of(error))
            return Outcome(Verdict.AGAIN, answer, concerns_server=True)
        self._watch("after", Phase.FILE)
        return Outcome(Verdict.SENT, Answer(Phase.FILE, None))

    def leave(self) -> None:
        """There is nothing to close."""

    def _bytes_of(self, parcel: Parcel) -> bytes:
        if self._ending == SMS:
            return f"To: {parcel.recipient}\n\n".encode() + parcel.content
        return parcel.content

    def _write(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{path.name}.{os.getpid()}"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def file_name(parcel: Parcel, ending: str) -> str:
    """The same in every attempt, and in the order in which they were written."""
    name = parcel.mail_id.partition("@")[0].partition(".")[0]
    return f"{parcel.created_at:%Y%m%dT%H%M%SZ}-{name}.{ending}"
