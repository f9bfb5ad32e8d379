"""What became of an item, the roster a phone may keep, and the page of what waits."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.ids import new_id
from klankbord.rooms.outbox import queries
from tests.conftest import SignIn
from tests.factories import World, an_organisation
from tests.support.phone import Phone, about_sara, put
from tests.support.rows import change, rows
from tests.support.story import Story, at

MONDAY = date(2026, 10, 5)


async def sent(client: AsyncClient, phone: Phone, world: World, **more: object) -> UUID:
    """A note that was sent."""
    item, body = phone.seal("note", **about_sara(world, **more))
    assert (await put(client, item, body)).status_code == 201
    return item


async def states(client: AsyncClient, *ids: object) -> dict[str, dict[str, str | None]]:
    answer = await client.get(f"/outbox/states?ids={','.join(map(str, ids))}")
    assert answer.status_code == 200
    return dict(answer.json())


async def test_a_note_is_stored_then_shared_then_seen_by_somebody_by_name(
    client: AsyncClient, house: House, phone: Phone, world: World, sign_in: SignIn, owner: Database
) -> None:
    note = await sent(client, phone, world)
    assert await states(client, note) == {str(note): {"state": "stored", "seen_by": None, "seen_at": None}}
    share, body = phone.seal("share", note=str(note))
    assert (await put(client, share, body)).json()["state"] == "stored"
    assert (await states(client, note))[str(note)]["state"] == "stored"
    [case] = await rows(owner, "select id from cases")
    await sign_in(world.organisation_id, world.karim)
    assert (await client.get(f"/cases/{case.id}")).status_code == 200
    await sign_in(world.organisation_id, world.iris)
    seen = (await states(client, note))[str(note)]
    assert (seen["state"], seen["seen_by"]) == ("seen", "Karim")
    assert seen["seen_at"]
    for address in ("/notes", f"/notes/{note}"):
        assert "gezien door Karim" in (await client.get(address)).text


async def test_the_writers_own_look_at_the_case_is_not_seen(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    note = await sent(client, phone, world)
    await put(client, *phone.seal("share", note=str(note)))
    [case] = await rows(owner, "select id from cases")
    assert (await client.get(f"/cases/{case.id}")).status_code == 200
    assert (await states(client, note))[str(note)]["state"] == "stored"


async def test_a_share_sent_twice_makes_one_report(
    client: AsyncClient, phone: Phone, world: World, owner: Database
) -> None:
    note = await sent(client, phone, world)
    for _ in range(2):
        assert (await put(client, *phone.seal("share", note=str(note)))).json()["state"] == "stored"
    assert len(await rows(owner, "select 1 from reports")) == 1


async def test_sharing_without_script_is_the_same_report(
    client: AsyncClient, phone: Phone, world: World, owner: Database, sign_in: SignIn
) -> None:
    note = await sent(client, phone, world)
    await sign_in(world.organisation_id, world.noortje)
    assert (await client.post(f"/notes/{note}/report")).status_code == 404
    assert (await client.post("/notes/word/report")).status_code == 422
    await sign_in(world.organisation_id, world.iris)
    for _ in range(2):
        assert (await client.post(f"/notes/{note}/report")).headers["location"] == f"/notes/{note}"
    assert len(await rows(owner, "select 1 from reports")) == 1


async def test_a_correction_from_a_phone_stands_with_its_note(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database
) -> None:
    note = await sent(client, phone, world)
    item, body = phone.seal("correction", note=str(note), observation="Het was Milan", interpretation="")
    assert (await put(client, item, body)).json()["state"] == "stored"
    [row] = await rows(owner, "select id, note_id, writer_id from corrections")
    assert tuple(row) == (item, note, world.iris)
    assert "Het was Milan" in (await client.get(f"/notes/{note}")).text


async def test_a_correction_of_somebody_elses_note_is_kept_apart(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database, sign_in: SignIn
) -> None:
    note = await sent(client, phone, world)
    await sign_in(world.organisation_id, world.noortje)
    theirs = Phone.of(house, world.noortje).seal("correction", note=str(note), observation="x", interpretation="")
    assert (await put(client, *theirs)).json()["problem"] == "note_not_yours"
    assert await rows(owner, "select 1 from corrections") == []


async def test_a_lesson_answer_from_a_phone_is_kept(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database, sign_in: SignIn
) -> None:
    story = Story(house, world)
    story.move_to(at(MONDAY, 9))
    await story.watch()
    [lesson] = await rows(owner, "select id from watch_lessons order by starts_at limit 1")
    story.move_to(at(MONDAY, 11, 5))
    await sign_in(world.organisation_id, world.iris)
    answer = await put(client, *phone.seal("lesson_answer", watch_lesson=str(lesson.id), answer="better"))
    assert answer.json() | {"id": ""} == {"id": "", "state": "stored", "problem": None}
    assert await rows(owner, "select answer from watch_lessons where answer is not null") == [("better",)]


async def test_states_tell_nothing_about_what_is_not_ones_own(
    client: AsyncClient, house: House, phone: Phone, world: World, sign_in: SignIn
) -> None:
    note = await sent(client, phone, world)
    await put(client, *phone.seal("share", note=str(note)))
    filed = await sent(client, phone, world, pupil=None)
    assert (await states(client, filed))[str(filed)]["state"] == "attention"
    for person in (world.noortje, world.karim, world.marjan, world.tess):
        await sign_in(world.organisation_id, person)
        assert await states(client, note, filed, new_id()) == {}


async def test_states_ask_about_fifty_at_most_and_pass_over_what_is_no_id(client: AsyncClient, phone: Phone) -> None:
    assert await states(client) == {}
    assert await states(client, "Sara", "%00", "..", "'", "") == {}
    assert await states(client, *(new_id() for _ in range(50))) == {}
    answer = await client.get("/outbox/states?ids=" + ",".join(str(new_id()) for _ in range(51)))
    assert answer.status_code == 413


async def test_the_roster_holds_only_the_next_lesson_day_of_ones_own_groups(
    client: AsyncClient, house: House, world: World, sign_in: SignIn, owner: Database
) -> None:
    story = Story(house, world)
    story.move_to(at(MONDAY, 9))
    await story.watch()
    await change(owner, "update pupils set left_at = now() where first_name = 'Milan'")
    await sign_in(world.organisation_id, world.iris)
    answer = await client.get("/roster")
    roster = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert (roster["person"], roster["day"], roster["language"]) == (str(world.iris), "2026-10-05", "nl")
    assert roster["expires"] == int(at(MONDAY + timedelta(days=1), 0).timestamp() * 1000)
    assert dict(zip(("kid", "key"), house.seals.public_key(), strict=True)) == roster["seal"]
    [group] = roster["groups"]
    names = [(pupil["name"], pupil["hint"]) for pupil in group["pupils"]]
    assert names == [("Noor", "cello"), ("Noor", "viool"), ("Sara", None)]
    assert (group["name"], group["location"]) == ("Strijkers 6B", "De Wielewaal")
    assert (group["starts"], group["ends"]) == tuple(int(at(MONDAY, h).timestamp() * 1000) for h in (10, 11))
    [watch] = roster["watches"]
    assert (watch["pupil"], watch["number"], watch["of"], watch["ends"]) == ("Sara", 1, 2, group["ends"])
    contacts = [(one["name"], one["role"], one["phone"]) for one in roster["contacts"]]
    assert contacts == [
        ("Karim", "locatiemanager", "06 00 00 00 11"),
        ("Marjan", "sociaal werker", "06 00 00 00 12"),
    ]
    assert "Bram" not in answer.text


async def test_the_roster_stays_today_while_a_note_is_still_written_and_then_is_the_next_day(
    client: AsyncClient, house: House, world: World, sign_in: SignIn
) -> None:
    days = {}
    for hour in (7, 10, 11, 12, 14, 20):
        house.clock.move_to(at(MONDAY, hour, 30))
        await sign_in(world.organisation_id, world.iris)
        days[hour] = (await client.get("/roster")).json()["day"]
    assert days == dict.fromkeys((7, 10, 11, 12), "2026-10-05") | dict.fromkeys((14, 20), "2026-10-12")


WHOM_TO_CALL = {
    "iris": ["Karim", "Marjan"],  # the manager of her own location, not of every one
    "noortje": ["Marjan"],
    "karim": ["Marjan"],  # nobody is told to call themselves
    "marjan": ["Karim"],  # of no location in particular: the managers of all
    "tess": ["Karim", "Marjan"],
}


@pytest.mark.parametrize(("who", "names"), WHOM_TO_CALL.items())
async def test_everybody_keeps_whom_to_call_and_only_who_teaches_keeps_a_child(
    client: AsyncClient, house: House, world: World, sign_in: SignIn, who: str, names: list[str]
) -> None:
    house.clock.move_to(at(MONDAY, 9))
    await sign_in(world.organisation_id, getattr(world, who))
    answer = await client.get("/roster")
    kept = answer.json()
    assert [one["name"] for one in kept["contacts"]] == names
    assert kept["contacts_until"] == kept["now"] + timedelta(days=28) / timedelta(milliseconds=1)
    if who not in ("iris", "noortje"):
        assert (kept["groups"], kept["watches"]) == ([], [])
        assert "expires" not in kept
        assert not [child for child in ("Sara", "Milan", "Noor", "Bram", "Strijkers") if child in answer.text]


async def test_a_second_manager_here_is_somebody_to_call_and_who_left_or_has_no_number_is_not(
    client: AsyncClient, world: World, sign_in: SignIn, owner: Database
) -> None:
    for name, phone, ended in (("Amina", "06 00 00 00 14", None), ("Wim", None, None), ("Loes", "06 1", "now()")):
        (row,) = await rows(
            owner,
            f"""insert into people (id, organisation_id, first_name, phone, language, ended_at)
                values (gen_random_uuid(), :org, :name, :phone, 'nl', {ended or "null"}) returning id""",
            org=world.organisation_id,
            name=name,
            phone=phone,
        )
        await change(
            owner,
            """insert into roles (id, organisation_id, person_id, kind, location_id)
               values (gen_random_uuid(), :org, :person, 'location_manager', :place)""",
            org=world.organisation_id,
            person=row.id,
            place=world.wielewaal,
        )
    await sign_in(world.organisation_id, world.karim)
    kept = (await client.get("/roster")).json()
    assert [(one["name"], one["role"], one["hours"]) for one in kept["contacts"]] == [
        ("Amina", "locatiemanager", None),
        ("Marjan", "sociaal werker", "ma t/m do, 9:00 – 17:00"),
    ]


async def test_the_page_of_what_waits_is_drawn_by_the_phone(client: AsyncClient, phone: Phone) -> None:
    page = await client.get("/outbox")
    assert page.status_code == 200
    assert "data-waiting-row" in page.text


async def test_another_organisation_sees_nothing(
    client: AsyncClient, house: House, phone: Phone, world: World, owner: Database, sign_in: SignIn
) -> None:
    other = await an_organisation(owner)
    note = await sent(client, phone, world)
    filed = await sent(client, phone, world, pupil=None)
    await sign_in(other.organisation_id, other.iris)
    assert (await client.get(f"/notes/{note}")).status_code == 404
    assert (await client.get(f"/attention/{filed}")).status_code == 404
    assert await states(client, note, filed) == {}
    theirs = Phone.of(house, other.iris)
    answer = await put(client, *theirs.seal("note", **about_sara(other, pupil=str(world.sara), group=None)))
    assert answer.json()["problem"] == "pupil_not_in_your_group"


async def test_the_number_on_the_badge_is_ones_own(
    client: AsyncClient, house: House, phone: Phone, world: World
) -> None:
    await sent(client, phone, world, pupil=None)
    counted = {}
    for person in (world.iris, world.noortje):
        async with house.database.transaction(person, world.organisation_id) as db:
            counted[person] = await queries.attention_count(db, world.organisation_id, person)
    assert counted == {world.iris: 1, world.noortje: 0}
