"""Over what an organisation can call people."""

from klankbord.house.settings import Settings
from klankbord.rooms.alarms.models import Channel


def channels_of(settings: Settings) -> tuple[Channel, ...]:
    """Push always; mail where a server was set up."""
    return (Channel.PUSH, Channel.MAIL) if settings.smtp_url.get_secret_value() else (Channel.PUSH,)
