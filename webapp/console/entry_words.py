"""What a record of the history changed, in short: without what its title says already."""

from webapp.web.history_words import EntryView


def change_words(view: EntryView) -> list[str]:
    """'Archiving date: none → Sunday, 8 November 2026', for each field."""
    return [
        f"{change.field}: {change.before} → {change.after}"
        for change in view.changes
        if f"{change.before} → {change.after}" != view.title
    ]
