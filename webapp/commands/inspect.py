"""`shelflife config`: looking how everything is set."""

from urllib.parse import urlsplit, urlunsplit

import click

from webapp.config import SETTINGS, Config, Setting

MASK = "••••••"


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
        "SHELFLIFE_SUPPORT_EMAIL": settings.support_email or "none",
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
