"""`shelflife storage` and `config`: looking whether everything is as it should be."""

import sys
from urllib.parse import urlsplit, urlunsplit

import click

from webapp import clock, create_app
from webapp.config import SETTINGS, Config, Setting
from webapp.photos.opening import open_store
from webapp.use_cases.check_storage import check_storage

MASK = "••••••"


@click.group()
def storage() -> None:
    """Check what is kept."""


@storage.command()
@click.option("--repair", is_flag=True, help="Correct what can be corrected.")
def check(repair: bool) -> None:
    """Compare the records of photos with their files; ends with 1 if they differ."""
    config = Config.from_environment()
    with create_app(config).app_context():
        store = open_store(config.photos)
        drifts = check_storage(store, repair=repair, now=clock.machine_now())
    for drift in drifts:
        end = " – corrected" if drift.is_corrected else ""
        click.echo(f"{drift.sentence}{end}")
    click.echo(f"{len(drifts)} differences" if drifts else "Records and files agree.")
    sys.exit(1 if drifts else 0)


@click.command("config")
def config() -> None:
    """Every setting, its value (secrets masked) and where it came from."""
    settings = Config.from_environment()
    values = {
        "SHELFLIFE_DATA": str(settings.data),
        "SHELFLIFE_DATABASE_URL": settings.database_url,
        "SHELFLIFE_PHOTOS_URL": settings.photos_url or str(settings.photos_folder),
        "SHELFLIFE_X_ACCEL": settings.x_accel or "none",
        "SHELFLIFE_SMTP_URL": settings.smtp_url or str(settings.data / "mail"),
        "SHELFLIFE_SMS_URL": settings.sms_url or str(settings.data / "sms"),
        "SHELFLIFE_BASE_URL": settings.base_url,
        "SHELFLIFE_SECRET_KEY": settings.secret_key,
        "SHELFLIFE_TRUSTED_PROXIES": str(settings.trusted_proxies),
        "SHELFLIFE_CLOCK_FILE": str(settings.clock_file or "none"),
    }
    width = max(len(setting.name) for setting in SETTINGS)
    for setting in SETTINGS:
        source = settings.sources[setting.name]
        click.echo(f"{setting.name:{width}}  {_shown(setting, values[setting.name])}  ({source})")


def _shown(setting: Setting, value: str) -> str:
    """The value, without what must not stand on a screen: passwords, keys, tokens."""
    if setting.name == "SHELFLIFE_SECRET_KEY":
        return MASK
    parts = urlsplit(value)
    if not setting.is_secret or not parts.netloc:
        return value
    before, at, host = parts.netloc.rpartition("@")
    netloc = f"{before.partition(':')[0]}:{MASK}@{host}" if at else host
    path, query = parts.path, MASK if parts.query else ""
    if setting.name == "SHELFLIFE_SMS_URL":
        path = f"/{MASK}"  # gateways carry their key there
    return urlunsplit((parts.scheme, netloc, path, query, ""))
