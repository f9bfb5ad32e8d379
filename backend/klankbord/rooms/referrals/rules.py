"""What must be known of a partner and of a referral, and when somebody asks how it goes. No clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import regex

from klankbord.house.errors import Unfit
from klankbord.rooms.referrals.models import Referral, ReferralState, ReferralStep

NAME_LENGTH, ABOUT_LENGTH, ADDRESS_LENGTH = 80, 600, 200
FURTHEST = timedelta(days=366)
PHONE = regex.compile(r"\+?[0-9][0-9 ()\-]{2,18}[0-9]")
EMAIL = regex.compile(r"[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+")
ENDED = frozenset({ReferralState.STARTED, ReferralState.FAILED})


class PartnerNameMissing(Unfit):
    """Write the name of the partner, of at most 80 letters."""

    field = "name"


class PartnerKindMissing(Unfit):
    """Choose what kind of help this is."""

    field = "kind"


class AboutTooLong(Unfit):
    """This is longer than 600 characters. Make it shorter."""

    field = "about"


class NotAPhoneNumber(Unfit):
    """This does not look like a phone number. Write for example 020 123 45 67."""

    field = "phone"


class NotAnEmailAddress(Unfit):
    """This does not look like an e-mail address. Write for example info@voorbeeld.nl."""

    field = "email"


class NotAWebsite(Unfit):
    """This does not look like a website. Write for example https://www.voorbeeld.nl."""

    field = "website"


class PartnerMissing(Unfit):
    """Choose a partner from the directory."""

    field = "partner"


class WhoTellsMissing(Unfit):
    """Choose who tells the partner."""

    field = "told"


class DayIsOver(Unfit):
    """This day is over. Choose a day from today on."""

    field = "follow_up_on"


class DayTooFar(Unfit):
    """This is more than a year ahead. Choose a day within a year."""

    field = "follow_up_on"


class StateMissing(Unfit):
    """Choose how it stands now."""

    field = "state"


class WordsNeeded(Unfit):
    """Write in a few words why."""

    field = "words"


@dataclass(frozen=True)
class Standing:
    """How a referral stands: the newest step counts; before the first one it was asked. `follow_up_on`: the day on
    which somebody asks again, None when it started or failed."""

    state: ReferralState
    follow_up_on: date | None

    @property
    def ended(self) -> bool:
        """Nobody has to follow it any more."""
        return self.state in ENDED


def standing(referral: Referral, steps: Sequence[ReferralStep]) -> Standing:
    """How it stands after these steps, in any order."""
    newest = max(steps, key=lambda step: (step.at, step.id), default=None)
    if newest is None:
        return Standing(ReferralState.ASKED, referral.follow_up_on)
    state = ReferralState(newest.state)
    return Standing(state, None if state in ENDED else newest.follow_up_on or referral.follow_up_on)


def check_day(day: date, today: date) -> None:
    """Raises DayIsOver, DayTooFar."""
    if day < today:
        raise DayIsOver
    if day - today > FURTHEST:
        raise DayTooFar


def needs_words(state: ReferralState, before: Standing) -> bool:
    """Failing says why; and so does whoever opens again what had ended."""
    return state == ReferralState.FAILED or before.ended


@dataclass(frozen=True)
class PartnerWords:
    """What is known of a partner, checked and trimmed; empty texts are None."""

    name: str
    kind: str
    about: str
    phone: str | None
    email: str | None
    website: str | None


def checked_partner_name(text: str) -> str:
    """Raises PartnerNameMissing."""
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise PartnerNameMissing
    return name


def checked_about(text: str) -> str:
    """Raises AboutTooLong."""
    about = text.replace("\r\n", "\n").replace("\0", "\ufffd").strip()
    if len(about) > ABOUT_LENGTH:
        raise AboutTooLong
    return about


def checked_phone(text: str) -> str | None:
    """Raises NotAPhoneNumber."""
    phone = " ".join(text.split())
    if phone and not PHONE.fullmatch(phone):
        raise NotAPhoneNumber
    return phone or None


def checked_email(text: str) -> str | None:
    """Raises NotAnEmailAddress."""
    email = text.strip()
    if email and (len(email) > ADDRESS_LENGTH or not EMAIL.fullmatch(email)):
        raise NotAnEmailAddress
    return email or None


def checked_website(text: str) -> str | None:
    """An https or http address; one without either gets https. Raises NotAWebsite."""
    website = text.strip()
    if not website:
        return None
    website = website if "://" in website else f"https://{website}"
    try:
        parts = urlsplit(website)
        fits = parts.scheme in ("https", "http") and "." in (parts.hostname or "") and parts.username is None
    except ValueError:
        fits = False
    if not fits or len(website) > ADDRESS_LENGTH or not regex.fullmatch(r"[!-~\p{L}\p{N}]+", website):
        raise NotAWebsite
    return website
