"""Headers of every answer."""

import re

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from klankbord.house.headers import CONTENT_SECURITY_POLICY, Headers


def browser(scheme: str = "http") -> AsyncClient:
    async def page(_: Request) -> Response:
        return PlainTextResponse("x")

    async def stays(_: Request) -> Response:
        return PlainTextResponse("x", headers={"cache-control": "public, max-age=60", "vary": "Cookie"})

    app = Starlette(routes=[Route("/page", page), Route("/stays", stays)])
    return AsyncClient(transport=ASGITransport(app=Headers(app)), base_url=f"{scheme}://test")


async def test_every_answer_allows_nothing_but_our_own_files_and_nothing_inline() -> None:
    answer = await browser().get("/page")
    policy = answer.headers["content-security-policy"]
    assert policy == CONTENT_SECURITY_POLICY
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ],
)
async def test_every_answer_says(name: str, value: str) -> None:
    assert (await browser().get("/page")).headers[name] == value


async def test_a_missing_page_has_them_too() -> None:
    answer = await browser().get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


async def test_a_route_may_say_itself_how_long_something_stays() -> None:
    assert (await browser().get("/stays")).headers["cache-control"] == "public, max-age=60"


async def test_an_answer_says_on_what_it_depends() -> None:
    for page, own in (("/stays", ["Cookie"]), ("/page", [])):
        varies = re.split(r",\s*", (await browser().get(page)).headers["vary"])
        assert varies == [*own, "HX-Request", "Accept", "Accept-Language"]


async def test_only_https_asks_for_https_from_now_on() -> None:
    assert "strict-transport-security" not in (await browser("http").get("/page")).headers
    assert (await browser("https").get("/page")).headers["strict-transport-security"] == "max-age=31536000"


async def test_camera_microphone_and_place_are_closed() -> None:
    policy = (await browser().get("/page")).headers["permissions-policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))
