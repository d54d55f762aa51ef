"""Shelflife: the shelf life of photo jobs, from the shoot to the archive."""

# ruff: noqa: PLC0415 - the parts meet in create_app, and nobody has to pay for them before

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Config

__all__ = ["create_app"]
__version__ = "0.1.0"


def create_app(config: "Config | None" = None) -> "Flask":
    """The only place where the parts meet; without `config` the environment decides.

    The parts are fetched here and not above: what only looks after processes (`supervisor`) would
    take a hundred megabytes more with them.
    """
    from flask import Flask
    from flask_babel import Babel
    from flask_migrate import Migrate

    from webapp import clock
    from webapp.config import Config
    from webapp.models.base import db
    from webapp.models.patience import engine_options
    from webapp.photos import serving
    from webapp.web import (
        addresses,
        assets,
        clock_bar,
        demo_doors,
        doors,
        language,
        logging,
        security,
        words,
    )

    config = config or Config.from_environment()
    clock.use_file(config.clock_file)
    app = Flask(__name__, root_path=str(assets.STATIC.parent), static_folder="static")
    app.config.from_mapping(
        SHELFLIFE=config,
        VERSION=__version__,
        TESTING=config.testing,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.database_url),
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES="webapp/translations",
        **security.settings(config),
    )
    logging.install(app)
    addresses.install(app)
    db.init_app(app)
    serving.install(app, config.photos)
    Migrate(app, db)
    Babel(app, locale_selector=language.current)
    assets.install(app)
    words.install(app)
    security.install(app, config)
    doors.install(app)
    clock_bar.install(app, config)
    demo_doors.install(app, config)
    return app
