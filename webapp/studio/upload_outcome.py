"""What became of the files of one sending, file by file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileAnswer:
    """What became of one file; `why` is empty when it is stored."""

    name: str
    why: str = ""
    is_duplicate: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of all files of one sending."""

    files: list[FileAnswer]

    @property
    def stored(self) -> int:
        return sum(not file.why for file in self.files)

    @property
    def refused(self) -> list[FileAnswer]:
        return [file for file in self.files if file.why and not file.is_duplicate]

    @property
    def duplicates(self) -> list[FileAnswer]:
        return [file for file in self.files if file.is_duplicate]

    @property
    def status(self) -> int:
        """422 when nothing that was sent is here."""
        return 200 if self.stored or self.duplicates else 422
