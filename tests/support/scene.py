"""Something of everything that a form can be about, in the small world, told through the rooms' own actions."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.push.vapid import public_key
from klankbord.rooms.places.models import Closure, ClosureSource
from klankbord.rooms.reminders.models import PushSubscription
from tests.factories import World, add, an_organisation
from tests.support.phone import Phone, put
from tests.support.push_service import PushService
from tests.support.rows import rows
from tests.support.story import Story, at

A_MONDAY, THE_NEXT = date(2026, 11, 2), date(2026, 11, 9)
BROWSERS = PushService("https://updates.push.services.mozilla.com")


@dataclass(frozen=True)
class Scene:
    """The world, the ids that stand in addresses by the name they have there, and a browser that wants pushes."""

    world: World
    ids: dict[str, str]
    browser: dict[str, Any] = field(default_factory=dict)

    def address(self, pattern: str, last: str | None = None) -> str:
        """The pattern with its ids filled in; the last one may be another."""
        ids = {**self.ids, "language": "nl"}
        names = re.findall(r"{(\w+)}", pattern)
        if last is not None:
            ids[names[-1]] = last
        return re.sub(r"{(\w+)}", lambda found: ids[found[1]], pattern)


async def a_scene(house: House, owner: Database) -> Scene:
    """Iris has a note, a case, a watch with one lesson over, a reminder and a browser; Tess a closure. It is Monday
    9 November, after the lesson."""
    world = await an_organisation(owner)
    story = Story(house, world)
    story.move_to(at(A_MONDAY, 11, 30))
    note = await story.note(pupil=world.milan)
    case = await story.reported()
    watch = await story.watch(case_id=case.id)
    closure = Closure(
        organisation_id=world.organisation_id,
        location_id=world.wielewaal,
        first_day=date(2027, 1, 4),
        last_day=date(2027, 1, 4),
        name="Studiedag",
        source=ClosureSource.OWN,
    )
    browser = a_browser(house)
    subscription = PushSubscription(
        organisation_id=world.organisation_id,
        person_id=world.iris,
        endpoint=browser["endpoint"],
        language="nl",
        created_at=story.now,
        **browser["keys"],
    )
    await add(owner, closure, subscription)
    story.move_to(at(THE_NEXT, 11, 45))
    (lesson, *_) = await rows(owner, "select id from watch_lessons where watch_id = :w order by starts_at", w=watch.id)
    (reminder, *_) = await rows(owner, "select id from reminders where person_id = :p order by due_at", p=world.iris)
    ids = {
        "note_id": note,
        "case_id": case.id,
        "watch_id": watch.id,
        "lesson_id": lesson.id,
        "reminder_id": reminder.id,
        "closure_id": closure.id,
        "location_id": world.wielewaal,
        "group_id": world.strijkers,
        "subscription_id": subscription.id,
    }
    return Scene(world, {name: str(value) for name, value in ids.items()})


def a_browser(house: House) -> dict[str, Any]:
    """What a browser says that wants pushes."""
    return BROWSERS.subscribe(public_key(house.settings.vapid_private_key.get_secret_value()))


async def something_that_does_not_fit(house: House, client: AsyncClient, world: World) -> str:
    """The id of an item under Vraagt aandacht, sent by Iris, who must be signed in."""
    item, body = Phone.of(house, world.iris).seal("note", group=None, pupil=None, first_name="Sara", signals=["late"])
    answer = await put(client, item, body)
    assert answer.json()["state"] == "attention", answer.text
    return str(item)
