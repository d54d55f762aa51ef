"""`shelflife config`: looking how everything is set."""

from urllib.parse import SplitResult, urlsplit, urlunsplit

import click

from webapp.config import SETTINGS, ConfigError, Setting, read_settings, surroundings

MASK = "••••••"


@click.command("config")
def config() -> None:
    """Every setting, its value (secrets masked), where it came from and what it means.

    What is wrong is said below, with the code 78 that it would end a start with. Nothing is made.
    """
    settings, faults = read_settings()
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
        "SHELFLIFE_SUPPORT_EMAIL": settings.support_email or "none",
        "SHELFLIFE_CLOCK_FILE": str(settings.clock_file or "none"),
    }
    width = max(len(setting.name) for setting in SETTINGS)
    for setting in SETTINGS:
        source, name = settings.sources[setting.name], setting.name
        click.echo(f"{name:{width}}  {_shown(setting, values[name])}  ({source})")
        click.echo(f"{'':{width}}  {setting.meaning}")
    faults += surroundings(settings, faults)
    if faults:
        raise ConfigError(faults)


def _shown(setting: Setting, value: str) -> str:
    """The value, without what must not stand on a screen: passwords, keys, tokens."""
    if setting.name == "SHELFLIFE_SECRET_KEY":
        return MASK
    if not setting.is_secret:
        return MASK if "://" in value and "@" in value else value  # keys do not belong there
    if value.startswith(("/", "sqlite:")):
        return value
    parts = _parts(value)
    if not parts.netloc or "@" in parts.path:
        return MASK  # no address, or one cut short by a sign of the password
    before, at, host = parts.netloc.rpartition("@")
    netloc = f"{before.partition(':')[0]}:{MASK}@{host}" if at else host
    path, query = parts.path, MASK if parts.query else ""
    if setting.name == "SHELFLIFE_SMS_URL":
        path = f"/{MASK}"  # gateways carry their key there
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _parts(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        is_one = parts.port is None or parts.port >= 0
    except ValueError:
        is_one = False
    return parts if is_one else urlsplit("")
