"""Reads what a browser, or any client of the protocol, says of the files that it will send."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any

from flask import Request

from webapp.domain.names import cleaned
from webapp.domain.uploads import (
    LONGEST_ALBUM_NAME,
    MOST_AT_ONCE,
    MOST_HASHES_AT_ONCE,
    Announced,
)

MOST_BYTES_OF_AN_ANNOUNCEMENT = 10_000_000
_LARGEST_NUMBER = 2**53
_LENGTH = re.compile(r"[0-9]{1,16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[a-z0-9]{1,64}")


class NotUnderstood(ValueError):
    """It is not in the form that was agreed on."""


@dataclass(frozen=True)
class Announcement:
    """The files, the album for those in no folder, and whether folders become albums."""

    files: list[Announced]
    album_id: str | None
    folders_become_albums: bool
    new_album: str | None = None


def read_announcement(request: Request) -> Announcement:
    """{"album": id or null, "folders": true, "new_album": name or null, "files": [{"path", "size",
    "modified"}, …]}."""
    said = _json(request)
    if not isinstance(said, dict):
        raise NotUnderstood
    files, album = said.get("files"), said.get("album")
    if not isinstance(files, list) or not 0 < len(files) <= MOST_AT_ONCE:
        raise NotUnderstood
    if album is not None and not isinstance(album, str):
        raise NotUnderstood
    return Announcement(
        [_file(each) for each in files],
        album or None,
        bool(said.get("folders")),
        album_name(said.get("new_album")),
    )


def album_name(said: Any) -> str | None:
    """The name of an album for what lies in no folder, as it was typed; None: there is none."""
    if not isinstance(said, str):
        return None
    return cleaned(_storable(said))[:LONGEST_ALBUM_NAME].strip() or None


def read_creation(request: Request) -> Announcement:
    """Upload-Length, and in Upload-Metadata 'filename' and 'album'."""
    length = request.headers.get("Upload-Length", "")
    if not _LENGTH.fullmatch(length):
        raise NotUnderstood
    facts = dict(_metadata(request.headers.get("Upload-Metadata", "")))
    name = facts.get("filename", "") or "unnamed"
    return Announcement([Announced(_storable(name), _number(int(length)))], facts.get("album"),
                        folders_become_albums=False)  # fmt: skip


def read_hashes(request: Request) -> dict[str, str]:
    """{upload's id: SHA-256 in hex}, a hundred at most."""
    said = _json(request)
    if not isinstance(said, dict) or len(said) > MOST_HASHES_AT_ONCE:
        raise NotUnderstood
    for upload_id, sha256 in said.items():
        if not (isinstance(sha256, str) and _SHA256.fullmatch(sha256) and _ID.fullmatch(upload_id)):
            raise NotUnderstood
    return said


def read_ids(request: Request) -> list[str]:
    """[upload's id, …], as many as are announced at once."""
    said = _json(request)
    if not isinstance(said, list) or len(said) > MOST_AT_ONCE:
        raise NotUnderstood
    if not all(isinstance(each, str) and _ID.fullmatch(each) for each in said):
        raise NotUnderstood
    return said


def _json(request: Request) -> Any:
    """None for what is no JSON, and for what is nested without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _file(said: Any) -> Announced:
    if not isinstance(said, dict) or not isinstance(said.get("path"), str) or not said["path"]:
        raise NotUnderstood
    return Announced(
        _storable(said["path"]), _number(said.get("size")), _number(said.get("modified", 0))
    )


def _number(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said < _LARGEST_NUMBER:
        raise NotUnderstood
    return said


def _storable(text: str) -> str:
    """What no database keeps, a name can do without."""
    return text.replace("\0", "").encode("utf-8", "replace").decode() or "unnamed"


def _metadata(header: str) -> list[tuple[str, str]]:
    """'key base64,key base64': as the protocol writes it."""
    pairs = []
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            pairs.append((key, base64.b64decode(value, validate=True).decode()))
        except (binascii.Error, UnicodeDecodeError) as fault:
            raise NotUnderstood from fault
    return pairs
