"""`shelflife demo`: a studio to play with, made anew at each start."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from flask_babel import force_locale

from webapp import clock, create_app, supervisor
from webapp.commands.run import refuse_taken_port
from webapp.config import SETTINGS, Config
from webapp.demo import people
from webapp.demo.calendar import calendar_of
from webapp.demo.folder import InUseError, NotADemoError, fresh_folder
from webapp.demo.seed import seed
from webapp.models.migration import upgrade
from webapp.photos.opening import open_store

HOST = "127.0.0.1"


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Listen here."
)
def demo(port: int) -> None:
    """Run a demo studio with drawn pictures and a clock that you may move."""
    refuse_taken_port(HOST, port)
    folder = Config.from_environment(_own_settings(os.environ, {})).data / "demo"
    _empty(folder)
    environ = _own_settings(
        os.environ,
        {
            "SHELFLIFE_DATA": str(folder),
            "SHELFLIFE_CLOCK_FILE": str(folder / "clock"),
            "SHELFLIFE_BASE_URL": f"http://{HOST}:{port}",
        },
    )
    config = Config.from_environment(environ)
    _fill(config)

    def tell() -> None:
        click.echo(_signs(config.base_url))

    sys.exit(supervisor.supervise(host=HOST, port=port, environ=environ, when_open=tell))


def _own_settings(environ: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The environment without the settings of a real installation, whose data is none of ours."""
    names = {setting.name for setting in SETTINGS} - {"SHELFLIFE_DATA"}
    return {name: value for name, value in environ.items() if name not in names} | dict(own)


def _empty(folder: Path) -> None:
    try:
        fresh_folder(folder)
    except NotADemoError:
        click.echo(
            f"{folder} holds something that no demo has made. If a studio was set up in it, run it"
            f" with SHELFLIFE_DATA={folder} shelflife run. Nothing was touched.",
            err=True,
        )
        sys.exit(1)
    except InUseError:
        click.echo("A demo is running on this data folder already.", err=True)
        sys.exit(1)


def _fill(config: Config) -> None:
    app = create_app(config)
    click.echo("Setting up the demo studio: some 160 pictures, a few seconds …")
    upgrade(app)
    clock.set_by_hand(calendar_of(clock.machine_now()).start)
    with app.app_context(), force_locale("en"):
        seed(
            open_store(config.photos),
            now=clock.now(),
            machine_now=clock.machine_now(),
            on_step=lambda step: click.echo(f"  {step} …"),
        )


def _signs(address: str) -> str:
    return f"""
The demo is open on {address}

  Studio   {address}/studio/jobs
           {people.MEMBER_EMAIL}  {people.MEMBER_PASSWORD}
  Shop     {address}/shop/{people.STUDIO_SLUG}
           code {people.ANNA_CODE} ({people.ANNA_NAME})
  Console  {address}/console
           {people.STAFF_EMAIL}  {people.STAFF_PASSWORD}

The bar at the bottom of every page turns the clock. Ctrl-C ends the demo.
"""
