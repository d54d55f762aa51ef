"""The units at work: their commands with their own settings, as systemd would start them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = DEPLOY / "systemd"
EXAMPLE = (UNITS / "settings.env.example").read_text()
PROGRAM = "/opt/shelflife/.venv/bin/shelflife"
OURS = [unit for unit in sorted(UNITS.glob("*.service")) if PROGRAM in unit.read_text()]
pytestmark = pytest.mark.one_database("an installation of its own")


class Machine:
    """Where systemd would run them: its folders lie below `root`, its settings are `settings`."""

    def __init__(self, root):
        self.root = root
        self.settings = root / "settings"
        for folder in ("var/lib/shelflife", "var/backups/shelflife"):
            (root / folder).mkdir(parents=True)
        own = root / "shelflife"
        own.write_text(f'#!/bin/sh\nexec {sys.executable} -m webapp.cli "$@"\n')
        own.chmod(0o755)

    def here(self, text):
        """The same with the folders of this machine, for those of the units."""
        text = text.replace(PROGRAM, str(self.root / "shelflife"))
        text = text.replace("/etc/shelflife/settings", str(self.settings))
        return re.sub(r"/var/(lib|backups)/", rf"{self.root}/var/\1/", text)

    def start(self, name):
        """What `systemctl start` of this unit does and says."""
        unit = (UNITS / f"{name}.service").read_text()
        own = re.findall(r"^Environment=(.*)$", unit, re.MULTILINE)
        (line,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
        return self.run(shlex.split(self.here(line.replace("%%", "%"))), map(self.here, own))

    def by_hand(self, *words, said=""):
        """What shelflife-by-hand does; in the place of systemd-run stands what it would do."""
        (self.root / "systemd-run").write_text(BY_HAND)
        (self.root / "systemd-run").chmod(0o755)
        script = self.here((UNITS / "shelflife-by-hand").read_text())
        return self.run(["sh", "-c", script, "sh", *words], [], said=said)

    def run(self, words, own, *, said=""):
        """The settings of the file come last: they win."""
        environ = {"PATH": f"{self.root}:{os.environ['PATH']}"}
        given = [*own, *shlex.split(self.settings.read_text(), comments=True)]
        return subprocess.run(
            words, env=environ | dict(each.split("=", 1) for each in given), cwd=DEPLOY.parent,
            input=said, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip


# Keeps `--setenv`, and what comes behind the options.
BY_HAND = """#!/bin/sh
while [ "${1#--}" != "$1" ]; do
    case "$1" in --setenv=*) export "${1#--setenv=}";; esac
    shift
done
exec "$@"
"""


@pytest.fixture
def machine(tmp_path):
    made = Machine(tmp_path)
    made.settings.write_text(f"SHELFLIFE_SECRET_KEY={'k' * 48}\n")
    return made


def test_one_machine_with_sqlite_is_migrated_backed_up_and_the_backup_tried(machine):
    assert machine.start("shelflife-migrate").returncode == 0
    words = "--name Nord --slug nord --email mia@nord.example --time-zone Europe/Berlin"
    made = machine.by_hand("studio", "create", *words.split(), "--password-stdin",
                           said="a long walk by the sea\n")  # fmt: skip
    assert made.returncode == 0, made.stderr

    done = machine.start("shelflife-backup")

    assert done.returncode == 0, done.stderr
    (backup,) = (machine.root / "var/backups/shelflife").iterdir()
    assert f"{backup}: " in done.stdout
    tried = machine.start("shelflife-verify")
    assert (tried.returncode, "it can be restored" in tried.stdout) == (0, True)
    # All of them mean this one folder and no other.
    assert (machine.root / "var/lib/shelflife/shelflife.sqlite3").is_file()
    assert [each.name for each in (machine.root / "var/lib").iterdir()] == ["shelflife"]


def test_the_settings_of_the_example_start_nothing_before_they_are_filled_in(machine):
    machine.settings.write_text(EXAMPLE.replace("\n#SHELFLIFE_DATABASE", "\nSHELFLIFE_DATABASE"))
    done = machine.start("shelflife-migrate")
    assert done.returncode == 78
    for name in ("SECRET_KEY", "SMTP_URL", "DATABASE_URL"):
        assert f"SHELFLIFE_{name} still says" in done.stderr


@pytest.mark.parametrize("unit", OURS, ids=lambda unit: unit.name)
def test_all_units_of_a_machine_mean_the_same_data(unit):
    text = unit.read_text()
    assert re.findall(r"SHELFLIFE_DATA=(.*)", text) == ["/var/lib/shelflife"]
    assert re.findall(r"StateDirectory=(.*)", text) == ["shelflife"]
    assert re.findall(r"EnvironmentFile=(.*)", text) == ["/etc/shelflife/settings"]


def test_a_web_listens_where_a_drop_in_says(tmp_path):
    unit = (UNITS / "shelflife-web@.service").read_text()
    (line,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert "--host ${LISTEN} " in line
    assert re.findall(r"^Environment=LISTEN=(.*)$", unit, re.MULTILINE) == ["127.0.0.1"]
    assert "Environment=LISTEN=" in (DEPLOY / "growing.md").read_text()


def test_whoever_has_to_know_is_told_when_a_backup_or_its_trial_fails():
    for name in ("backup", "verify"):
        assert (
            "\nOnFailure=shelflife-failed@%n.service\n"
            in (UNITS / f"shelflife-{name}.service").read_text()
        )
    assert (UNITS / "shelflife-failed@.service").is_file()


def test_a_shell_reads_the_settings_as_systemd_does(tmp_path):
    """Somebody will; a sign such as & must not start something then."""
    file = tmp_path / "settings"
    file.write_text(re.sub(r"^#(?=[A-Z_]+=)", "", EXAMPLE, flags=re.MULTILINE))
    read = subprocess.run(["sh", "-c", f"set -a; . {file}; env"], env={"PATH": os.environ["PATH"]},
                          capture_output=True, text=True, check=True)  # fmt: skip
    lines = read.stdout.splitlines()
    assert read.stderr == ""
    for each in shlex.split(file.read_text(), comments=True):
        assert each in lines
