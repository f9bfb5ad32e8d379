"""What became of one push. A 201 means that the service took it, not that anybody saw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class Sent:
    """The push service took it."""

    status: int


@dataclass(frozen=True)
class Gone:
    """The browser has unsubscribed, or its keys cannot be used: forget this subscription."""

    status: int | None


@dataclass(frozen=True)
class Misconfigured:
    """It refuses *us* (403, 400, …), or is not on our list: keep the subscription, wake somebody."""

    status: int | None


@dataclass(frozen=True)
class TooLarge:
    """More than fits in one record (RFC 8291): a mistake in our code; trying again cannot help."""

    status: int | None


@dataclass(frozen=True)
class RetryAfter:
    """The service is busy or broken (429, 5xx); `seconds` is what it asks for, if it says."""

    status: int
    seconds: int | None


@dataclass(frozen=True)
class Unreachable:
    """No answer within the time allowed, or one that leads elsewhere (redirects are not followed)."""

    status: int | None


Outcome = Sent | Gone | Misconfigured | TooLarge | RetryAfter | Unreachable

LONGEST_WAIT = 24 * 3600


def outcome_of(status: int, headers: Mapping[str, str]) -> Outcome:
    """Read a push service's answer (RFC 8030 section 5, RFC 9110 section 10.2.3)."""
    if 200 <= status < 300:
        return Sent(status)
    if status in (404, 410):
        return Gone(status)
    if status == 413:
        return TooLarge(status)
    if status == 429 or status >= 500:
        return RetryAfter(status, _seconds(headers.get("retry-after")))
    return Unreachable(status) if status < 400 else Misconfigured(status)


def _seconds(value: str | None) -> int | None:
    """Retry-After as seconds from now: a number or an HTTP date; nonsense counts as not said."""
    if value is None:
        return None
    try:
        seconds = int(value) if value.strip().isdigit() else _until(value)
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 1), LONGEST_WAIT)


def _until(value: str) -> int:
    moment = parsedate_to_datetime(value)
    return int((moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
