"""`shelflife demo`: a studio to play with, made anew at each start."""

import click


@click.command()
def demo() -> None:
    """x"""
