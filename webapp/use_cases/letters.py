"""What a mail looks like: the letter as text and as HTML, from the same parts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flask import current_app
from jinja2 import Environment
from markupsafe import Markup, escape

STYLE = (Path(__file__).resolve().parents[2] / "templates/mail/letter.css").read_text("utf-8")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


@dataclass(frozen=True)
class Part:
    """A paragraph; with `button` (an address) a button, with `rows` a small table.

    `is_quote`: what the reader is said to have written. `is_typed`: holds what anybody may have
    typed. No address in either becomes a link: a stranger's words may go to anybody's mailbox.
    """

    text: str = ""
    button: str = ""
    is_counter: bool = False
    is_quote: bool = False
    is_typed: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class FootLine:
    """A line below the letter, with a link if there is one."""

    text: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter: who writes, what it says, and what stands below it. `language`: of its words."""

    sender: str
    language: str
    subject: str
    preheader: str
    parts: tuple[Part, ...]
    footer: tuple[FootLine, ...] = ()


def as_html(letter: Letter) -> str:
    """The letter as HTML: everything in it is text, whatever it looks like."""
    environment: Environment = current_app.jinja_env
    environment.filters.setdefault("linked", _linked)
    environment.filters.setdefault("broken", _broken)
    page = environment.get_template("mail/letter.html").render(letter=letter, style=Markup(STYLE))  # noqa: S704 - our own style sheet
    return _without_empty_lines(page.splitlines())


def as_text(letter: Letter) -> str:
    """The letter as text, for whoever reads no HTML; says the same."""
    blocks = [letter.sender, *(_block(part) for part in letter.parts)]
    below = "\n".join(_foot(line) for line in letter.footer)
    return "\n\n".join([*blocks, f"-- \n{below}" if below else ""]).rstrip() + "\n"


def paragraphs(text: str) -> tuple[Part, ...]:
    """What somebody wrote, in paragraphs, with its line breaks."""
    return tuple(Part(part.strip("\n")) for part in re.split(r"\n\s*\n", text) if part.strip())


def quoted(text: str) -> tuple[Part, ...]:
    """What the reader has written, in paragraphs, marked as theirs."""
    return tuple(replace(part, is_quote=True) for part in paragraphs(text))


def typed(text: str) -> tuple[Part, ...]:
    """What a stranger wrote, in paragraphs, without links."""
    return tuple(replace(part, is_typed=True) for part in paragraphs(text))


def _block(part: Part) -> str:
    if part.is_quote:
        return "\n".join(f"> {line}" for line in part.text.split("\n"))
    if part.button:
        return f"{part.text}:\n{part.button}"
    if part.rows:
        return "\n".join("  ".join(row) for row in part.rows)
    return part.text


def _foot(line: FootLine) -> str:
    return f"{line.text} {line.label}: {line.url}" if line.url else line.text


def _linked(text: str) -> Markup:
    """The text with its addresses as links and its line breaks kept; all else is escaped."""
    done, parts = 0, []
    for found in _ADDRESS.finditer(text):
        parts.append(_broken(text[done : found.start()]))
        parts.append(Markup('<a href="{0}">{0}</a>').format(found[0]))
        done = found.end()
    return Markup("").join([*parts, _broken(text[done:])])


def _broken(text: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))


def _without_empty_lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line.strip()) + "\n"
