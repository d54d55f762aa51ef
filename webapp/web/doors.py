"""The doors: every audience's blueprint, and what stands outside of them."""

from flask import Flask

from webapp.console import pages as console_pages
from webapp.shop import blueprint as shop_pages
from webapp.studio import pages as studio_pages
from webapp.web import errors, language, operations, second_factor, sessions

PUBLIC_DOORS = (second_factor.bp, operations.bp)


def install(app: Flask) -> None:
    """Hang in every blueprint."""
    errors.install(app)
    sessions.install(app)
    language.install(app)
    for bp in PUBLIC_DOORS:
        app.register_blueprint(bp)
    app.register_blueprint(studio_pages.bp)
    app.register_blueprint(shop_pages.bp)
    app.register_blueprint(console_pages.bp)
