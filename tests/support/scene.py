"""Something of everything that a form can be about, in the small world, told through the rooms' own actions."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.house.push.vapid import public_key
from klankbord.rooms.cases.models import Case
from klankbord.rooms.consultations import actions as consultations
from klankbord.rooms.duty.models import Absence
from klankbord.rooms.feeds.models import Feed
from klankbord.rooms.meldcode import actions as meldcode
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.places.models import Closure, ClosureSource
from klankbord.rooms.reminders.models import PushSubscription
from tests.factories import World, add, an_organisation
from tests.support.agreements_story import PLAN, SAID, Talks
from tests.support.alarm_story import send_alarm
from tests.support.phone import Phone, put
from tests.support.push_service import PushService
from tests.support.rows import rows
from tests.support.sharing_story import a_partner, decide, refer
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
    feed = Feed(
        organisation_id=world.organisation_id, person_id=world.iris, token_sha256=new_id().bytes, made_at=story.now
    )
    absence = await away(owner, world, story.now)
    await add(owner, closure, subscription, feed)
    talks = Talks(story)
    agreement = await talks.agree(case, world.iris, THE_NEXT, by=world.iris)
    talk = await talks.hold(pupil=world.milan, said=SAID, small_plan=PLAN)
    story.move_to(at(THE_NEXT, 11, 45))
    (lesson, *_) = await rows(owner, "select id from watch_lessons where watch_id = :w order by starts_at", w=watch.id)
    (reminder, *_) = await rows(owner, "select id from reminders where person_id = :p order by due_at", p=world.iris)
    alarm = await send_alarm(story)
    decision = await decide(story, case, "b", recipient="partner", asked_on=date(2026, 10, 19))
    danger, partner = await decide(story, case, "d", recipient="partner"), await a_partner(story)
    referral = await refer(story, case, partner)
    await story.hand_over(case.id)
    track, asked = await _meldcode_and_question(story, case)
    ids = {
        "decision_id": decision.id,
        "danger_id": danger.id,
        "track_id": track,
        "consultation_id": asked,
        "key": "meldcode.step_1.title",
        "partner_id": partner.id,
        "referral_id": referral.id,
        "note_id": note,
        "person_id": world.marjan,
        "absence_id": absence,
        "away_id": absence,
        "feed_id": feed.id,
        "token": "x",
        "alarm_id": alarm,
        "case_id": case.id,
        "agreement_id": agreement.id,
        "conversation_id": talk.id,
        "watch_id": watch.id,
        "lesson_id": lesson.id,
        "reminder_id": reminder.id,
        "closure_id": closure.id,
        "location_id": world.wielewaal,
        "group_id": world.strijkers,
        "subscription_id": subscription.id,
    }
    return Scene(world, {name: str(value) for name, value in ids.items()})


async def _meldcode_and_question(story: Story, case: Case) -> tuple[UUID, UUID]:
    """Karim started the Meldcode, and Iris asked Marjan something: their ids."""
    world, keys = story.world, story.house.keys
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        track = await meldcode.start(db, case=case, by_id=world.karim, now=story.now)
    async with story.house.database.transaction(world.iris, world.organisation_id) as db:
        about = {"asker_id": world.iris, "to_id": world.marjan, "names": [], "now": story.now}
        org, question = world.organisation_id, "Hoe begin je?"
        asked = await consultations.ask(db, keys, organisation_id=org, question=question, **about)
    return track.id, asked.id


async def away(owner: Database, world: World, now: datetime) -> UUID:
    """Els stands in for Marjan at Christmas; the absence's id."""
    org = world.organisation_id
    els = Person(organisation_id=org, first_name="Els")
    christmas = {"first_day": date(2026, 12, 21), "last_day": date(2026, 12, 31)}
    absence = Absence(organisation_id=org, person_id=world.marjan, deputy_id=els.id, made_at=now, **christmas)
    await add(owner, els)
    await add(
        owner,
        Role(organisation_id=org, person_id=els.id, kind=RoleKind.SOCIAL_WORKER),
    )
    await add(owner, absence)
    return absence.id


def a_browser(house: House) -> dict[str, Any]:
    """What a browser says that wants pushes."""
    return BROWSERS.subscribe(public_key(house.settings.vapid_private_key.get_secret_value()))


async def something_that_does_not_fit(house: House, client: AsyncClient, world: World) -> str:
    """The id of an item under Vraagt aandacht, sent by Iris, who must be signed in."""
    item, body = Phone.of(house, world.iris).seal("note", group=None, pupil=None, first_name="Sara", signals=["late"])
    answer = await put(client, item, body)
    assert answer.json()["state"] == "attention", answer.text
    return str(item)
