"""A score is a score of the page that was asked for, or there is none."""

from typing import Any

import pytest

from tests.bench.lighthouse.runs import CATEGORIES, BrokeOff, Report, check, until_done

ADDRESS = "http://127.0.0.1:8000/notes/new"
DOOR = "http://127.0.0.1:8000/sign-in"


def report(**other: Any) -> dict[str, Any]:
    """What Lighthouse writes when all went well, with something else in it."""
    told = {"mainDocumentUrl": ADDRESS, "finalDisplayedUrl": ADDRESS}
    return told | {"categories": {name: {"score": 1} for name in CATEGORIES}} | other


def test_the_page_that_was_asked_for_counts() -> None:
    check(report(), ADDRESS)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"mainDocumentUrl": DOOR, "finalDisplayedUrl": DOOR}, "looked at http://127.0.0.1:8000/sign-in"),
        ({"finalDisplayedUrl": DOOR}, "looked at http://127.0.0.1:8000/sign-in"),
        ({"runtimeError": {"code": "NO_FCP", "message": "nothing was painted"}}, "NO_FCP, nothing was painted"),
        ({"categories": {name: {"score": None} for name in CATEGORIES}}, "no score"),
    ],
)
def test_another_page_or_an_error_is_no_score(other: dict[str, Any], words: str) -> None:
    with pytest.raises(RuntimeError, match=words):
        check(report(**other), ADDRESS)


class Looks:
    """Breaks off so many times, and then says the same report for ever."""

    def __init__(self, broken: int, error: type[Exception] = BrokeOff) -> None:
        self.broken, self.error, self.times = broken, error, 0

    async def once(self) -> Report:
        self.times += 1
        if self.times <= self.broken:
            raise self.error("NO_NAVSTART")
        return report()


async def test_lighthouse_that_breaks_off_is_asked_again() -> None:
    looks = Looks(broken=2)
    assert await until_done(looks.once) == report()
    assert looks.times == 3


async def test_lighthouse_that_goes_on_breaking_off_gives_no_score() -> None:
    looks = Looks(broken=3)
    with pytest.raises(BrokeOff):
        await until_done(looks.once)
    assert looks.times == 3


async def test_the_wrong_page_is_not_looked_at_again() -> None:
    looks = Looks(broken=1, error=RuntimeError)
    with pytest.raises(RuntimeError):
        await until_done(looks.once)
    assert looks.times == 1
