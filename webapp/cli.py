"""The `shelflife` command: everything an operator does, from the first start to the checks."""

import re
import sys

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from webapp import __version__
from webapp.commands import (
    backup,
    clock,
    demo,
    history,
    inspect,
    move,
    outbox,
    photos,
    prepare,
    run,
    staff,
    storage,
    studio_mail,
    studio_quota,
)
from webapp.config import ConfigError
from webapp.models.base import Busy
from webapp.models.migration import DatabaseIsNewer

EXIT_FAILED = 1
EXIT_WRONG_CONFIGURATION = 78
# What SQLite, PostgreSQL and PgBouncer say, and what mends it.
_ADVICE = (
    (
        re.compile(r"no such table|relation .* does not exist"),
        "It is not set up here yet: `shelflife migrate` does that.",
    ),
    (
        re.compile(
            r'unrecognized .* parameter "(client_connection_check_interval|tcp_user_timeout|jit)"'
        ),
        "This server is too old: Shelflife needs PostgreSQL 14 or newer.",
    ),
    (
        re.compile(r"unsupported startup parameter"),
        "A pooler is in between: say ?options=%20 in SHELFLIFE_DATABASE_URL (deploy/growing.md).",
    ),
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="shelflife")
def shelflife() -> None:
    """Shelflife: the shelf life of photo jobs, from the shoot to the archive."""


for command in (
    run.run,
    run.web,
    run.worker,
    demo.demo,
    prepare.migrate,
    prepare.studio,
    staff.staff,
    photos.photos,
    storage.storage,
    backup.backup,
    backup.restore,
    outbox.outbox,
    clock.clock,
    history.history,
    inspect.config,
):
    shelflife.add_command(command)
prepare.studio.add_command(studio_mail.mail)
prepare.studio.add_command(studio_quota.quota)
prepare.studio.add_command(staff.reset_of_member)
photos.photos.add_command(move.move)


def main() -> None:
    """Run the command of this process; what an operator can correct is said without a traceback."""
    try:
        shelflife.main(prog_name="shelflife")
    except ConfigError as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        sys.exit(EXIT_WRONG_CONFIGURATION)
    except (OperationalError, ProgrammingError) as error:
        click.echo(f"The database cannot be used: {error.orig}", err=True)
        for said, advice in _ADVICE:
            if said.search(str(error.orig)):
                click.echo(advice, err=True)
        sys.exit(EXIT_FAILED)
    except DatabaseIsNewer as fault:
        click.echo(
            f"The database is of a newer version than this program: schema {fault}.", err=True
        )
        click.echo("The way back: deploy/README.md, ‘A new version’.", err=True)
        sys.exit(EXIT_FAILED)
    except Busy:
        click.echo("Others kept writing for ten seconds. Nothing was stored; try again.", err=True)
        sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
