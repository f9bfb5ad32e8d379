"""How an answer of a push service is read."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from klankbord.house.push.outcome import Misconfigured, RetryAfter, Sent, Unreachable, outcome_of


def test_retry_after_may_be_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    outcome = outcome_of(503, {"retry-after": later})
    assert isinstance(outcome, RetryAfter)
    assert 80 <= (outcome.seconds or 0) <= 90


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 1),
        ("30", 30),
        ("999999999", 86400),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("9" * 400, 86400),
    ],
)
def test_nonsense_in_retry_after_counts_as_not_said(said: str, seconds: int | None) -> None:
    assert outcome_of(429, {"retry-after": said}) == RetryAfter(429, seconds)


@pytest.mark.parametrize("status", [200, 201, 202])
def test_every_2xx_means_taken(status: int) -> None:
    assert outcome_of(status, {}) == Sent(status)


def test_what_a_push_service_should_never_say_is_an_alarm_or_a_retry() -> None:
    assert outcome_of(401, {}) == Misconfigured(401)
    assert outcome_of(302, {}) == Unreachable(302)
