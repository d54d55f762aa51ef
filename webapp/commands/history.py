"""`shelflife history`: whether the records are as they were written."""

import sys

import click

from webapp.commands.inside import inside
from webapp.config import Config
from webapp.domain.history_chain import Fault
from webapp.queries.history_proof import ProvenChain, proven_chains

_SENTENCES = {
    Fault.MISSING: "record {number} is missing",
    Fault.CHANGED: "record {number} does not say what it said when it was written",
    Fault.LINK: "record {number} was changed, or does not follow the one before it",
    Fault.CUT: "it ends with record {number}, and that is not where it ended",
}


@click.group()
def history() -> None:
    """The records of what was done."""


@history.command()
def verify() -> None:
    """Walk every chain of records; ends with 1 if one is not as it was written."""
    chains = records = faults = 0
    with inside(Config.from_environment()):
        for chain in proven_chains():
            chains, records = chains + 1, records + chain.records
            faults += len(chain.faults)
            _tell(chain)
    click.echo(f"{records:,} records in {chains:,} chains, one for each job and studio.")
    if faults:
        click.echo(f"{faults:,} of them not as they were written.", err=True)
        sys.exit(1)
    click.echo("All are as they were written.")


def _tell(chain: ProvenChain) -> None:
    for fault, number in chain.faults:
        click.echo(f"{chain.chain}: {_SENTENCES[fault].format(number=number)}.")
