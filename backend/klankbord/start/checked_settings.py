"""Settings that do not add up, in words for whoever runs the machine. Pydantic's own words show what was typed."""

from pydantic import ValidationError

from klankbord.house.cannot_start import CannotStart
from klankbord.house.settings import Settings


def check_settings() -> None:
    """Raises CannotStart with the names of what is missing or wrong, never with a value: it may be a secret."""
    try:
        Settings()
    except ValidationError as error:
        faults = (
            f"{'.'.join(map(str, fault['loc'])).upper() or 'they do not go together'}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise CannotStart(f"The settings are not right (deploy/env.example). {'; '.join(faults)}.") from None
