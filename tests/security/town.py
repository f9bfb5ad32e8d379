"""A town full of people who want to know about Sara, and the few who may."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from klankbord.house.database import Database
from klankbord.house.door import session_cookie
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Handover
from klankbord.rooms.cases.path_models import DirectionOffer
from klankbord.rooms.outbox.models import ItemState, OutboxItem
from klankbord.rooms.people import actions as people
from klankbord.rooms.people.models import Person, Role, RoleKind
from klankbord.rooms.places import actions as places
from klankbord.rooms.reminders.models import PushSubscription
from tests.factories import World, add, an_organisation
from tests.support import sharing_story
from tests.support.agreements_story import PLAN, SAID, WHAT, Talks
from tests.support.phone import Phone
from tests.support.rows import change, rows
from tests.support.story import FACT, THOUGHT, Story, at

QUESTION = "Herken jij dit van vorig jaar?"
FILED = "Dit paste nergens, maar het staat er wel"
CHILD, OTHER_CHILD = "Serafijntje", "Melchiorus"
SECRETS = (
    CHILD,
    OTHER_CHILD,
    FACT,
    THOUGHT,
    QUESTION,
    FILED,
    SAID,
    PLAN,
    WHAT,
    sharing_story.WHAT,
    sharing_story.PURPOSE,
)
MONDAY = at(date(2026, 10, 5), 9)
# Roles at De Wielewaal (the place of the case) or elsewhere; (kind, at the case's own place, over).
EXTRAS: dict[str, tuple[tuple[RoleKind, bool, bool], ...]] = {
    "second teacher": ((RoleKind.TEACHER, True, False),),
    "former teacher": ((RoleKind.TEACHER, True, True), (RoleKind.TEACHER, False, False)),
    "other manager": ((RoleKind.LOCATION_MANAGER, False, False),),
    "former manager": ((RoleKind.LOCATION_MANAGER, True, True), (RoleKind.LOCATION_MANAGER, False, False)),
    "other social worker": ((RoleKind.SOCIAL_WORKER, False, False),),
    "former social worker": ((RoleKind.SOCIAL_WORKER, False, False), (RoleKind.TEACHER, False, False)),
    "somebody without a role": (),
    "who left": tuple((kind, True, False) for kind in RoleKind),
}
INSIDE = frozenset({"writer", "second teacher", "manager", "social worker"})
OUTSIDE = ("signed out", "only an add token", "who left")


@dataclass
class Town:
    """The people by what they are, their cookies, and the ids of everything about Sara."""

    house: House
    owner: Database
    world: World
    people: dict[str, UUID]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)

    @property
    def phone(self) -> Phone:
        """The writer's."""
        return Phone.of(self.house, self.people["writer"])


async def a_town(house: House, owner: Database) -> Town:
    """Monday morning: Sara has a case that was passed on, a note that was not shared, a watch, and what did not fit."""
    world, theirs = await an_organisation(owner), await an_organisation(owner)
    cast = {"writer": world.iris, "other teacher": world.noortje, "manager": world.karim}
    cast |= {"social worker": world.marjan, "administrator": world.tess, "another organisation": theirs.iris}
    town = Town(house, owner, world, cast)
    for pupil, name in ((world.sara, CHILD), (world.milan, OTHER_CHILD)):
        await change(owner, "update pupils set first_name = :name where id = :id", name=name, id=pupil)
    await _move_in(town)
    await _give_every_role(owner, theirs)
    await _tell(town)
    await change(owner, "update people set ended_at = :now where id = :left", now=MONDAY, left=cast["who left"])
    await _end_social_work(town)
    for name, person in town.people.items():
        await _sign_in(town, name, person)
    add_only = town.cookies["writer"]["klankbord_add"]
    town.cookies |= {"signed out": {}, "only an add token": {"klankbord_add": add_only}}
    return town


async def _move_in(town: Town) -> None:
    world = town.world
    for name, roles in EXTRAS.items():
        person = Person(organisation_id=world.organisation_id, first_name="Iemand")
        await add(town.owner, person)
        town.people[name] = person.id
        await add(town.owner, *(_role(world, person.id, *role) for role in roles))


def _role(world: World, person_id: UUID, kind: RoleKind, here: bool, over: bool) -> Role:
    group, location = (world.strijkers, world.wielewaal) if here else (world.koper, world.klinker)
    return Role(
        organisation_id=world.organisation_id,
        person_id=person_id,
        kind=kind,
        group_id=group if kind == RoleKind.TEACHER else None,
        location_id=location if kind in (RoleKind.TEACHER, RoleKind.LOCATION_MANAGER) else None,
        ended_at=MONDAY - timedelta(days=1) if over else None,
    )


async def _give_every_role(owner: Database, theirs: World) -> None:
    kinds = (RoleKind.LOCATION_MANAGER, RoleKind.SOCIAL_WORKER, RoleKind.ADMINISTRATOR)
    await add(owner, *(_role(theirs, theirs.iris, kind, True, False) for kind in kinds))


async def _tell(town: Town) -> None:
    story, ids, world = Story(town.house, town.world), town.ids, town.world
    story.move_to(MONDAY)
    ids["shared_note"], ids["note_id"] = await story.note(), await story.note()
    case = await story.report(ids["shared_note"])
    ids["case_id"], ids["group_id"], ids["location_id"] = case.id, world.strijkers, world.wielewaal
    await story.hand_over(case.id, QUESTION)
    await _hand_over_to(town, town.people["former social worker"])
    await _offer_direction(town)
    watch = await story.watch(case_id=case.id)
    ids["watch_id"] = watch.id
    story.move_to(at(date(2026, 10, 5), 11, 30))
    ids["lesson_id"] = (await rows(town.owner, "select id from watch_lessons order by starts_at limit 1"))[0].id
    mine = "select id from reminders where person_id = :me and kind = 'tell_class_teacher'"
    ids["reminder_id"] = (await rows(town.owner, mine, me=world.iris))[0].id
    talks = Talks(story)
    ids["conversation_id"] = (await talks.hold(pupil=world.milan, said=SAID, small_plan=PLAN)).id
    ids["agreement_id"] = (await talks.agree(case, world.iris, date(2026, 10, 12), what=WHAT)).id
    decision = await sharing_story.decide(story, case, recipient="partner")
    partner = await sharing_story.a_partner(story)
    ids["decision_id"], ids["partner_id"] = decision.id, partner.id
    ids["referral_id"] = (await sharing_story.refer(story, case, partner)).id
    await _leave_things_about(town)


async def _offer_direction(town: Town) -> None:
    """The manager asks the social worker to take over."""
    offer = DirectionOffer(
        organisation_id=town.world.organisation_id, case_id=town.ids["case_id"], by_id=town.world.karim, at=MONDAY,
        to_id=town.world.marjan,
    )  # fmt: skip
    await add(town.owner, offer)
    town.ids["offer_id"] = offer.id


async def _hand_over_to(town: Town, to: UUID) -> None:
    world = town.world
    made = Handover(
        organisation_id=world.organisation_id, case_id=town.ids["case_id"], location_id=world.wielewaal,
        group_id=world.strijkers, from_id=world.karim, to_id=to, handed_at=MONDAY,
    )  # fmt: skip
    await add(town.owner, made)


async def _leave_things_about(town: Town) -> None:
    """A closure, a browser that wants reminders, and an item that asks attention."""
    house, world, item = town.house, town.world, new_id()
    async with house.database.transaction(world.karim, world.organisation_id) as db:
        days = (date(2026, 12, 4), date(2026, 12, 4))
        closure = await places.add_closure(db, world.organisation_id, world.wielewaal, "Sint", *days, house.clock.now())
    browser = PushSubscription(
        organisation_id=world.organisation_id, person_id=world.iris, endpoint="https://fcm.googleapis.com/x",
        p256dh="x", auth="x", language="nl", created_at=MONDAY,
    )  # fmt: skip
    written = f'{{"kind": "note", "observation": "{FILED}"}}'
    filed = OutboxItem(
        id=item,
        organisation_id=world.organisation_id,
        person_id=world.iris,
        kind="note",
        body_sha256=b"x",
        written_at=MONDAY,
        received_at=MONDAY,
        state=ItemState.ATTENTION,
        problem="nobody_chosen",
        payload_sealed=house.keys.seal(written, table="outbox_items", row=item, column="payload_sealed"),
    )
    await add(town.owner, browser, filed)
    town.ids |= {"closure_id": closure.id, "subscription_id": browser.id, "item_id": item}


async def _end_social_work(town: Town) -> None:
    former = town.people["former social worker"]
    over = "update roles set ended_at = :now where person_id = :who and kind = 'social_worker'"
    await change(town.owner, over, now=MONDAY, who=former)


async def _sign_in(town: Town, name: str, person: UUID) -> None:
    (row,) = await rows(town.owner, "select organisation_id from people where id = :id", id=person)
    async with town.house.database.transaction() as db:
        tokens = await people.sign_in(db, row.organisation_id, person, town.house.clock.now())
    town.cookies[name] = {session_cookie(town.house): tokens.session_token, "klankbord_add": tokens.add_token}
