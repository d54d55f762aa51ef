"""The help notes: which there are, the rules each explains, their texts in the page's language.

A note is a template in templates/help/<language>/, which sets its title, summary and further words
to find it by. Its numbers come from the domain (help_facts.py), so that it can't say another one.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from webapp.domain.help_search import Text
from webapp.studio.help_facts import help_facts
from webapp.web.local_addresses import local_address
from webapp.web.rendering import wants_part


@dataclass(frozen=True)
class Note:
    """A note: its subject, the rules of the product that it explains, and what to read next."""

    name: str
    subject: str
    rules: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownNote:
    """A note in the language of the page."""

    name: str
    url: str
    title: str
    summary: str
    also: str
    body: Markup

    @property
    def searched(self) -> Text:
        """The note as it is searched."""
        # A heading does not run into its text.
        sentences = self.body.replace(Markup("</h2>"), Markup(".</h2>"))
        body = " ".join(sentences.striptags().split())
        return Text(self.name, self.title, self.summary, body, self.also)


SUBJECTS = {
    "selling": _l("Selling and archiving"),
    "customers": _l("Customers and codes"),
    "messages": _l("Messages"),
    "photos": _l("Photos and storage"),
    "orders": _l("Orders and prices"),
    "studio": _l("Studio and support"),
}

NOTES = (
    Note("what-customers-see", "selling", ("S1", "A6", "A7", "A10", "D3"),
         ("archiving-by-date", "baskets", "access-codes")),
    Note("archiving-by-date", "selling", ("A1", "A2", "A3", "A5", "A6", "A10"),
         ("archiving-by-hand", "what-customers-see", "selling-again")),
    Note("archiving-by-hand", "selling", ("A4", "A8", "S2", "S3", "S6"),
         ("archiving-by-date", "baskets", "selling-again")),
    Note("baskets", "selling", ("A8", "A9", "R5"),
         ("selling-again", "price-lists", "what-customers-see")),
    Note("selling-again", "selling", ("R1", "R2", "R3", "R4", "R5"),
         ("more-time", "baskets", "communication-profiles")),
    Note("more-time", "selling", ("H3", "R1"),
         ("selling-again", "archiving-by-date", "access-codes")),
    Note("save-settings", "selling", ("S4", "S5", "S6", "S7", "S8"),
         ("archiving-by-hand", "selling-again", "history")),
    Note("access-codes", "customers", ("A7", "D3"),
         ("printing-cards", "sorting-photos", "what-customers-see")),
    Note("printing-cards", "customers", (),
         ("access-codes", "sorting-photos")),
    Note("why", "customers", ("H1", "A6", "C6"),
         ("what-customers-see", "planned-messages", "access-codes")),
    Note("personal-data", "customers", ("D3", "D4"),
         ("retention", "deleting-jobs", "access-codes")),
    Note("communication-profiles", "messages", ("C1", "C2", "C3", "C4", "C7"),
         ("planned-messages", "selling-again", "archiving-by-date")),
    Note("planned-messages", "messages", ("C5", "C6", "C8", "C9", "C10", "R4"),
         ("communication-profiles", "archiving-by-date")),
    Note("uploading", "photos", ("D5",),
         ("sorting-photos", "storage")),
    Note("sorting-photos", "photos", (),
         ("printing-cards", "uploading", "access-codes")),
    Note("storage", "photos", ("D1", "D5", "A11"),
         ("deleting-albums", "retention", "uploading")),
    Note("deleting-albums", "photos", ("D2", "D4"),
         ("storage", "deleting-jobs", "retention")),
    Note("deleting-jobs", "photos", ("D3", "D4"),
         ("deleting-albums", "personal-data", "orders")),
    Note("retention", "photos", ("D4",),
         ("storage", "deleting-albums", "personal-data")),
    Note("orders", "orders", ("A9", "D4"),
         ("downloads", "price-lists", "deleting-albums")),
    Note("downloads", "orders", ("A9",),
         ("orders", "deleting-albums")),
    Note("price-lists", "orders", ("S5",),
         ("baskets", "orders", "downloads")),
    Note("studio-settings", "studio", ("A2",),
         ("archiving-by-date", "support-access", "price-lists")),
    Note("second-factor", "studio", (),
         ("studio-settings", "support-access")),
    Note("history", "studio", ("S8", "S7"),
         ("save-settings", "support-access")),
    Note("support-access", "studio", ("H1", "H2"),
         ("history", "asking-support", "studio-settings")),
    Note("asking-support", "studio", ("H3",),
         ("why", "support-access")),
)  # fmt: skip

_BY_NAME = {note.name: note for note in NOTES}
_CARRIED = ("job", "page")


def language() -> str:
    """The language of the page, which is that of its notes."""
    return str(get_locale())


def known(name: str) -> Note | None:
    """The note of this name; None: there is none."""
    return _BY_NAME.get(name)


def read(name: str) -> ShownNote:
    """The note in the language of the page, with today's numbers of the domain."""
    template = current_app.jinja_env.get_template(f"help/{language()}/{name}.html")
    said = template.make_module({**help_facts(), "to": _link})
    return ShownNote(
        name=name,
        url=address_of(name),
        title=str(getattr(said, "title", "")),
        summary=str(getattr(said, "summary", "")),
        also=str(getattr(said, "also", "")),
        body=said.__html__(),
    )


def address_of(name: str) -> str:
    """Where a note stands, with what is known of where somebody came from (H3)."""
    return url_for("studio.help_note", name=name, **came_from())


def came_from() -> dict[str, Any]:
    """The job and the page that help was asked for on: what a request tells with it (H3)."""
    page = local_address(request.args.get("page"), otherwise="")
    given = {"job": request.args.get("job", "")[:40], "page": page[:300]}
    return {name: given[name] for name in _CARRIED if given[name]}


def title_of(name: str) -> str:
    """What a link to the note says."""
    return read(name).title


def _link(name: str, words: str) -> Markup:
    """A link from one note to another; in a window over the page it opens there too."""
    url = address_of(name)
    if not wants_part():
        return Markup('<a href="{}">{}</a>').format(url, words)
    template = '<a href="{}" hx-get="{}" hx-target="#window">{}</a>'
    return Markup(template).format(url, url, words)  # noqa: S704 - the text above, filled escaped
