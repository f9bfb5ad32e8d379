"""Other sites, stolen and old cookies, made-up hosts: what comes through another door than ours."""

from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from klankbord.app import create_app
from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.house import House
from tests.security.conftest import Ask
from tests.security.matrix import EVERYBODY, MATRIX
from tests.security.test_who_may_see_what import READING, WRITING, filled, state_of
from tests.security.town import Town
from tests.support.rows import change
from tests.support.secrets import made_up_settings

ELSEWHERE = "https://elsewhere.example.org"
OTHER_SITES = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"},
    {"sec-fetch-site": ""},
    {"sec-fetch-site": "same-origin, cross-site"},
]
OLD_BROWSERS = [ELSEWHERE, "null", "", "http://[", "http://127.0.0.1:8000@elsewhere.example.org", "http://127.0.0.1"]
AWAY = [
    "//elsewhere.example.org",
    "/\\elsewhere.example.org",
    ELSEWHERE,
    "javascript:alert(1)",
    "elsewhere.example.org",
]
AWAY += ["/\t/elsewhere.example.org", "/\n/elsewhere.example.org", "/\r\nlocation: //elsewhere.example.org", "\\/\\/x"]


@pytest.mark.parametrize("headers", OTHER_SITES, ids=str)
async def test_another_site_can_make_a_browser_do_nothing(headers: dict[str, str], town: Town, ask: Ask) -> None:
    before = await state_of(town)
    for route in WRITING:
        method, path = route.split(" ")
        sent = MATRIX[route].send(town)
        given = {**sent, "headers": {**sent.get("headers", {}), **headers}}
        assert (await ask("writer", method, filled(path, town.ids), **given)).status_code == 403, route
    assert await state_of(town) == before


@pytest.mark.parametrize("origin", OLD_BROWSERS)
async def test_an_old_browser_says_where_it_comes_from_and_is_believed(origin: str, app: FastAPI, town: Town) -> None:
    """iOS before 17 sends no Sec-Fetch-Site."""
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url=town.house.settings.address) as old:
        for name, value in town.cookies["writer"].items():
            old.cookies.set(name, value)
        answer = await old.post("/notes", data={"pupil": str(town.world.sara)}, headers={"origin": origin})
        assert answer.status_code == 403
        own = {"origin": town.house.settings.address}
        assert (await old.post("/language", data={"language": "nl"}, headers=own)).status_code == 303


async def test_a_session_opens_nothing_after_sign_out_after_its_end_and_after_its_person_left(
    town: Town, ask: Ask
) -> None:
    await ask("writer", "POST", "/sign-out", data={"waits": "none"})
    assert (await ask("writer", "GET", "/notes")).status_code == 303
    assert (await ask("only an add token", "PUT", "/outbox/x")).status_code in (400, 401)
    assert (await ask("second teacher", "GET", "/notes")).status_code == 200
    gone = "update people set ended_at = now() where id = :id"
    await change(town.owner, gone, id=town.people["second teacher"])
    assert (await ask("second teacher", "GET", "/notes")).status_code == 303
    town.house.clock.move_to(town.house.clock.now() + timedelta(hours=12, seconds=1))
    assert (await ask("manager", "GET", "/cases")).status_code == 303


async def test_an_ended_role_counts_at_once_in_an_open_session(town: Town, ask: Ask) -> None:
    case = f"/cases/{town.ids['case_id']}"
    for who in ("second teacher", "manager", "social worker"):
        assert (await ask(who, "GET", case)).status_code == 200
        await change(town.owner, "update roles set ended_at = now() where person_id = :id", id=town.people[who])
        for address in (case, f"{case}/views"):
            assert (await ask(who, "GET", address)).status_code == 404, f"{who} {address}"


async def test_signing_in_makes_a_new_session_whatever_the_browser_brought(town: Town, ask: Ask) -> None:
    planted = {"cookie": "klankbord=planted; klankbord_add=planted"}
    answer = await ask("signed out", "POST", "/demo/sign-in", data={"person": str(town.world.iris)}, headers=planted)
    session, add = sorted(answer.headers.get_list("set-cookie"))
    assert "planted" not in session + add
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(session.split("; "))
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/outbox"} <= set(add.split("; "))
    assert (await ask("signed out", "GET", "/notes", headers={"cookie": "klankbord=planted"})).status_code == 303


async def test_no_address_wipes_a_phone_when_another_page_calls_it(town: Town, ask: Ask) -> None:
    for route in READING:
        for address in (filled(route.split(" ")[1], town.ids), "/signed-out?phone=empty", "/signed-out?kept=0"):
            for who in ("writer", "signed out"):
                assert "storage" not in (await ask(who, "GET", address)).headers.get("clear-site-data", ""), address


async def test_leaving_without_a_word_from_the_phone_wipes_nothing(town: Town, ask: Ask) -> None:
    for word in ({}, {"waits": "some"}, {"waits": ""}, {"waits": "x"}):
        answer = await ask("manager", "POST", "/sign-out", data=word)
        assert "storage" not in answer.headers.get("clear-site-data", "")


@pytest.mark.parametrize("back", AWAY)
async def test_choosing_a_language_never_leads_away(back: str, ask: Ask) -> None:
    answer = await ask("writer", "POST", "/language", data={"language": "nl", "back": back})
    place = answer.headers["location"]
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    assert not set(place) & set("\t\r\n")


async def test_a_made_up_host_leads_nobody_there(ask: Ask) -> None:
    for address in ("/notes/", "/cases/", "/help/", "/static", "/sign-in/", "/"):
        answer = await ask("writer", "GET", address, headers={"host": "elsewhere.example.org"})
        assert "elsewhere" not in answer.headers.get("location", ""), address


async def test_every_answer_is_forgotten_by_the_browser_and_may_load_nothing_from_elsewhere(
    town: Town, ask: Ask
) -> None:
    for route in READING:
        address = filled(route.split(" ")[1], town.ids)
        for who in EVERYBODY:
            answer = await ask(who, "GET", address)
            wanted = "no-cache" if address == "/sw.js" and answer.status_code == 200 else "no-store"
            assert answer.headers["cache-control"] == wanted, route
            assert answer.headers["content-security-policy"].startswith("default-src 'none'"), route
            assert answer.headers["x-content-type-options"] == "nosniff", route
            assert answer.headers["referrer-policy"] == "no-referrer", route


async def test_outside_a_demo_the_session_cookie_belongs_to_one_host(database: DatabaseUrls, town: Town) -> None:
    address = "https://klankbord.example.org"
    real = made_up_settings(database, town.house.settings.data_dir, demo=False, public_url=address)
    app = create_app(real, House.for_web(real))
    token = town.cookies["writer"]["klankbord"]
    async with AsyncClient(transport=ASGITransport(app=app), base_url=address) as browser:
        plain = await browser.get("/account", headers={"cookie": f"klankbord={token}"})
        assert plain.status_code == 303, "a cookie without the __Host- prefix could be planted by a neighbour"
        for demo in ("/demo", "/demo/sent", "/parts"):
            assert (await browser.get(demo, headers={"host": "localhost"})).status_code == 404
    await app.state.house.database.close()
