"""The parts of an address: ids that cannot be guessed, short words, tokens."""

from flask import Flask
from werkzeug.routing import BaseConverter

from webapp.models.base import ID_ALPHABET, ID_LENGTH


class IdConverter(BaseConverter):
    """The id of a row; anything of another form is an unknown address: 404."""

    regex = f"[{ID_ALPHABET}]{{{ID_LENGTH}}}"


class SlugConverter(BaseConverter):
    """A word in kebab case: a shop's address."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class TokenConverter(BaseConverter):
    """An unguessable token of 32 URL-safe symbols."""

    regex = "[A-Za-z0-9_-]{32}"


class SignedConverter(BaseConverter):
    """The id of a row with the MAC that `webapp.models.sealing.sign` puts behind it."""

    regex = f"[{ID_ALPHABET}]{{{ID_LENGTH}}}\\.[A-Za-z0-9_-]{{22}}"


def install(app: Flask) -> None:
    """Make the converters known: <id:job_id>, <slug:slug>, <token:token>, <signed:link>."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["slug"] = SlugConverter
    app.url_map.converters["token"] = TokenConverter
    app.url_map.converters["signed"] = SignedConverter
