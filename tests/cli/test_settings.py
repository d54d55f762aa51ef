"""Wrong settings stop the start with all faults listed; `shelflife config` keeps secrets."""

import pytest

from tests.support.typed import clean_environment, typed

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
    lines = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert len(lines) == 11
    assert lines["SHELFLIFE_SMTP_URL"].endswith("(environment)")
    assert lines["SHELFLIFE_BASE_URL"].endswith("http://127.0.0.1:8000  (default)")


def test_a_word_that_is_no_command_is_wrong_usage(tmp_path):
    done = typed("archive", environ=clean_environment(SHELFLIFE_DATA=str(tmp_path)))

    assert done.returncode == 2
