"""Placeholders in messages: a fixed list in double square brackets, filled in, never run (C3)."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum


class Placeholder(StrEnum):
    """Everything that a message can have filled in (C3)."""

    CUSTOMER_NAME = "Customer.name"
    CUSTOMER_FIRSTNAME = "Customer.firstname"
    CUSTOMER_LOGINURL = "Customer.loginurl"
    CUSTOMER_PHOTOS = "Customer.photos"
    CUSTOMER_UNSUBSCRIBE = "Customer.unsubscribe"
    JOB_NAME = "Job.name"
    JOB_DATE_ARCHIVING = "Job.date_archiving"
    JOB_DATE_SHOT = "Job.date_shot"
    PHOTOGRAPHER_COMPANY = "Photographer.company"
    PHOTOGRAPHER_EMAIL = "Photographer.email"
    PHOTOGRAPHER_PHONE = "Photographer.phone"

    @property
    def written(self) -> str:
        """As it stands in a text: [[Job.name]]."""
        return f"[[{self.value}]]"


# A line that would speak of one of these, and there is none, is left out.
_LINE_HANGS_ON = (
    Placeholder.JOB_DATE_ARCHIVING,
    Placeholder.JOB_DATE_SHOT,
    Placeholder.PHOTOGRAPHER_PHONE,
)
_KNOWN = {each.value for each in Placeholder}
_WRITTEN = re.compile(r"\[\[([^\[\]\r\n]*)\]\]")
_OPENING = "[["
_TEMPLATE_LIKE = re.compile(r"\{\{|\{%|\}\}|%\}|\$\{|<%")
_SPACE_BEFORE = re.compile(r"[ \t]+([,.!?;:])")
_SPACES = re.compile(r"(?<=\S)[ \t]{2,}")

Values = Mapping[Placeholder, str]


def unknown(text: str) -> list[str]:
    """What stands in double square brackets and is no placeholder, or is not closed; in order."""
    found = [name for name in _WRITTEN.findall(text) if name not in _KNOWN]
    rest = _WRITTEN.sub("", text)
    if _OPENING in rest:
        found.append(rest[rest.index(_OPENING) + 2 :].split("\n", 1)[0][:40])
    return found


def looks_like_a_template(text: str) -> bool:
    """Whether it is written for another program: {{…}}, {%…%}, ${…}. It would stay as it is."""
    return _TEMPLATE_LIKE.search(text) is not None


def fill(text: str, values: Values) -> str:
    """The text with its placeholders filled in; what is filled in is never read again.

    A name that is not known leaves no gap behind ('Hello ,' becomes 'Hello,'). A line that speaks
    of a date or a telephone number that does not exist is left out.
    """
    lines = [_filled(line, values) for line in text.split("\n") if _can_be_said(line, values)]
    return _without_gaps(lines)


def _can_be_said(line: str, values: Values) -> bool:
    return all(values.get(each) for each in _LINE_HANGS_ON if each.written in line)


def _filled(line: str, values: Values) -> str:
    if _OPENING not in line:
        return line
    names = _WRITTEN.findall(line)
    said = _WRITTEN.sub(lambda found: _value(found[1], values), line)
    if all(_value(name, values) for name in names):
        return said
    return _SPACES.sub(" ", _SPACE_BEFORE.sub(r"\1", said)).rstrip()


def _value(name: str, values: Values) -> str:
    return values.get(Placeholder(name), "") if name in _KNOWN else f"[[{name}]]"


def _without_gaps(lines: list[str]) -> str:
    """Where a line was left out, one empty line is enough."""
    return "\n".join(_single_gaps(lines)).strip("\n")


def _single_gaps(lines: list[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line.strip() or before.strip():
            yield line
        before = line
