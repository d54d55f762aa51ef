"""Wrong settings stop the start with all faults listed; `shelflife config` keeps secrets."""

import pytest
from click.testing import CliRunner

from tests.support.typed import clean_environment, typed
from webapp.cli import shelflife
from webapp.config import SETTINGS, Config, ConfigError

WRONG = {
    "SHELFLIFE_DATABASE_URL": "mysql://somewhere",
    "SHELFLIFE_BASE_URL": "shelflife.example",
    "SHELFLIFE_TRUSTED_PROXIES": "many",
    "SHELFLIFE_SECRET_KEY": "short",
    "SHELFLIFE_SUPPORT_EMAIL": "support",
}


@pytest.mark.parametrize("command", ["run", "web", "worker", "migrate", "config"])
def test_wrong_settings_end_every_command_with_78_and_all_of_them_named(command, tmp_path):
    done = typed(command, environ=clean_environment(SHELFLIFE_DATA=str(tmp_path), **WRONG))

    assert done.returncode == 78
    assert all(name in done.stderr for name in WRONG)
    assert "Traceback" not in done.stderr


def test_everything_that_is_wrong_with_a_mail_server_and_a_gateway_is_said_at_once(tmp_path):
    wrong = {
        "SHELFLIFE_DATA": str(tmp_path),
        "SHELFLIFE_SMTP_URL": "smtp://mia:hidden-1@mail:0?from=mia&per_host=many",
        "SHELFLIFE_SMS_URL": "http://mia:hidden-2@gateway.example/send",
    }

    done = typed("worker", environ=clean_environment(**wrong))

    assert done.returncode == 78
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        *["SHELFLIFE_SMTP_URL"] * 3,
        "SHELFLIFE_SMS_URL",
    ]
    assert "hidden" not in done.stderr


def test_a_data_folder_that_cannot_be_made_is_a_wrong_setting(tmp_path):
    (tmp_path / "a-file").touch()

    done = typed("config", environ=clean_environment(SHELFLIFE_DATA=str(tmp_path / "a-file/var")))

    assert done.returncode == 78
    assert "SHELFLIFE_DATA" in done.stderr


def test_every_setting_is_shown_with_its_origin_and_no_secret(tmp_path):
    given = {
        "SHELFLIFE_DATA": str(tmp_path),
        "SHELFLIFE_DATABASE_URL": "postgresql+psycopg://mia:hidden-1@db/photos?password=hidden-2",
        "SHELFLIFE_SMTP_URL": "smtp://mia:hidden-3@mail:25",
        "SHELFLIFE_SMS_URL": "https://gateway.example/hidden-4?key=hidden-5",
        "SHELFLIFE_SECRET_KEY": "hidden-6" * 8,
    }

    done = typed("config", environ=clean_environment(**given))

    assert done.returncode == 0
    assert "hidden" not in done.stdout + done.stderr
    assert "mia" in done.stdout
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line[0] == "S"}
    assert len(lines) == 11
    assert lines["SHELFLIFE_SMTP_URL"].endswith("(environment)")
    assert lines["SHELFLIFE_BASE_URL"].endswith("http://127.0.0.1:8000  (default)")


def test_everything_is_shown_with_its_meaning_while_the_store_is_away_and_nothing_is_made(tmp_path):
    (tmp_path / "a-file").touch()
    given = {
        "SHELFLIFE_DATA": str(tmp_path / "data"),
        "SHELFLIFE_PHOTOS_URL": f"{tmp_path}/a-file/photos",
    }

    done = typed("config", environ=clean_environment(**given))

    assert done.returncode == 78
    assert done.stderr.startswith("SHELFLIFE_PHOTOS_URL: ")
    for setting in SETTINGS:
        assert setting.name in done.stdout
        assert setting.meaning in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHELFLIFE_SMTP_URL", "smtp://mia:hid/den@mail.example"),
        ("SHELFLIFE_SMTP_URL", "smtp://mia:hid?den@mail.example"),
        ("SHELFLIFE_SMTP_URL", "mia:hidden@mail.example"),
        ("SHELFLIFE_SMTP_URL", "smtp://mia:hid[den@mail.example"),
        ("SHELFLIFE_DATABASE_URL", "postgresql+psycopg://mia:hid#den@db.example/photos"),
        ("SHELFLIFE_PHOTOS_URL", "s3://mia:hidden@bucket"),
    ],
)
def test_a_wrong_value_is_shown_without_the_secret_that_is_in_it(name, value, tmp_path):
    done = CliRunner().invoke(
        shelflife, ["config"], env={"SHELFLIFE_DATA": str(tmp_path), name: value}
    )

    (line,) = [each for each in done.stdout.splitlines() if each.startswith(name)]
    assert "hid" not in line


def test_what_an_example_says_starts_nothing_and_all_of_it_is_named(tmp_path):
    example = {
        "SHELFLIFE_SECRET_KEY": "<48 random bytes: openssl rand -hex 48>",
        "SHELFLIFE_SMTP_URL": "smtp://<user>:<password>@mail.example:587?from=a@photos.example",
        "SHELFLIFE_DATABASE_URL": "postgresql+psycopg://shelflife:<password>@db.example/shelflife",
    }

    with pytest.raises(ConfigError) as told:
        Config.from_environment({"SHELFLIFE_DATA": str(tmp_path / "data")} | example)

    still = [name for name in example if f"{name} still says what the example" in str(told.value)]
    assert still == list(example)
    assert not (tmp_path / "data").exists()


def test_a_key_with_angle_brackets_of_its_own_is_a_key(tmp_path):
    given = {"SHELFLIFE_DATA": str(tmp_path), "SHELFLIFE_SECRET_KEY": "k<9a>" * 8}
    assert Config.from_environment(given).secret_key == "k<9a>" * 8


def test_a_word_that_is_no_command_is_wrong_usage(tmp_path):
    done = typed("archive", environ=clean_environment(SHELFLIFE_DATA=str(tmp_path)))

    assert done.returncode == 2
