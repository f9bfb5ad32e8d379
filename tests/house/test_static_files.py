"""Built files: a name with a hash stays for a year, the rest is asked for again."""

from pathlib import Path

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.routing import Mount

from klankbord.house.static_files import BuiltFiles


@pytest.fixture
def browser(tmp_path: Path) -> AsyncClient:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "app-1A2B3C4D.css").write_text("a{}")
    (tmp_path / "dist" / "assets.json").write_text("{}")
    (tmp_path / "secret.txt").write_text("x")
    app = Starlette(routes=[Mount("/static", BuiltFiles(directory=tmp_path / "dist"))])
    return AsyncClient(transport=ASGITransport(app=app), base_url="http://test")


async def test_a_hashed_name_never_changes(browser: AsyncClient) -> None:
    answer = await browser.get("/static/app-1A2B3C4D.css")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")


async def test_a_plain_name_is_asked_for_again(browser: AsyncClient) -> None:
    assert (await browser.get("/static/assets.json")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "missing-1A2B3C4D.css"])
async def test_nothing_else_can_be_reached(browser: AsyncClient, path: str) -> None:
    assert (await browser.get(f"/static/{path}")).status_code == 404
