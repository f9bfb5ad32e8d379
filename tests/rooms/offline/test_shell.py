"""What a phone keeps to work without a connection: public, the same for everybody, complete."""

import re

from httpx2 import AsyncClient

from klankbord.house.content import QUESTIONS, SIGNALS, TIPS
from klankbord.house.database import Database
from klankbord.house.web_files import DIST
from tests.conftest import SignIn
from tests.factories import an_organisation


async def test_the_shell_needs_nobody_and_puts_the_numbers_in_front(client: AsyncClient) -> None:
    answer = await client.get("/offline/nl")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert 'href="tel:112"' in answer.text
    assert "0800-2000" in answer.text
    assert answer.text.index("tel:112") < answer.text.index("Meldcode in vijf stappen")


async def test_the_shell_is_the_same_for_a_stranger_and_for_who_is_signed_in(
    client: AsyncClient, owner: Database, sign_in: SignIn
) -> None:
    stranger = (await client.get("/offline/nl")).text
    world = await an_organisation(owner)
    await sign_in(world.organisation_id, world.iris)
    assert (await client.get("/offline/nl")).text == stranger
    assert not {"Sara", "Strijkers", "Iris", 'id="boot"'} & set(re.findall(r"[\w=\"]+", stranger))


async def test_the_shell_speaks_the_language_of_its_address(client: AsyncClient) -> None:
    dutch = await client.get("/offline/nl", headers={"accept-language": "en"})
    english = await client.get("/offline/en", headers={"accept-language": "nl"})
    assert '<html lang="nl">' in dutch.text
    assert "Geen verbinding" in dutch.text
    assert '<html lang="en">' in english.text
    assert "No connection" in english.text


async def test_every_signal_stands_in_the_shell(client: AsyncClient) -> None:
    page = (await client.get("/offline/nl")).text
    assert all(f'name="signal" value="{signal.id}"' in page for signal in SIGNALS)


async def test_questions_and_tips_for_a_talk_stand_in_the_shell_and_on_the_help_page(client: AsyncClient) -> None:
    for address in ("/offline/nl", "/help"):
        page = (await client.get(address, headers={"accept-language": "nl"})).text
        assert all(question.text("nl") in page for question in QUESTIONS)
        assert all(line in page for tip in TIPS for line in tip.todo("nl"))


async def test_a_language_we_do_not_speak_is_refused_politely(client: AsyncClient) -> None:
    for language in ("de", "..%2f..%2fetc", "nl/x"):
        assert 400 <= (await client.get(f"/offline/{language}")).status_code < 500


async def test_the_manifest_keeps_its_identity_and_starts_standalone(client: AsyncClient) -> None:
    answer = await client.get("/manifest.webmanifest")
    manifest = answer.json()
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert (manifest["id"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


async def test_the_worker_is_asked_for_anew_each_time(client: AsyncClient) -> None:
    assert (DIST / "sw.js").exists(), "the front-end has not been built: npm run build"
    answer = await client.get("/sw.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")
