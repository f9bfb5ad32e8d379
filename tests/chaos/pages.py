"""Opening and closing what runs on a phone, and signing in on it."""

import random
from dataclasses import dataclass
from uuid import UUID

from tests.chaos.phone import PAGES, WORKER, Phone
from tests.chaos.phones import Phones
from tests.chaos.town import Teacher, Town


@dataclass
class Pages:
    """Pages and workers of all phones."""

    town: Town
    node: Phones

    async def sign_in(self, phone: Phone, person: UUID) -> None:
        """This person has a page on this phone."""
        cookies = await self.town.sign_in(person)
        await self.node.do("sign_in", phone.name, boot=self.town.boot(person), cookies=cookies)
        phone.person = person

    async def open_tab(self, phone: Phone, tab: str) -> None:
        """Open it when it is not."""
        if tab not in phone.tabs:
            phone.tabs.add(tab)
            await self.node.do("open", phone.name, tab=tab)

    async def close_tab(self, phone: Phone, tab: str, leave_request: bool) -> bool:
        """Close it when it is open: whether it was."""
        if tab == WORKER:
            async with phone.pushing:
                return await self._close(phone, tab, leave_request)
        return await self._close(phone, tab, leave_request)

    async def _close(self, phone: Phone, tab: str, leave_request: bool) -> bool:
        if tab not in phone.tabs:
            return False
        phone.tabs.discard(tab)
        await self.node.do("close", phone.name, tab=tab, leave_request=leave_request)
        return True

    async def page_of(self, phone: Phone, dice: random.Random) -> tuple[str, Teacher]:
        """A page to write on, and whose name stands on it: a page that was open before somebody else signed in is still
        the other's, and so is what is written there. Signed in by the phone's owner when nobody is."""
        if phone.person is None:
            await self.sign_in(phone, phone.people[0].id)
        tab = dice.choice(sorted(phone.tabs & set(PAGES)) or PAGES)
        await self.open_tab(phone, tab)
        person = (await self.node.do("who", phone.name, tab=tab))["person"]
        return tab, phone.somebody(UUID(person) if person else None) or phone.teacher
