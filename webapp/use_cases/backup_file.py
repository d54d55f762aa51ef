"""A backup is one ZIP file: the rows of every table, a list of the originals, the logos.

`backup.json` comes last and says what the others are, with the SHA-256 of each: a file without it
was never finished.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Self, cast

from webapp.models.portable import Form, Kind

FORMAT = 1
CONTENTS = "backup.json"
ORIGINALS = "originals.jsonl"
_CHUNK = 1024 * 1024


class BackupError(Exception):
    """Why a backup could not be written, or cannot be used, in words for the operator."""


@dataclass(frozen=True)
class Original:
    """One line of the list of originals: what the store should hold, and how large."""

    photo: str
    key: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Part:
    """One file in the backup."""

    name: str
    sha256: str
    rows: int = 0


@dataclass
class Contents:
    """What `backup.json` says. `secret`: a fingerprint of the secret key, not the key."""

    taken_at: str
    version: str
    schema: str
    base_url: str
    secret: str
    tables: list[dict[str, Any]] = field(default_factory=list)
    logos: dict[str, str] = field(default_factory=dict)
    parts: list[dict[str, Any]] = field(default_factory=list)
    format: int = FORMAT

    def forms(self) -> list[Form]:
        """The tables in the order in which they are put back."""
        return [
            Form(each["name"], tuple((name, Kind(kind)) for name, kind in each["columns"]))
            for each in self.tables
        ]

    @property
    def taken(self) -> datetime:
        """The moment that the rows are of."""
        return datetime.fromisoformat(self.taken_at)

    @property
    def rows(self) -> int:
        """How many there are in all tables."""
        return sum(each["rows"] for each in self.parts if each["name"].startswith("tables/"))


class BackupWriter:
    """Writes the parts one after the other, never a whole one in memory."""

    def __init__(self, file: IO[bytes], contents: Contents) -> None:
        sink = cast(IO[bytes], _Sink(file))
        self._zip = zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.contents = contents

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._zip.close()

    def add_table(self, form: Form, lines: Iterable[str]) -> None:
        """The rows of one table."""
        columns = [[name, kind.value] for name, kind in form.columns]
        self.contents.tables.append({"name": form.name, "columns": columns})
        self.add_lines(table_part(form), lines)

    def add_lines(self, name: str, lines: Iterable[str]) -> None:
        """A part of many lines."""
        digest, rows = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as part:
            for line in lines:
                content = f"{line}\n".encode()
                digest.update(content)
                part.write(content)
                rows += 1
        self._note(Part(name, digest.hexdigest(), rows))

    def add_logo(self, studio_id: str, content: bytes) -> None:
        """The logo of a studio."""
        name = f"logos/{studio_id}.png"
        self._zip.writestr(name, content)
        self.contents.logos[studio_id] = name
        self._note(Part(name, hashlib.sha256(content).hexdigest()))

    def finish(self) -> None:
        """Say what is in it; without that it is no backup."""
        self._zip.writestr(CONTENTS, json.dumps(asdict(self.contents), indent=1))

    def _note(self, part: Part) -> None:
        self.contents.parts.append(asdict(part))


class _Sink:
    """Where the ZIP goes, from front to end; once it fails, what else is written goes nowhere.

    Otherwise the ZIP, which wants to be closed, would fail a second time.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0
        self._is_broken = False

    def write(self, content: bytes) -> int:
        if not self._is_broken:
            try:
                self._file.write(content)
            except OSError:
                self._is_broken = True
                raise
        self._at += len(content)
        return len(content)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """It is flushed once, when all of it is there."""


class Backup:
    """A backup that can be read."""

    def __init__(self, opened: zipfile.ZipFile, contents: Contents) -> None:
        self._zip = opened
        self.contents = contents

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a part."""
        with self._zip.open(name) as part:
            for line in part:
                yield line.decode()

    def originals(self) -> Iterator[Original]:
        """What the store held when it was taken."""
        return (Original(*json.loads(line)) for line in self.lines(ORIGINALS))

    def logo(self, studio_id: str) -> bytes:
        """The logo of a studio that has one here."""
        return self._zip.read(self.contents.logos[studio_id])

    def faults(self) -> Iterator[str]:
        """What is not as it was written, a sentence for each part."""
        for part in self.contents.parts:
            if self._sha256(part["name"]) != part["sha256"]:
                yield f"{part['name']} is damaged."

    def _sha256(self, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    digest.update(chunk)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, ValueError):
            return ""
        return digest.hexdigest()


@contextmanager
def opened_backup(path: Path) -> Iterator[Backup]:
    """The backup in this file. Raises BackupError where it is none, or of another program."""
    with _opened(path) as opened:
        yield Backup(opened, _contents(opened))


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except OSError as fault:
        raise BackupError(f"{path} cannot be read: {fault.strerror}.") from fault
    except zipfile.BadZipFile as fault:
        raise BackupError(f"{path} is no backup, or was cut off.") from fault


def table_part(form: Form) -> str:
    """Where the rows of a table lie."""
    return f"tables/{form.name}.jsonl"


def _contents(opened: zipfile.ZipFile) -> Contents:
    try:
        said = json.loads(opened.read(CONTENTS))
        contents = Contents(**said)
    except (KeyError, TypeError, ValueError) as fault:
        raise BackupError("This is no backup, or it was never finished.") from fault
    if contents.format != FORMAT:
        raise BackupError("This backup was written by a newer version of the program.")
    return contents
