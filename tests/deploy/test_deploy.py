"""What lies in deploy/ names only commands and settings that exist, and gives few rights."""

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from webapp.cli import shelflife
from webapp.config import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMMANDS = [unit for unit in UNITS if "/.venv/bin/shelflife " in unit.read_text()]
OURS = ("web-1", "web-2", "worker-1", "worker-2", "migrate", "tools")
NAMES = {setting.name for setting in SETTINGS}
MOST_EXPOSED = 1.5


def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def settings_of(unit):
    """Each word before an equals sign with all that is said of it."""
    said = {}
    for line in unit.read_text().splitlines():
        name, is_one, value = line.partition("=")
        if is_one and not line.startswith("#"):
            said.setdefault(name, []).append(value)
    return said


def faults_of(words):
    """What `shelflife` would refuse of a command; [] if it would begin."""
    command = shelflife
    words = list(words)
    while isinstance(command, click.Group):
        name = words.pop(0)
        if name not in command.commands:
            return [f"no command {name}"]
        command = command.commands[name]
    options = {option for each in command.params for option in each.opts}
    return [f"no option {word}" for word in words if word.startswith("-") and word not in options]


@pytest.mark.parametrize(
    "path", [path for path in sorted(DEPLOY.rglob("*")) if path.is_file()], ids=lambda p: p.name
)
def test_every_setting_that_is_named_exists(path):
    named = set(re.findall(r"\bSHELFLIFE_[A-Z_]*[A-Z]\b", path.read_text()))
    assert named - NAMES == set()


@pytest.mark.parametrize("unit", COMMANDS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_and_ends_it_in_time(unit):
    said = settings_of(unit)
    (line,) = said["ExecStart"]
    words = line.partition("/.venv/bin/shelflife ")[2].rstrip("'").split()
    assert faults_of(words) == []
    if said["Type"] != ["oneshot"]:
        # Within ten seconds by rule, and after that by force.
        assert 10 < int(said["TimeoutStopSec"][0]) <= 15
        # A store that is away at the start is no reason to stay away for ever.
        assert said["Restart"] == ["always"]
        assert said["StartLimitIntervalSec"] == ["0"]
        assert "RestartPreventExitStatus" not in said


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_nobody_who_may_do_much(unit):
    said = settings_of(unit)
    assert said["User"] == ["shelflife"]
    assert said["CapabilityBoundingSet"] == [""]
    assert said["ProtectSystem"] == ["strict"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_little_that_a_unit_is_exposed_to(unit, need, tmp_path):
    program = shutil.which("systemd-analyze")
    need(program is not None, "systemd-analyze", "units were only read, not analysed")
    instance = tmp_path / unit.name.replace("@", "@1")
    shutil.copy(unit, instance)
    words = [program, "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}"]
    judged = subprocess.run(
        [*words, str(instance)], capture_output=True, text=True, check=False, timeout=30
    )
    assert judged.returncode == 0, judged.stdout[-200:] + judged.stderr


def test_the_timer_is_of_a_unit_that_is_there():
    for timer in (DEPLOY / "systemd").glob("*.timer"):
        assert timer.with_suffix(".service").is_file()


def test_a_service_starts_a_command_that_exists():
    for name in OURS:
        first, *words = compose()["services"][name]["command"]
        assert first == "shelflife"
        assert faults_of(words) == []


def test_a_service_is_nobody_who_may_do_much():
    for name in OURS:
        service = compose()["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert "ports" not in service


def test_what_a_service_needs_is_declared():
    whole = compose()
    for service in whole["services"].values():
        assert set(service.get("depends_on", {})) <= set(whole["services"])
        assert set(service.get("secrets", [])) <= set(whole["secrets"])
        assert set(service.get("networks", [])) <= set(whole["networks"])
        named = {each.partition(":")[0] for each in service.get("volumes", [])}
        here = {each for each in named if each.startswith(".")}
        assert named - here <= set(whole["volumes"])
        assert all((DEPLOY / each).is_file() for each in here)


def test_each_machine_has_a_data_folder_of_its_own():
    volumes = [compose()["services"][name]["volumes"] for name in OURS]
    assert len({volume for (volume,) in volumes}) == len(OURS)


def test_no_image_comes_from_a_registry_that_is_named():
    whole = compose()
    images = {service["image"] for service in whole["services"].values()}
    assert not [image for image in images if "." in image.partition("/")[0] and "/" in image]


def test_no_secret_stands_in_the_file():
    whole = compose()
    assert {Path(each["file"]).parent.name for each in whole["secrets"].values()} == {"secrets"}
    secrets = {setting.name for setting in SETTINGS if setting.is_secret}
    for name in OURS:
        assert not secrets & set(whole["services"][name]["environment"])


def test_every_secret_is_made_by_the_script_and_told_by_the_entrypoint(tmp_path):
    folder = tmp_path / "deploy"
    (folder / "secrets").mkdir(parents=True)
    shutil.copy(DEPLOY / "make-secrets.sh", folder)
    environ = {"PATH": "/usr/bin:/bin", "SMTP_URL": "smtp://mail.example:587"}
    for _twice in range(2):
        subprocess.run(["sh", str(folder / "make-secrets.sh")], env=environ, check=True,
                       capture_output=True)  # fmt: skip
    made = {path.name: path.read_text() for path in (folder / "secrets").iterdir()}

    assert set(made) == {Path(each["file"]).name for each in compose()["secrets"].values()}
    assert f":{made['database-password']}@" in made["SHELFLIFE_DATABASE_URL"]
    assert len(made["SHELFLIFE_SECRET_KEY"]) >= 64

    entry = (DEPLOY / "entrypoint.sh").read_text().replace("/run/secrets", str(folder / "secrets"))
    told = subprocess.run(["sh", "-c", entry, "sh", "env"], env=environ, check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert f"SHELFLIFE_SECRET_KEY={made['SHELFLIFE_SECRET_KEY']}" in told.stdout
    assert f"AWS_ACCESS_KEY_ID={made['AWS_ACCESS_KEY_ID']}" in told.stdout
    assert "database-password" not in told.stdout


def test_the_image_installs_by_hash_copies_what_is_there_and_is_nobody():
    text = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    installs = re.findall(r"pip install ([^&]*)", text)
    assert installs
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            *sources, _target = line.split()[1:]
            assert all((ROOT / source).exists() for source in sources), line
    last = lines[max(n for n, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert [line for line in last if line.startswith("USER ")] == ["USER 10001"]
    command = [line for line in last if line.startswith("CMD ")]
    assert faults_of(re.findall(r'"([^"]+)"', command[0])[1:]) == []
