"""Built files: a name with a hash stays for a year, the rest is asked for again; gzipped for who takes that."""

import gzip
import os
from pathlib import Path

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.routing import Mount

from klankbord.house.static_files import BuiltFiles, takes_gzip
from klankbord.house.web_files import DIST

STYLE = b"body { margin: 0; padding: 0 }\n" * 200
PICTURE = os.urandom(4000)  # as dense as a PNG
CSS, PNG = "/static/app-1A2B3C4D.css", "/static/icon-1A2B3C4D.png"
IN_PIECES = {"accept-encoding": "gzip", "range": "bytes=5-14"}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "app-1A2B3C4D.css").write_bytes(STYLE)
    (tmp_path / "dist" / "icon-1A2B3C4D.png").write_bytes(PICTURE)
    (tmp_path / "dist" / "assets.json").write_text("{}")
    (tmp_path / "secret.txt").write_text("x")
    return tmp_path / "dist"


@pytest.fixture
def browser(dist: Path) -> AsyncClient:
    app = Starlette(routes=[Mount("/static", BuiltFiles(directory=dist))])
    return AsyncClient(transport=ASGITransport(app=app), base_url="http://test")


async def raw(browser: AsyncClient, path: str, method: str = "GET", **headers: str) -> tuple[Response, bytes]:
    """The answer, and what went over the line."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with browser.stream(method, path, headers=named) as answer:
        return answer, b"".join([chunk async for chunk in answer.aiter_raw()])


async def test_a_hashed_name_never_changes(browser: AsyncClient) -> None:
    for encoding in ("gzip", "identity"):
        answer = await browser.get(CSS, headers={"accept-encoding": encoding})
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].startswith("text/css")


async def test_a_plain_name_is_asked_for_again(browser: AsyncClient) -> None:
    assert (await browser.get("/static/assets.json")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "missing-1A2B3C4D.css"])
async def test_nothing_else_can_be_reached(browser: AsyncClient, path: str) -> None:
    assert (await browser.get(f"/static/{path}")).status_code == 404


async def test_who_takes_gzip_gets_the_same_file_smaller(browser: AsyncClient) -> None:
    answer, sent = await raw(browser, CSS, accept_encoding="gzip, deflate, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(sent) < len(STYLE) / 5
    assert gzip.decompress(sent) == STYLE


async def test_who_does_not_take_gzip_gets_it_plain(browser: AsyncClient) -> None:
    for accepted in ("identity", "br", "gzip;q=0"):
        answer, sent = await raw(browser, CSS, accept_encoding=accepted)
        assert "content-encoding" not in answer.headers
        assert sent == STYLE


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP;q=0.5", "identity;q=0,gzip;q=1.0"])
def test_gzip_is_taken(accepted: str) -> None:
    assert takes_gzip(accepted)


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br, gzip; q=0.000", "gzipped", "*"])
def test_gzip_is_not_taken(accepted: str) -> None:
    assert not takes_gzip(accepted)


async def test_what_does_not_get_smaller_goes_as_it_is(browser: AsyncClient) -> None:
    answer, sent = await raw(browser, PNG, accept_encoding="gzip")
    assert "content-encoding" not in answer.headers
    assert sent == PICTURE


async def test_a_cache_between_us_keeps_the_two_apart(browser: AsyncClient) -> None:
    small, plain = [(await raw(browser, CSS, accept_encoding=name))[0] for name in ("gzip", "identity")]
    assert small.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert small.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_who_has_it_is_not_sent_it_again(browser: AsyncClient, encoding: str) -> None:
    first, _ = await raw(browser, CSS, accept_encoding=encoding)
    again, sent = await raw(browser, CSS, accept_encoding=encoding, if_none_match=first.headers["etag"])
    assert (again.status_code, sent) == (304, b"")
    assert {again.headers[name] == first.headers[name] for name in ("etag", "vary", "cache-control")} == {True}
    other, _ = await raw(browser, CSS, accept_encoding=encoding, if_none_match='"another"')
    assert other.status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_asking_about_it_says_what_asking_for_it_would(browser: AsyncClient, encoding: str) -> None:
    whole, _ = await raw(browser, CSS, accept_encoding=encoding)
    about, sent = await raw(browser, CSS, "HEAD", accept_encoding=encoding)
    assert about.headers == whole.headers
    assert sent == b""


async def test_a_part_is_a_part_of_the_plain_file(browser: AsyncClient) -> None:
    answer = await browser.get(CSS, headers=IN_PIECES)
    assert (answer.status_code, answer.content) == (206, STYLE[5:15])
    small = (await browser.get(CSS, headers={"accept-encoding": "gzip"})).headers["etag"]
    anew = await browser.get(CSS, headers=IN_PIECES | {"if-range": small})
    assert (anew.status_code, anew.content) == (200, STYLE), "who has the gzipped one cannot add a plain part to it"


async def test_a_file_that_was_built_anew_is_sent_anew(browser: AsyncClient, dist: Path) -> None:
    await browser.get(CSS, headers={"accept-encoding": "gzip"})
    (dist / "app-1A2B3C4D.css").write_bytes(STYLE * 2)
    os.utime(dist / "app-1A2B3C4D.css", (1, 1))
    assert (await browser.get(CSS, headers={"accept-encoding": "gzip"})).content == STYLE * 2


async def test_the_app_sends_its_scripts_and_styles_gzipped(client: AsyncClient) -> None:
    built = [file for file in DIST.iterdir() if file.suffix in (".js", ".css") and file.name != "sw.js"]
    assert built, "the front-end has not been built: npm run build"
    for file in built:
        answer, sent = await raw(client, f"/static/{file.name}", accept_encoding="gzip")
        assert answer.headers["content-encoding"] == "gzip", file.name
        assert gzip.decompress(sent) == file.read_bytes()
