"""`shelflife studio mail`: the mail server of a studio of its own."""

import sys

import click

from webapp.commands.inside import inside
from webapp.config import Config
from webapp.domain.addresses import WrongAddressError
from webapp.use_cases.set_studio_mail import NoSuchStudioError, set_studio_mail


@click.command()
@click.option("--slug", required=True, help="The studio: /shop/<slug>.")
@click.option(
    "--smtp-url-stdin", is_flag=True, required=True,
    help="Read smtp://user:password@host:port from the input; an empty line removes it.",
)  # fmt: skip
def mail(*, slug: str, smtp_url_stdin: bool) -> None:
    """Let a studio send through its own server; its address is kept sealed."""
    address = sys.stdin.readline().strip() if smtp_url_stdin else ""
    with inside(Config.from_environment()):
        try:
            set_studio_mail(slug, address)
        except NoSuchStudioError:
            click.echo(f"There is no studio {slug!r}.", err=True)
            sys.exit(1)
        except WrongAddressError as error:
            for fault in error.faults:
                click.echo(f"smtp url: {fault}", err=True)
            sys.exit(1)
    way = "its own server" if address else "the server of this installation"
    click.echo(f"{slug} sends through {way}.")
