"""Every step by which a program changes the world, seen from outside its code; it dies at one.

A statement or a commit of the database, an operation on a file, a word to a server or the wait for
its answer: before the one that is asked for the process ends by kill -9. Once in a process; it
cannot be taken back.
"""

import http.client
import io
import json
import os
import signal
import smtplib
import sys
import tempfile
from collections.abc import Callable
from threading import RLock
from typing import Any

from sqlalchemy import Engine, event

STATEMENT, COMMIT, FILE, PHASE = "statement", "commit", "file", "phase"
_FILE_EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate")
_LONG = 400  # bytes: a text, and no command


class Steps:
    """Counts; `tell` gets the kinds of all steps, the one before which it died being the last."""

    def __init__(self, last: int, tell: Callable[[bytes], Any]) -> None:
        self._last = last
        self._tell = tell
        self._lock = RLock()
        self._kinds: list[str] = []
        self._is_over = False

    def step(self, kind: str) -> None:
        """One more, or the end."""
        with self._lock:
            if self._is_over:
                return
            self._kinds.append(kind)
            if len(self._kinds) > self._last:
                self._say()
                os.kill(os.getpid(), signal.SIGKILL)

    def survive(self) -> None:
        """The deed is done: what comes now is no step of it."""
        with self._lock:
            self._is_over = True
            self._say()

    def count(self, engine: Engine) -> None:
        """From now on everything is a step that this process does with this database, with files
        where temporary ones may be, and with servers of mail and of SMS."""
        event.listen(engine, "before_cursor_execute", lambda *_all: self.step(STATEMENT))
        event.listen(engine, "commit", lambda *_all: self.step(COMMIT))
        self._count_files(tempfile.gettempdir())
        self._count_words(smtplib.SMTP, "send", "getreply")
        self._count_words(http.client.HTTPConnection, "send", "getresponse")

    def _say(self) -> None:
        self._tell(json.dumps(self._kinds).encode())

    def _count_files(self, under: str) -> None:
        def watch(name: str, facts: tuple[Any, ...]) -> None:
            if name == "socket.connect":
                self.step(PHASE)
            elif name in _FILE_EVENTS and _is_under(facts[0], under):
                self.step(FILE)

        sys.addaudithook(watch)
        plain_open, plain_sync = io.open, os.fsync

        def open_counted(path: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
            file = plain_open(path, mode, *more, **named)
            is_written = _is_under(path, under) and not os.path.isdir(path)
            return _Counted(file, self) if is_written and set(mode) & set("wxa+") else file

        def sync(handle: int) -> None:
            self.step(FILE)
            plain_sync(handle)

        io.open = open_counted
        os.fsync = sync

    def _count_words(self, line: Any, say: str, hear: str) -> None:
        plain_say, plain_hear = getattr(line, say), getattr(line, hear)

        def said(own: Any, words: Any) -> None:
            self.step(PHASE)
            if len(words) > _LONG:
                plain_say(own, words[: len(words) // 2])
                self.step(PHASE)
                words = words[len(words) // 2 :]
            plain_say(own, words)

        def heard(own: Any, *words: Any) -> Any:
            self.step(PHASE)
            return plain_hear(own, *words)

        setattr(line, say, said)
        setattr(line, hear, heard)


class _Counted:
    """A file that is being written: before each piece, and with half of it on disk, is a step."""

    def __init__(self, file: Any, steps: Steps) -> None:
        self._file = file
        self._steps = steps

    def write(self, piece: Any) -> int:
        self._steps.step(FILE)
        half = len(piece) // 2
        self._file.write(piece[:half])
        self._file.flush()
        self._steps.step(FILE)
        self._file.write(piece[half:])
        return len(piece)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "_Counted":
        self._file.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._file.__exit__(*error)


def _is_under(path: Any, folder: str) -> bool:
    return isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(folder)
