"""/parts shows every part there is, so that a change of one is looked at before it is met in a room."""

import re

from httpx2 import AsyncClient

from klankbord.house.web_files import ROOMS, TEMPLATES

MACRO = re.compile(r"macro ([a-z]\w*)\(")
THERE = [name for file in sorted((TEMPLATES / "parts").glob("[!_]*.html")) for name in MACRO.findall(file.read_text())]


def test_every_part_stands_on_the_page() -> None:
    page = "".join(file.read_text() for file in (ROOMS / "demo/templates").glob("*parts*.html"))
    assert len(THERE) > 30
    assert [name for name in THERE if not re.search(rf"\b{name}\(", page)] == []


async def test_a_colleague_a_stopwatch_a_tick_and_asking_are_shown_as_they_are_in_a_room(client: AsyncClient) -> None:
    page = (await client.get("/parts")).text
    for words in (
        "werkt nu",
        "afwezig",
        "neemt waar",
        "48 s",
        "1 min 35 s",
        "2 u 5 min",
        'class="toggle"',
        "Vraag het een collega",
    ):
        assert words in page, words
