"""The second wall, climbed with SQL: whatever code of the web would send, a stranger gets no nearer to the child."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from klankbord.house.database_roles import DatabaseUrls
from tests.security.climbing import Web, filled, ids_for, speaking_as
from tests.security.town import Town

STRANGERS = ["other teacher", "former teacher", "other manager", "former manager", "other social worker"]
STRANGERS += ["former social worker", "somebody without a role", "administrator", "another organisation"]
# Everything that tells a story about a child; a stranger has none of it.
STORIES = ["cases", "reports", "notes", "corrections", "handovers", "case_views", "class_teacher_tellings", "watches"]
STORIES += ["watch_lessons", "outbox_items", "push_subscriptions", "reminders"]
STORIES += ["sharing_decisions", "objections", "withdrawals", "disclosures", "referrals", "referral_steps"]


HANDOVER = "insert into handovers (id, organisation_id, case_id, location_id, group_id, from_id, to_id, handed_at)"
REPORT = "insert into reports (id, organisation_id, case_id, note_id, reporter_id, reported_at)"
NOTE = """insert into notes
    (id, organisation_id, writer_id, pupil_id, group_id, location_id, signal_ids, written_at, received_at)"""
CASE = """insert into cases (id, organisation_id, location_id, group_id, pupil_id, opened_by_id, opened_at, step,
    waits_for, waits_since)"""
WATCH = "insert into watches (id, organisation_id, teacher_id, pupil_id, group_id, case_id, started_at)"
REMINDER = """insert into reminders
    (id, organisation_id, person_id, kind, subject_id, moment, due_at, state, created_at)"""
CORRECTION = "insert into corrections (id, organisation_id, note_id, writer_id, written_at, received_at)"
TELLING = "insert into class_teacher_tellings (id, organisation_id, case_id, teacher_id, asked_at)"
VIEW = "insert into case_views (organisation_id, case_id, person_id, viewed_at)"
ITEM = "insert into outbox_items (id, organisation_id, person_id, kind, body_sha256, written_at, received_at, state)"
SESSION = """insert into sessions
    (id, organisation_id, person_id, device_id, token_sha256, created_at, seen_at, expires_at)"""
DECISION = """insert into sharing_decisions
    (id, organisation_id, case_id, by_id, at, option, recipient, child_asked, parents_asked, what_sealed)"""

# What a teacher elsewhere tries, by what it would win. The words in braces are ids; `own_` is hers, the rest Sara's.
ATTACKS = {
    "a decision to share a foreign case": DECISION
    + " values ({new}, {org}, {case}, {me}, now(), 'c', 'other', false, false, 'x')",
    "a decision in another's name": DECISION
    + " values ({new}, {org}, {own_case}, {writer}, now(), 'c', 'other', false, false, 'x')",
    "a case passed on to oneself": HANDOVER + " values ({new}, {org}, {case}, {place}, {group}, {me}, {me}, now())",
    "a case passed on by its manager": HANDOVER
    + " values ({new}, {org}, {case}, {place}, {group}, {manager}, {me}, now())",
    "a case said to be at one's own place": HANDOVER
    + " values ({new}, {org}, {case}, {own_place}, {own_group}, {me}, {worker}, now())",
    "a note that was not shared": REPORT + " values ({new}, {org}, {own_case}, {note}, {me}, now())",
    "a note shared in its writer's name": REPORT + " values ({new}, {org}, {own_case}, {note}, {writer}, now())",
    "words in a foreign case": REPORT + " values ({new}, {org}, {case}, {own_note}, {me}, now())",
    "words in somebody's mouth": NOTE
    + " values ({new}, {org}, {writer}, {child}, {group}, {place}, '{late}', now(), now())",
    "a child's name, by a note": NOTE
    + " values ({new}, {org}, {me}, {child}, {own_group}, {own_place}, '{late}', now(), now())",
    "a child's name, by a case": CASE
    + " values ({new}, {org}, {own_place}, {own_group}, {child}, {me}, now(), 1, 'first_look', now())",
    "a line in a foreign case": WATCH + " values ({new}, {org}, {me}, {child}, {group}, {case}, now())",
    "a watch for a colleague": WATCH + " values ({new}, {org}, {writer}, {child}, {group}, null, now())",
    "a correction of what another wrote": CORRECTION + " values ({new}, {org}, {note}, {me}, now(), now())",
    "a task for a colleague": TELLING + " values ({new}, {org}, {own_case}, {writer}, now())",
    "a task in a foreign case": TELLING + " values ({new}, {org}, {case}, {me}, now())",
    "a look in another's name": VIEW + " values ({org}, {own_case}, {writer}, now())",
    "a look at a foreign case": VIEW + " values ({org}, {case}, {me}, now())",
    "an item on another's phone": ITEM + " values ({new}, {org}, {writer}, 'note', 'x', now(), now(), 'stored')",
    "a session as another": SESSION + " values ({new}, {org}, {writer}, {new}, 'x', now(), now(), now())",
    "a reminder in another organisation": REMINDER
    + " values ({new}, {org}, {stranger}, 'report_received', {case}, now(), now(), 'waiting', now())",
    "a role": "insert into roles (id, organisation_id, person_id, kind) values ({new}, {org}, {me}, 'administrator')",
    "another's role": "update roles set person_id = {me}",
    "a job of an administrator": "update people set ended_at = null, first_name = 'x'",
    "a group at one's own place": "update groups set location_id = {own_place} where id = {group}",
    "a child in one's own group": "update pupils set group_id = {own_group} where id = {child}",
    "a case at one's own place": "update cases set location_id = {own_place}, group_id = {own_group}",
    "another child in one's own case": "update cases set pupil_id = {child} where id = {own_case}",
    "a case handed to a friend, without a handover": "update cases set handed_to = array[{worker}::uuid]"
    " where id = {own_case}",
    "a case that another passed on": "update cases set handed_by_id = {writer} where id = {own_case}",
    "the worker's letters": "select payload from pgqueuer",
    "the addresses of browsers": "select * from deliveries",
    "the owner's shoes": "set role klankbord_owner",
    "a table of one's own": "create table public.mine (word text)",
    "a rule less": "alter table notes disable row level security",
    "a file of the server": "select pg_read_file('/etc/hostname')",
    "everything gone": "truncate notes",
}
# What is allowed, and does nothing: row-level security shows no row to do it with.
IDLE = {
    "a colleague's language": "update people set language = 'en' where id = {writer}",
    "a colleague's reminders": "update reminders set state = 'done'",
    "a colleague's sessions": "update sessions set ended_at = now() where person_id = {writer}",
    "a colleague's phone": "update devices set revoked_at = now() where person_id = {writer}",
    "a colleague's browser": "delete from push_subscriptions",
    "a colleague's items": "update outbox_items set payload_sealed = null",
    "a colleague's watch": "update watches set ended_at = now()",
    "a colleague's lessons of a watch": "delete from watch_lessons",
    "another's case": "update cases set closed_at = now() where id = {case}",
    "another's task": "update class_teacher_tellings set told_at = now()",
    "a child's name": "update pupils set first_name = 'x' where id = {child}",
}


@pytest_asyncio.fixture
async def web(database: DatabaseUrls) -> AsyncIterator[Web]:
    """The web's own way in."""
    connection = await asyncpg.connect(database.web)
    yield connection
    await connection.close()


async def test_whatever_a_stranger_sends_is_refused(town: Town, web: Web) -> None:
    ids, won = await ids_for(town), []
    for wins, statement in ATTACKS.items():
        async with speaking_as(web, town, "other teacher"):
            try:
                won.append((wins, await web.execute(filled(statement, ids))))
            except (asyncpg.InsufficientPrivilegeError, asyncpg.ForeignKeyViolationError):
                continue
    assert won == []


async def test_what_a_stranger_may_send_touches_nothing(town: Town, web: Web) -> None:
    ids, touched = await ids_for(town), []
    for touches, statement in IDLE.items():
        async with speaking_as(web, town, "somebody without a role"):
            if not (await web.execute(filled(statement, ids))).endswith(" 0"):
                touched.append(touches)
    assert touched == []


async def test_the_attacks_would_work_for_who_may(town: Town, web: Web) -> None:
    """Else a spelling mistake in an attack would look like a wall."""
    ids = await ids_for(town) | {"me": town.people["manager"]}
    async with speaking_as(web, town, "manager"):
        passed_on = HANDOVER + " values ({new}, {org}, {case}, {place}, {group}, {me}, {worker}, now())"
        assert await web.execute(filled(passed_on, ids)) == "INSERT 0 1"
    ids["me"] = town.people["writer"]
    mine = (
        REPORT + " values ({new}, {org}, {case}, {note}, {me}, now())",
        NOTE + " values ({new}, {org}, {me}, {child}, {group}, {place}, '{late}', now(), now())",
        CORRECTION + " values ({new}, {org}, {note}, {me}, now(), now())",
        VIEW + " values ({org}, {case}, {me}, now())",
        ITEM + " values ({new}, {org}, {me}, 'note', 'x', now(), now(), 'stored')",
        REMINDER + " values ({new}, {org}, {manager}, 'report_received', {own_case}, now(), now(), 'waiting', now())",
        "update watches set ended_at = now()",
        WATCH + " values ({new}, {org}, {me}, {child}, {group}, {case}, now())",
    )
    async with speaking_as(web, town, "writer"):
        for statement in mine:
            assert (await web.execute(filled(statement, ids))).endswith(" 1"), statement


async def test_a_case_begins_with_nobody_it_was_passed_on_to(town: Town, web: Web) -> None:
    ids = await ids_for(town) | {"me": town.people["writer"], "child": town.world.milan}
    begun = " values ({new}, {org}, {place}, {group}, {child}, {me}, now(), 1, 'first_look', now()"
    async with speaking_as(web, town, "writer"):
        assert await web.execute(filled(f"{CASE}{begun})", ids)) == "INSERT 0 1"
    for column, value in (("handed_to", "array[{worker}::uuid]"), ("handed_by_id", "{manager}")):
        async with speaking_as(web, town, "writer"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await web.execute(filled(f"{CASE[:-1]}, {column}){begun}, {value})", ids))


async def test_a_stranger_sees_no_story_about_a_child(town: Town, web: Web) -> None:
    seen = []
    for who in STRANGERS:
        async with speaking_as(web, town, who):
            for table in STORIES:
                foreign = f"select count(*) from {table} where organisation_id = $1"
                # what one is asked oneself is a kind and a moment, no story
                foreign += f" and person_id <> '{town.people[who]}'" if table == "reminders" else ""
                if await web.fetchval(foreign, town.world.organisation_id):
                    seen.append((who, table))
    assert seen == []


async def test_a_stranger_does_not_even_see_the_name(town: Town, web: Web) -> None:
    for who in set(STRANGERS) - {"administrator"}:
        async with speaking_as(web, town, who):
            assert await web.fetchval("select first_name from pupils where id = $1", town.world.sara) is None, who
