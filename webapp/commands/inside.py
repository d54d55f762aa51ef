"""The application for a command: its context, and English words, as an operator reads them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_babel import force_locale

from webapp import create_app
from webapp.config import Config


@contextmanager
def inside(config: Config) -> Iterator[Flask]:
    """The application, for as long as the block lasts."""
    app = create_app(config)
    with app.app_context(), force_locale("en"):
        yield app
