"""Whatever goes wrong, a person reads one clear sentence in their language, and no log line holds what they wrote."""

import json
import logging
from typing import Annotated

import pytest
from fastapi import FastAPI, Form
from httpx2 import ASGITransport, AsyncClient

from klankbord.app import create_app
from klankbord.house.house import House
from klankbord.house.limits import LARGEST
from klankbord.house.logs import JsonLines, log

SECRET = "Sara huilde"


@pytest.fixture
async def client(house: House) -> AsyncClient:
    app: FastAPI = create_app(house.settings, house)

    @app.post("/breaks")
    async def breaks(text: Annotated[str, Form()]) -> None:
        raise RuntimeError(text)

    @app.post("/number")
    async def number(many: Annotated[int, Form()]) -> None:
        return None

    transport = ASGITransport(app=app, raise_app_exceptions=False)
    return AsyncClient(transport=transport, base_url=house.settings.address, headers={"sec-fetch-site": "same-origin"})


async def test_an_unknown_page_says_so_in_the_readers_language(client: AsyncClient) -> None:
    dutch = await client.get("/nowhere", headers={"accept-language": "nl"})
    english = await client.get("/nowhere", headers={"accept-language": "en"})
    assert dutch.status_code == english.status_code == 404
    assert "Deze pagina bestaat niet" in dutch.text
    assert "This page does not exist" in english.text


async def test_a_fault_of_ours_shows_no_trace_and_no_word_of_what_was_typed(
    client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = await client.post("/breaks", data={"text": SECRET})
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "RuntimeError" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    ours = [record for record in caplog.records if record.name.startswith("klankbord")]
    assert ours
    assert SECRET not in "".join(JsonLines().format(record) for record in ours)


async def test_a_value_that_does_not_fit_is_a_sentence_too(client: AsyncClient) -> None:
    answer = await client.post("/number", data={"many": "veel"})
    assert answer.status_code == 422
    assert "<h1>" in answer.text


async def test_scripts_get_the_same_sentence_as_json(client: AsyncClient) -> None:
    answer = await client.get("/nowhere", headers={"accept": "application/json"})
    assert answer.json()["error"] == "not_here"


async def test_a_length_of_thousands_of_digits_is_refused_like_any_other_that_is_too_long(client: AsyncClient) -> None:
    for path in ("/language", "/outbox/0"):
        answer = await client.request(
            "PUT" if "outbox" in path else "POST", path, content=b"{}", headers={"content-length": "9" * 5000}
        )
        assert answer.status_code == 413, path


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_larger_than_any_form_is_refused(client: AsyncClient, announced: bool) -> None:
    body = b"x" * (LARGEST + 1)

    async def pieces():  # type: ignore[no-untyped-def]
        yield body

    answer = await client.post(
        "/breaks",
        content=body if announced else pieces(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413


def test_a_log_line_holds_the_type_of_an_error_and_not_its_message() -> None:
    logger = logging.getLogger("klankbord.test")
    lines: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(JsonLines())
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        log(logger, logging.INFO, "kept", item="0190")
        try:
            raise ValueError(SECRET)
        except ValueError:
            logger.exception("failed with %s", SECRET)
    finally:
        logger.removeHandler(handler)
    first, second = (json.loads(line) for line in lines)
    assert (first["event"], first["item"]) == ("kept", "0190")
    assert second["error"] == "ValueError"
    assert SECRET not in lines[1]
