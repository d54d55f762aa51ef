"""`shelflife staff`: who of the support signs in to the console, and what they may do there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from webapp import clock
from webapp.commands.inside import inside
from webapp.config import Config
from webapp.domain.accounts import RIGHTS
from webapp.queries.staff import all_staff
from webapp.use_cases.change_password import Changed, change_password
from webapp.use_cases.change_second_factor import (
    NobodySignsInError,
    account_of,
    reset_second_factor,
)
from webapp.use_cases.change_staff import change_staff, leave_staff
from webapp.use_cases.check_studio import Faults
from webapp.use_cases.create_staff import NewStaff, create_staff

_email = click.option("--email", required=True, help="Address with which they sign in.")


class Rights(click.ParamType[tuple[str, ...]]):
    """Some of the rights, with commas between them."""

    name = "rights"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The rights; wrong usage where one is unknown or none is named."""
        rights = tuple(right.strip() for right in value.split(",") if right.strip())
        if not rights or not set(rights) <= set(RIGHTS):
            self.fail(f"{value!r} is not one or more of {','.join(RIGHTS)}.", param, ctx)
        return rights


@click.group()
def staff() -> None:
    """Work with support accounts."""


@staff.command()
@_email
@click.option(
    "--password-stdin", is_flag=True, required=True, help="Read the password from the input."
)
@click.option("--name", default="", help="As records of their deeds call them.")
@click.option("--language", default="en", show_default=True, help="en or de.")
@click.option("--rights", type=Rights(), default=",".join(RIGHTS), show_default=True,
              help="What they may do in the console.")  # fmt: skip
def create(
    *, email: str, password_stdin: bool, name: str, language: str, rights: tuple[str, ...]
) -> None:
    """Add a support account; who left before comes back with it."""
    password = _read_password() if password_stdin else ""
    new = NewStaff(email=email, password=password, name=name, language=language, rights=rights)
    with inside(Config.from_environment()):
        outcome = create_staff(new, now=clock.machine_now())
    if not isinstance(outcome, str):
        _refuse(outcome)
    new = new.cleaned()
    click.echo(f"{new.name} <{new.email}> is set up: {', '.join(new.rights)}.")
    click.echo("At the first sign-in the console asks for a second factor to be set up.")


@staff.command("list")
def list_staff() -> None:
    """Say who there is: address, name, rights, second factor."""
    with inside(Config.from_environment()):
        for each, has_factor in all_staff():
            facts = [each.email, each.name]
            if each.left_at is not None:
                facts.append(f"left {each.left_at:%Y-%m-%d}")
            else:
                facts.append(",".join(right for right in RIGHTS if right in each.rights))
                facts.append("second factor" if has_factor else "no second factor yet")
            click.echo("\t".join(facts))


@staff.command()
@_email
@click.option("--name", help="As records of their deeds call them from now on.")
@click.option("--language", help="en or de.")
@click.option("--rights", type=Rights(), help="What they may do in the console, all of it.")
@click.option("--password-stdin", is_flag=True, help="Read a new password from the input.")
def change(
    *,
    email: str,
    name: str | None,
    language: str | None,
    rights: tuple[str, ...] | None,
    password_stdin: bool,
) -> None:
    """Change rights, name, language or password of a support account."""
    if not (name or language or rights or password_stdin):
        raise click.UsageError("Say what to change.")
    password = _read_password() if password_stdin else None
    with inside(Config.from_environment()), _said_if_nobody(email):
        account = account_of(email, of_staff=True)
        faults = change_staff(account, name=name, language=language, rights=rights)
        if password is not None and not faults:
            changed = change_password(account, password, keep=None)
            faults = {} if isinstance(changed, Changed) else changed
    if faults:
        _refuse(faults)
    click.echo(f"{email} is changed.")


@staff.command()
@_email
def remove(*, email: str) -> None:
    """Let somebody go: signed out everywhere at once; records keep their name."""
    with inside(Config.from_environment()), _said_if_nobody(email):
        done = leave_staff(email, now=clock.machine_now())
    click.echo(f"{email} cannot sign in any more." if done else f"{email} had left before.")


@staff.command("reset-second-factor")
@_email
def reset_of_staff(*, email: str) -> None:
    """For who lost phone and recovery codes: the next sign-in sets up a new second factor."""
    _reset(email, of_staff=True)


@click.command("reset-second-factor")
@click.option("--email", required=True, help="Address with which the photographer signs in.")
def reset_of_member(*, email: str) -> None:
    """For a photographer who lost phone and recovery codes: the password alone is enough again."""
    _reset(email, of_staff=False)


def _reset(email: str, *, of_staff: bool) -> None:
    with inside(Config.from_environment()), _said_if_nobody(email):
        had_one = reset_second_factor(email, of_staff=of_staff)
    click.echo(
        f"The second factor of {email} is gone, and every sign-in with it."
        if had_one
        else f"{email} had no second factor; every sign-in has ended."
    )


@contextmanager
def _said_if_nobody(email: str) -> Iterator[None]:
    try:
        yield
    except NobodySignsInError:
        click.echo(f"Nobody signs in with {email!r} there.", err=True)
        sys.exit(1)


def _read_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _refuse(faults: Faults) -> NoReturn:
    for field, sentence in faults.items():
        click.echo(f"{field}: {sentence}", err=True)
    sys.exit(1)
