"""The instrument that counts round trips forgets no page."""

import re

from klankbord.app import create_app
from klankbord.house.house import House
from tests.bench.round_trips import PAGES
from tests.support.addresses import reads

# Nobody has to be signed in for these, or they lead on to another page.
NO_PAGES = {"/", "/sign-in", "/signed-out", "/help", "/sw.js", "/manifest.webmanifest", "/offline/{}", "/alarms/now"}
OPERATION = {"/healthz", "/readyz"}
DEMO = {"/demo", "/demo/sent", "/parts"}


def without_names(address: str) -> str:
    return re.sub(r"{\w+}", "{}", address.split("?")[0])


async def test_every_page_of_a_signed_in_person_is_counted(house: House) -> None:
    addresses = {without_names(address) for address in reads(create_app(house.settings, house))}
    counted = {without_names(address) for _, address in PAGES}
    assert counted == addresses - NO_PAGES - OPERATION - DEMO
