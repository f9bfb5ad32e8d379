"""The second wall along the route, climbed with SQL: who may see a case names nobody and nothing from elsewhere."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.ids import new_id
from klankbord.rooms.evaluations.models import Evaluation, EvaluationResult
from klankbord.rooms.meldcode.models import MeldcodeEntry, MeldcodeTrack
from klankbord.rooms.people.models import Role
from klankbord.rooms.places.models import Pupil
from klankbord.rooms.plans.models import Goal, Plan
from klankbord.rooms.referrals.models import Partner
from tests.factories import add
from tests.security.climbing import Web, filled, ids_for, speaking_as
from tests.security.town import CHILD, MONDAY, OTHER_CHILD, Town
from tests.support.rows import change, rows

ENTRY = "id, organisation_id, case_id, by_id, at"
OFFER = f"insert into direction_offers ({ENTRY}, to_id) values ({{new}}, {{org}}, {{case}}, {{me}}, now(), "
AGREEMENT = f"insert into agreements ({ENTRY}, what_sealed, due_on, with_child, owner_id)"
AGREEMENT += " values ({new}, {org}, {case}, {me}, now(), 'x', now(), false, "
CONTACT = f"insert into contacts ({ENTRY}, way, held_at, summary_sealed, with_id)"
CONTACT += " values ({new}, {org}, {case}, {me}, now(), 'phone', now(), 'x', "
DANGER = f"insert into sharing_decisions ({ENTRY}, option, recipient, child_asked, parents_asked, what_sealed,"
DANGER += " reason_sealed, consulted_id)"
DANGER += " values ({new}, {org}, {case}, {me}, now(), 'd', 'other', false, false, 'x', 'x', "
REFERRAL = f"insert into referrals ({ENTRY}, purpose_sealed, follow_up_on, partner_id)"
REFERRAL += " values ({new}, {org}, {case}, {me}, now(), 'x', now(), "
ABSENCE = "insert into absences (id, organisation_id, person_id, first_day, last_day, made_at, deputy_id)"
ABSENCE += " values ({new}, {org}, {me}, now(), now(), now(), "
TALK = "insert into conversations (id, organisation_id, writer_id, pupil_id, case_id, talked_with, held_on,"
TALK += " question_ids, written_at, received_at, group_id)"
TALK += " values ({new}, {org}, {me}, {child}, {case}, 'child', now(), '{ten}', now(), now(), "
QUESTION = "insert into consultations (id, organisation_id, asker_id, question_sealed, asked_at, case_id, to_id)"
QUESTION += " values ({new}, {org}, {me}, 'x', now(), "
REMINDER = "insert into reminders (id, organisation_id, person_id, kind, subject_id, moment, due_at, state,"
REMINDER += " created_at, stands_in_for_id) values ({new}, {org}, {me}, 'case_idle', {case}, now(), now(),"
REMINDER += " 'waiting', now(), "
LEAD = "update cases set lead_id = "
# What the manager of the case may do, up to whom (or what) it names: {ours} may be named, {theirs} not.
NAMING = {
    "offered direction": (OFFER + "{x})", "worker", "stranger"),
    "owes an agreement": (AGREEMENT + "{x})", "worker", "stranger"),
    "was spoken with": (CONTACT + "{x})", "worker", "stranger"),
    "was consulted": (DANGER + "{x})", "worker", "stranger"),
    "stands in": (ABSENCE + "{x})", "worker", "stranger"),
    "is stood in for": (REMINDER + "{x})", "worker", "stranger"),
    "holds direction": (LEAD + "{x} where id = {case}", "worker", "stranger"),
    "is waited for": ("update cases set waits_on_id = {x} where id = {case}", "worker", "stranger"),
    "is referred to": (REFERRAL + "{x})", "partner", "their_partner"),
    "is the group of a talk": (TALK + "{x})", "group", "their_group"),
    "is asked about the case": (QUESTION + "{case}, {x})", "worker", "other_worker"),
    "is asked about no case": (QUESTION + "null, {x})", "other_worker", "stranger"),
}
ALIGN = "select kb_align_reminders($1, $2, $3, now())"
KIND = "case_idle"


@pytest_asyncio.fixture
async def web(database: DatabaseUrls) -> AsyncIterator[Web]:
    """The web's own way in."""
    connection = await asyncpg.connect(database.web)
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def ids(town: Town) -> dict[str, UUID]:
    """What is spoken of; `their_` is of another organisation. The manager speaks."""
    (theirs,) = await rows(
        town.owner,
        "select organisation_id as org from people where id = :id",
        id=town.people["another organisation"],
    )
    (group,) = await rows(town.owner, "select id from groups where organisation_id = :o limit 1", o=theirs.org)
    stranger = town.people["another organisation"]
    partner = Partner(
        organisation_id=theirs.org, name="Elders", kind="sport", about="x", changed_by_id=stranger, changed_at=MONDAY
    )
    await add(town.owner, partner)
    found = await ids_for(town) | {"me": town.people["manager"], "partner": town.ids["partner_id"]}
    found |= {"their_partner": partner.id, "their_group": group.id}
    return found | {"other_worker": town.people["other social worker"]}


@pytest.mark.parametrize("names", NAMING)
async def test_a_row_names_only_who_and_what_is_of_the_own_organisation_or_case(
    town: Town, web: Web, ids: dict[str, UUID], names: str
) -> None:
    statement, ours, theirs = NAMING[names]
    async with speaking_as(web, town, "manager"):
        assert (await web.execute(filled(statement, ids | {"x": ids[ours]}))).endswith(" 1")
    async with speaking_as(web, town, "manager"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await web.execute(filled(statement, ids | {"x": ids[theirs]}))


async def test_who_may_not_see_a_case_asks_nobody_about_it(town: Town, web: Web, ids: dict[str, UUID]) -> None:
    statement = filled(QUESTION + "{case}, {worker})", ids | {"me": town.people["other teacher"]})
    async with speaking_as(web, town, "other teacher"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await web.execute(statement)


async def test_a_goal_carries_on_only_an_earlier_goal_of_the_same_case(
    town: Town, web: Web, ids: dict[str, UUID]
) -> None:
    first, elsewhere = await _plan(town, ids["case"], 1), await _plan(town, ids["own_case"], 1)
    same, other = await _goal(town, first, 1), await _goal(town, elsewhere, 1)
    second = await _plan(town, ids["case"], 2)
    beside = await _goal(town, second, 1)
    insert = "insert into goals (id, organisation_id, plan_id, position, what_sealed, same_as_id)"
    insert += " values ({new}, {org}, {plan}, 9, 'x', {x})"
    about = ids | {"plan": second}
    async with speaking_as(web, town, "manager"):
        assert await web.execute(filled(insert, about | {"x": same})) == "INSERT 0 1"
    for wrong in (other, beside):
        async with speaking_as(web, town, "manager"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await web.execute(filled(insert, about | {"x": wrong}))
    async with speaking_as(web, town, "manager"):  # an older version carries on nothing newer
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await web.execute(filled(insert, ids | {"plan": first, "x": beside}))


async def test_an_outcome_is_of_a_goal_of_the_same_case(town: Town, web: Web, ids: dict[str, UUID]) -> None:
    mine, elsewhere = await _plan(town, ids["case"], 1), await _plan(town, ids["own_case"], 1)
    about = {"organisation_id": ids["org"], "case_id": ids["case"], "by_id": ids["me"], "at": MONDAY}
    day = Evaluation(**about, planned_on=date(2026, 12, 1))
    found = {"held_on": day.planned_on, "found_sealed": b"x", "for_teacher_sealed": b"x", "next_move": "go_on"}
    result = EvaluationResult(**about, evaluation_id=day.id, **found)
    await add(town.owner, day)
    await add(town.owner, result)
    # who may see both cases
    both = Role(organisation_id=ids["org"], person_id=ids["me"], kind="location_manager", location_id=ids["own_place"])
    await add(town.owner, both)
    insert = "insert into goal_outcomes (id, organisation_id, result_id, goal_id, outcome)"
    insert += " values ({new}, {org}, {result}, {x}, 'reached')"
    for plan, fits in ((mine, True), (elsewhere, False)):
        statement = filled(insert, ids | {"result": result.id, "x": await _goal(town, plan, 1)})
        await _fits(web, town, statement, fits)


async def test_a_correction_in_the_meldcode_is_of_the_same_meldcode(town: Town, web: Web, ids: dict[str, UUID]) -> None:
    about = {"organisation_id": ids["org"], "case_id": ids["case"], "by_id": ids["me"], "at": MONDAY}
    other = MeldcodeTrack(**about, whose="own")
    await add(town.owner, other)
    insert = "insert into meldcode_entries (id, organisation_id, case_id, by_id, at, track_id, step, kind,"
    insert += " correction_of_id) values ({new}, {org}, {case}, {me}, now(), {track}, 1, 'done', {x})"
    for track, fits in ((town.ids["track_id"], True), (other.id, False)):
        entry = MeldcodeEntry(**about, track_id=track, step=1, kind="done")
        await add(town.owner, entry)
        await _fits(web, town, filled(insert, ids | {"track": town.ids["track_id"], "x": entry.id}), fits)


async def _fits(web: Web, town: Town, statement: str, fits: bool) -> None:
    """The manager sends it; it is taken, or refused."""
    async with speaking_as(web, town, "manager"):
        if fits:
            assert await web.execute(statement) == "INSERT 0 1"
        else:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await web.execute(statement)


ALL_KINDS = ["report_received", "agreement_due", "tell_class_teacher", KIND]


@pytest.mark.parametrize("who", ["other teacher", "other social worker", "administrator", "another organisation"])
async def test_a_stranger_neither_makes_nor_takes_away_reminders_about_a_case(
    town: Town, web: Web, ids: dict[str, UUID], who: str
) -> None:
    subjects = [ids["case"], town.ids["agreement_id"], town.ids["decision_id"], town.ids["offer_id"], new_id()]
    subjects += [town.ids["conversation_id"], town.ids["consultation_id"], town.ids["referral_id"]]
    before = await rows(town.owner, "select * from reminders order by id")
    for subject in subjects:
        for wanted in ("[]", _wanted(ids["worker"])):
            async with speaking_as(web, town, who):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await web.execute(ALIGN, subject, ALL_KINDS, wanted)
    assert await rows(town.owner, "select * from reminders order by id") == before


async def test_who_says_nothing_about_themselves_aligns_nothing(town: Town, web: Web, ids: dict[str, UUID]) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await web.execute(ALIGN, ids["case"], [KIND], "[]")


@pytest.mark.parametrize(
    ("who", "subject"),
    [
        ("manager", "case_id"),
        ("writer", "case_id"),
        ("social worker", "agreement_id"),
        ("manager", "offer_id"),
        ("writer", "conversation_id"),
        ("social worker", "consultation_id"),
        ("manager", "referral_id"),
        ("manager", "decision_id"),
    ],
)
async def test_who_may_see_it_reminds_a_colleague_of_it(
    town: Town, web: Web, ids: dict[str, UUID], who: str, subject: str
) -> None:
    async with speaking_as(web, town, who):
        assert await web.fetchval(ALIGN, town.ids[subject], [KIND], _wanted(ids["worker"])) >= 1


async def test_the_worker_reminds_of_everything(town: Town, database: DatabaseUrls, ids: dict[str, UUID]) -> None:
    worker = await asyncpg.connect(database.worker)
    try:
        await worker.execute("select set_config('klankbord.organisation', $1, false)", str(ids["org"]))
        assert await worker.fetchval(ALIGN, ids["case"], [KIND], _wanted(ids["worker"])) >= 1
    finally:
        await worker.close()


async def test_only_who_decides_about_sharing_gets_the_names_of_children_around(
    town: Town, web: Web, ids: dict[str, UUID]
) -> None:
    """A teacher of Sara does not get the name of a child of another group at her location."""
    group = town.world.strijkers
    beside = "insert into groups (id, organisation_id, location_id, name, weekday, starts_at, minutes)"
    beside += " select :new, organisation_id, location_id, 'Slagwerk 5A', 2, '10:00', 60 from groups where id = :g"
    other = new_id()
    await change(town.owner, beside, new=other, g=group)
    await add(town.owner, Pupil(organisation_id=ids["org"], group_id=other, first_name="Balthasarina"))
    names = {}
    for who in ("writer", "second teacher", "manager", "social worker", "other manager", "administrator"):
        async with speaking_as(web, town, who):
            found = await web.fetch("select * from kb_names_around($1)", ids["case"])
            names[who] = {row[0] for row in found}
    for who in ("manager", "social worker"):
        assert {CHILD, OTHER_CHILD, "Balthasarina"} <= names.pop(who)
    assert set(map(frozenset, names.values())) == {frozenset()}


def _wanted(person: UUID) -> str:
    due = (MONDAY + timedelta(days=3)).isoformat()
    return json.dumps([{"id": str(new_id()), "person_id": str(person), "kind": KIND, "moment": due, "due_at": due}])


async def _plan(town: Town, case_id: UUID, number: int) -> UUID:
    about = {"organisation_id": town.world.organisation_id, "case_id": case_id, "by_id": town.world.karim}
    row = Plan(**about, at=MONDAY, number=number, situation_sealed=b"x")
    await add(town.owner, row)
    return row.id


async def _goal(town: Town, plan_id: UUID, position: int) -> UUID:
    org = town.world.organisation_id
    row = Goal(organisation_id=org, plan_id=plan_id, position=position, what_sealed=b"x", by_when=date(2026, 12, 1))
    await add(town.owner, row)
    return row.id
