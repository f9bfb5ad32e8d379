"""What people do with their phones, event by event: write, share, correct, answer, close, sign in, sign out."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from klankbord.house.clock import AMSTERDAM
from tests.chaos.ledger import Kept, Ledger
from tests.chaos.pages import Pages
from tests.chaos.phone import PAGES, WORKER, Phone
from tests.chaos.phones import PhoneRefused
from tests.chaos.plan import DAYS_OFF, FITS, Event
from tests.chaos.town import Teacher
from tests.chaos.writing import Tap, a_talk, a_tap

PERSISTENCE = 20  # so often somebody taps Bewaar again; half a minute without a database is none without a note
WAITS = ("waiting", "signin")
ONE_NOTE, TWO_NOTES = (Event(0, "save", None, {"children": n, "how": FITS, "share": False}) for n in (1, 2))


@dataclass
class Hands(Pages):
    """All phones of a seed and what is done with them. `unanswered`: taps of which the writer was told nothing good;
    `met`: how often something was done that could be done."""

    ledger: Ledger
    phones: list[Phone]
    unsubscribe: Callable[[str], None]  # this endpoint, at the push service
    unanswered: int = 0
    met: Counter[str] = field(default_factory=Counter)

    async def do(self, event: Event, dice: random.Random) -> bool:
        """Do it; whether it did something. A page that was closed, or could not be opened, promised nothing; then a
        note is written once more."""
        phone = self.phones[event.who]
        for _ in range(PERSISTENCE if event.what == "save" else 1):
            try:
                done = await getattr(self, event.what)(phone, event, dice) is not False
                self.met[event.what] += done
                return done
            except (PhoneRefused, SQLAlchemyError, OSError):
                self.unanswered += 1
                await asyncio.sleep(0.5)
        return False

    async def save(self, phone: Phone, event: Event, dice: random.Random) -> None:
        """Bewaar, for one child or a few."""
        async with phone.turn:
            await self._write(phone, await self.page_of(phone, dice), event, dice)

    async def talk(self, phone: Phone, event: Event, dice: random.Random) -> None:
        """A conversation is written down, a few days later perhaps."""
        async with phone.turn:
            tab, teacher = await self.page_of(phone, dice)
            today = self.town.house.clock.now().astimezone(AMSTERDAM).date()
            talk = a_talk(teacher, self._others(teacher), self.ledger, dice, today)
            told = await self.node.do("save", phone.name, tab=tab, person=str(teacher.id), talk=talk.body)
            id = UUID(told["ids"][0])
            self.ledger.keep(Kept(id, "conversation", teacher.id, phone.name, talk.body, talk.mark))

    async def correct(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """Something should have stood in an own note."""
        return await self._about_a_note(phone, dice, "correction")

    async def share(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """An earlier note goes to the location manager."""
        return await self._about_a_note(phone, dice, "share")

    async def answer(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """How a watched lesson went; some think again, perhaps on another page."""
        async with phone.turn:
            tab, teacher = await self.page_of(phone, dice)
            lessons = await self.town.lessons_to_answer(teacher.id)
            lesson = dice.choice(lessons) if lessons else None
            for answer in dice.sample(("better", "same", "worse"), dice.choice((1, 1, 2))):
                if lesson is not None:
                    given = self.ledger.answers(lesson, phone.name, answer)
                    body = {"watch_lesson": str(lesson), "answer": answer}
                    given.id = await self._draft(phone, (tab, teacher), "lesson_answer", lesson, body)
                tab, who = await self.page_of(phone, dice)
                if who is not teacher:
                    break
        return lesson is not None

    async def kick(self, phone: Phone, event: Event, dice: random.Random) -> None:
        """The network came back, or somebody looks at the page again."""
        await self.open_tab(phone, event.more["tab"])
        await self.node.do("kick", phone.name, tab=event.more["tab"], force=dice.random() < 0.7)

    async def everywhere(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """Two pages and the worker send at once: whether there was anything to send."""
        await asyncio.gather(*(self.open_tab(phone, tab) for tab in (*PAGES, WORKER)))
        items = (await self.node.do("items", phone.name))["items"]
        await asyncio.gather(*(self.node.do("kick", phone.name, tab=tab, force=True) for tab in (*PAGES, WORKER)))
        return any((one["state"], one["person"]) in {(s, str(phone.person)) for s in WAITS} for one in items)

    async def close(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """A page (or the worker) is gone this moment; what it had sent may still arrive. Whether one was open."""
        if event.more["tab"] == WORKER:
            self.met["worker_killed"] += await self.worker_killed(phone, event, dice)
            return False
        return await self.close_tab(phone, event.more["tab"], dice.random() < 0.5)

    async def worker_killed(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """The browser stops its service worker, as it may at any moment: whether it ran."""
        return await self.close_tab(phone, WORKER, dice.random() < 0.5)

    async def open(self, phone: Phone, event: Event, dice: random.Random) -> None:
        """A page is opened: signed in, with the newest key, or the offline shell, which knows what it knew."""
        async with phone.turn:
            if dice.random() < 0.7:
                await self.sign_in(phone, phone.teacher.id)
            await self.open_tab(phone, event.more["tab"])

    async def update(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """A new version of the app comes while a note waits, and somebody taps its button: whether one waited."""
        async with phone.turn, phone.pushing:  # a browser does not end a worker that has a push in its hands
            page = await self.page_of(phone, dice)
            await self.node.do("hold", phone.name, on=True)
            try:
                await self._write(phone, page, ONE_NOTE, dice)
                phone.version += 1
                told = await self.node.do("update", phone.name, version=phone.version, tab=page[0])
            finally:
                await self.node.do("hold", phone.name, on=False)
            phone.tabs |= {page[0], WORKER}
            await self.node.do("kick", phone.name, tab=page[0], force=True)
        return bool(told["waits"])

    async def clock(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """Somebody, or an empty battery, sets the phone's clock: whether it is days off now. Setting right one that was
        days off counts by itself."""
        before, phone.hours_off = phone.hours_off, event.more["hours"]
        await self.node.do("clock", phone.name, offset_ms=phone.hours_off * 3_600_000)
        self.met["clock set back"] += abs(before) >= DAYS_OFF and not phone.hours_off
        return abs(phone.hours_off) >= DAYS_OFF

    async def person(self, phone: Phone, event: Event, dice: random.Random) -> None:
        """A colleague signs in on the same phone; a page of whoever had it may stay open beside it."""
        async with phone.turn:
            for tab in sorted(phone.tabs):
                if dice.random() < 0.8:
                    await self.close_tab(phone, tab, False)
            colleagues = [one for one in phone.people if one.id != phone.person]
            await self.sign_in(phone, dice.choice(colleagues).id)
            await self.open_tab(phone, "t1")

    async def sign_out(self, phone: Phone, event: Event, dice: random.Random) -> bool:
        """Whoever is signed in leaves: reminders do not come to this phone any more, what waits must stay."""
        async with phone.turn:
            if phone.person is None:
                return False
            self.unsubscribe(phone.endpoint)
            phone.person = None
            phone.tabs.clear()
            await self.node.do("sign_out", phone.name)
        return True

    async def _write(self, phone: Phone, page: tuple[str, Teacher], event: Event, dice: random.Random) -> None:
        tab, teacher = page
        tap = a_tap(event, teacher, self._others(teacher), self.ledger, dice)
        about = {"person": str(teacher.id), "share": bool(event.more["share"])}
        told = await self.node.do("save", phone.name, tab=tab, notes=tap.notes, **about)
        self._kept_notes(phone, teacher, tap, [UUID(id) for id in told["ids"]], told.get("shares", []))

    def _others(self, teacher: Teacher) -> list[Teacher]:
        return [one for one in self.town.teachers if one is not teacher]

    async def _about_a_note(self, phone: Phone, dice: random.Random, kind: str) -> bool:
        async with phone.turn:
            page = await self.page_of(phone, dice)
            mine = [n for n in self.ledger.by_person("note")[page[1].id] if n.phone == phone.name]
            if mine:
                note = dice.choice(mine).id
                words = {"observation": self.ledger.new_mark(), "interpretation": ""} if kind == "correction" else {}
                await self._draft(phone, page, kind, note, {"note": str(note), **words})
        return bool(mine)

    async def _draft(
        self, phone: Phone, page: tuple[str, Teacher], kind: str, subject: UUID, body: dict[str, str]
    ) -> UUID:
        (tab, teacher), draft = page, {"kind": kind, "subject": str(subject), "body": body}
        told = await self.node.do("save", phone.name, tab=tab, person=str(teacher.id), drafts=[draft])
        id = UUID(told["ids"][0])
        self.ledger.keep(Kept(id, kind, teacher.id, phone.name, body, body.get("observation", "")))
        return id

    def _kept_notes(self, phone: Phone, who: Teacher, tap: Tap, ids: list[UUID], shares: list[str]) -> None:
        for id, note in zip(ids, tap.notes, strict=True):
            self.ledger.keep(Kept(id, "note", who.id, phone.name, note, tap.mark))
        for share, id in zip(shares, ids, strict=False):
            self.ledger.keep(Kept(UUID(share), "share", who.id, phone.name, {"note": str(id)}))
