"""Rows whose every word is somebody's attempt: a marker of its own in each text column there is.

Which columns there are is read from the models: a new one is filled, or the walk fails.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, Table, inspect, select, update

from webapp.models.base import ID_LENGTH, Base, db, transaction
from webapp.models.history import rewriting

# What looks like text and is none: made or checked by the program, never typed as it is.
BOUND = {
    "language": "one of the languages, a key of translations",
    "currency": "one of the currencies",
    "country": "one of the countries",
    "time_zone": "one of the zones of the IANA",
    "slug": "part of the address: letters, digits and hyphens",
    "watermark_kind": "one of three kinds",
    "watermark_place": "one of the places",
    "watermark_look": "a hash, cut short",
    "look": "a hash, cut short",
    "kind": "one of the kinds",
    "product_kind": "one of the kinds",
    "payment": "one of the ways to pay",
    "access_type": "one of the ways in",
    "archiving_delay": "one of the delays",
    "trigger": "one of the triggers",
    "time_window": "one of the times of day",
    "target_group": "one of the groups",
    "channel": "one of two ways",
    "condition": "one of the conditions",
    "occasion": "a key that the program makes",
    "once": "a key that the program makes",
    "deed": "one of the deeds, a key of words",
    "actor_kind": "one of the kinds of actors",
    "ended_by": "how a session ended, one of four",
    "state": "one of the states",
    "card_state": "one of the states",
    "status": "one of the states",
    "reason": "one of the reasons, a key of words",
    "phase": "how far a conversation with a server came",
    "media_type": "found by decoding",
    "password_hash": "made by Argon2",
    "fingerprint": "a keyed hash",
    "content_hash": "a hash",
    "token_hash": "a hash",
    "sealed": "encrypted",
    "secret_sealed": "encrypted",
    "smtp_sealed": "encrypted",
    "token": "made by chance",
    "form_token": "made by chance",
    "chain": "an id",
    "salt": "made by chance",
    "content": "a hash, or bytes that the program made",
    "hash": "a hash",
    "seals": "hashes",
    "subjects": "ids",
    "counts": "numbers",
    "mail_id": "made by the program",
    "host": "part of an address that was checked",
    "store_key": "made by the program",
    "key": "an address of a network, and for what it counts",
    "failure@photo": "one of the kinds of failure, a key of words",
    "name@task_run": "one of the lines of the timetable",
}
# The reasons that somebody typed, among those that are keys.
FREE = {"reason@support_session"}
_LETTERS = re.compile(r"q\d{4}z")

Marker = Callable[[int, int], str]


def markup(number: int, length: int) -> str:
    """What would become an element, an attribute, or something to fill in; unique by number."""
    name = f"q{number:04d}z"
    for text in (
        f"javascript:/*{name}\"'><{name} {name}=1 onfocus=a()>&lt;{{{{7*7}}}}[[Job.name]]"
        "%(a)s{0}",
        f"{name}\"'><{name} {name}=1>&lt;{{{{7*7}}}}",
        f"{name}\"'><{name}>",
        name,
    ):
        if len(text) <= length:
            return text
    raise AssertionError(f"no marker is as short as {length}")


def as_written(name: str) -> list[str]:
    """How the markers of this name go on, from each of its places in them."""
    number = int(name[1:5])
    wholes = {markup(number, length) for length in (500, 60, 20)}
    return [whole[found.start() :] for whole in wholes for found in re.finditer(name, whole)]


def mark_everything(marker: Marker = markup, *, but: tuple[str, ...] = ()) -> dict[str, str]:
    """Write a marker into every text of every row; which marker (its first part) is where.

    `but`: columns that stay as they are, by their names.
    """
    marked: dict[str, str] = {}
    with transaction() as session:
        chains = list(session.scalars(select(Base.metadata.tables["history_head"].c.chain)))
        with rewriting(session, chains):
            for table in Base.metadata.sorted_tables:
                columns = [each for each in table.columns if is_free(each) and each.name not in but]
                for row in session.execute(select(table)).mappings().all() if columns else ():
                    values = {}
                    for column in columns:
                        name = f"q{len(marked):04d}z"
                        values[column.name] = _value(column, row, marker, len(marked))
                        marked[name] = f"{table.name}.{column.name}"
                    session.execute(update(table).where(*_the_row(table, row)).values(values))
    db.session.expire_all()
    return marked


def is_free(column: Column[Any]) -> bool:
    """Whether people's words can stand in it."""
    if column.foreign_keys or (column.primary_key and column.name == "id"):
        return False
    if not isinstance(column.type, String | JSON | LargeBinary):
        return False
    if getattr(column.type, "length", None) == ID_LENGTH and column.name.endswith("_id"):
        return False
    places = {f"{column.name}@{column.table.name}", column.name}
    return bool(places & FREE) or not places & set(BOUND)


def free_columns() -> list[str]:
    """Every column in which people's words can stand."""
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if is_free(column)
    ]


def names_in(text: str) -> set[str]:
    """The first parts of the markers that stand somewhere in a text."""
    return set(_LETTERS.findall(text))


def _the_row(table: Table, row: Any) -> list[Any]:
    return [column == row[column.name] for column in inspect(table).primary_key]


def _value(column: Column[Any], row: Any, marker: Marker, number: int) -> Any:
    if isinstance(column.type, JSON):
        return _in_json(row[column.name], marker(number, 100))
    length = getattr(column.type, "length", None) or 500
    if column.name in ("email", "recipient"):
        return f"{marker(number, min(length, 120))}@mail.example"
    return marker(number, length)


def _in_json(value: Any, text: str) -> Any:
    """The same structure with a marker instead of each word that is not a key or an id."""
    if isinstance(value, dict):
        return {key: each if key in ("field", "kind", "before") else _in_json(each, text)
                for key, each in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [_in_json(each, text) for each in value]
    return text if isinstance(value, str) else json.loads(json.dumps(value))
