"""`shelflife run`, `web` and `worker`: the program at work, in one piece or in two."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask

from webapp import create_app, supervisor
from webapp.config import Config
from webapp.models.migration import upgrade
from webapp.photos.opening import open_store
from webapp.use_cases.deliver_messages import Post
from webapp.use_cases.transports import Outside
from webapp.web import setup_token
from webapp.worker import loop

ROOT = Path(__file__).resolve().parents[2]
THREADS = 8
WEB_PROCESSES = 2
_SECONDS_FOR_OPEN_REQUESTS = 4

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Listen here.")
port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Listen here."
)


@click.command()
@host_option
@port_option
def run(host: str, port: int) -> None:
    """Bring the database up to date, then run web and worker until Ctrl-C or SIGTERM."""
    environ = dict(os.environ)
    environ.setdefault("SHELFLIFE_BASE_URL", f"http://{_in_address(host)}:{port}")
    config = Config.from_environment(environ)
    refuse_taken_port(host, port)
    app = create_app(config)
    upgrade(app)
    invitation = _first_steps(app, config)

    told = f"\nShelflife is open on {config.base_url}{invitation}\nCtrl-C ends it.\n"
    supervisor.become_supervisor(host=host, port=port, environ=environ, when_open=told)


@click.command()
@host_option
@port_option
def web(host: str, port: int) -> None:
    """Answer browsers; the worker has to run too, here or on another machine."""
    Config.from_environment()
    os.execv(  # noqa: S606 - our own interpreter
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", "wsgi:app",
            "--pythonpath", str(ROOT),
            "--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "--worker-class", "gthread",
            "--workers", str(WEB_PROCESSES),
            "--threads", str(THREADS),
            "--graceful-timeout", str(_SECONDS_FOR_OPEN_REQUESTS),
            "--log-level", "warning",
            "--preload",
            "--no-control-socket",
        ],
    )  # fmt: skip


@click.command()
@click.option("--once", is_flag=True, help="Do everything that is due now, then end.")
def worker(once: bool) -> None:
    """Archive on time, derive previews, write to people; any number of workers may run."""
    config = Config.from_environment()
    app = create_app(config)
    store = open_store(config.photos)
    post = Post(outside_of(config))
    if not once:
        loop.work(app, store, post)
    elif not loop.work_once(app, store, post):
        click.echo("Something failed; the log says what.", err=True)
        sys.exit(1)


def outside_of(config: Config) -> Outside:
    """The ways out of the house that these settings name."""
    return Outside(
        data=config.data,
        mail_from=config.mail_from,
        own_name=urlsplit(config.base_url).hostname or "localhost",
        smtp_url=config.smtp_url,
        sms_url=config.sms_url,
    )


def refuse_taken_port(host: str, port: int) -> None:
    """End with a sentence when somebody else listens there already."""
    if not supervisor.is_free(host, port):
        click.echo(
            f"Port {port} of {host} is taken or not allowed. Try another one: --port 8001", err=True
        )
        sys.exit(1)


def _first_steps(app: Flask, config: Config) -> str:
    """What an empty installation adds to the address, so that its owner sets it up and nobody
    else; nothing otherwise."""
    with app.app_context():
        token = setup_token.ensure(config)
    return "" if token is None else f"/?token={token}\nOpen this address to set up your studio."


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
