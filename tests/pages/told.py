"""What the demo's people say to each other and agree, told after its stories, so that there is something to look at."""

from sqlmodel import col, select

from klankbord.house.house import House
from klankbord.rooms.agreements import actions as agreements
from klankbord.rooms.cases.models import Case
from klankbord.rooms.conversations import actions as conversations
from klankbord.rooms.people.models import Person
from klankbord.rooms.places.models import Pupil
from tests.browser.running import Running
from tests.support.agreements_story import MUSED, PLAN, SAID, WHAT
from tests.support.rows import rows

TAUGHT = """select p.id from pupils p join roles r on r.group_id = p.group_id join people i on i.id = r.person_id
             where i.first_name = 'Iris' and p.left_at is null
               and p.id {} in (select pupil_id from cases where closed_at is null) order by p.first_name"""


async def conversations_and_agreements(running: Running) -> None:
    """Iris talks with a child that has no case and with one that has; she and Karim agree something."""
    house = House.for_web(running.settings)
    try:
        for among in ("", "not"):
            (child, *_) = await rows(running.owner, TAUGHT.format(among))
            await _tell(house, running, child.id)
    finally:
        await house.database.close()


async def _tell(house: House, running: Running, child: object) -> None:
    async with running.owner.transaction() as db:
        iris = (await db.exec(select(Person).where(Person.first_name == "Iris"))).one()
        karim = (await db.exec(select(Person).where(Person.first_name == "Karim"))).one()
        pupil = (await db.exec(select(Pupil).where(Pupil.id == child))).one()
    now = house.clock.now()
    async with house.database.transaction(iris.id, iris.organisation_id) as db:
        talk = await conversations.hold(
            db,
            house.keys,
            organisation_id=iris.organisation_id,
            writer_id=iris.id,
            conversation_id=pupil.id,
            pupil_id=pupil.id,
            talked_with="child",
            held_on=now.date().isoformat(),
            question_ids=["what_helps"],
            said=SAID,
            thought=MUSED,
            small_plan=PLAN,
            written_at=now,
            now=now,
        )
        if talk.case_id is None:
            return
        case = (await db.exec(select(Case).where(col(Case.id) == talk.case_id))).one()
        who = {"case": case, "by_id": iris.id, "now": now, "due_on": now.date()}
        await agreements.agree(db, house.keys, owner_id=iris.id, what=WHAT, **who)
        if karim.id in {reader.person.id for reader in await agreements.cases.readers(db, case)}:
            await agreements.agree(db, house.keys, owner_id=karim.id, what="Belt de school", **who)
