"""Every word in the database: for asking whether somebody is still named anywhere."""

from webapp.models.base import db


def every_word() -> str:
    """All rows of all tables as one text, with the bytes of mails read as letters."""
    db.session.rollback()
    found = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()):
            found += [
                value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                for value in row
            ]
    return "\n".join(found)
