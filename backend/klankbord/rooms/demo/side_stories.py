"""What hangs beside the stories: a decision to share, an exercise with the alarm, and the Meldcode on one case."""

from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.clock import AMSTERDAM
from klankbord.house.errors import NotHere
from klankbord.house.ids import new_id
from klankbord.rooms.alarms import actions as alarms
from klankbord.rooms.alarms import queries as sent_alarms
from klankbord.rooms.alarms.channels import channels_of
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.demo.teller import Teller
from klankbord.rooms.meldcode import actions as meldcode
from klankbord.rooms.meldcode.models import MeldcodeKind
from klankbord.rooms.sharing import actions as sharing
from klankbord.rooms.sharing.models import AskedHow, ChildAge, Option, Recipient

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TAKEN_AFTER = timedelta(seconds=95)


async def with_the_class_teacher(teller: Teller, case_id: UUID) -> None:
    """The parents said yes: the class teacher may know how the lessons go."""
    at, org, marjan = teller.now - 2 * DAY, teller.world.organisation_id, teller.world.people["Marjan"]
    async with teller.house.database.transaction(marjan, org) as db:
        case = await _case(db, org, case_id)
        await sharing.decide(
            db,
            teller.house.keys,
            case=case,
            by_id=marjan,
            option=Option.CONSENT,
            recipient=Recipient.CLASS_TEACHER,
            what="Hoe het in de muziekles gaat, en wat we daar afspraken.",
            age=ChildAge.UNDER_12,
            parents_asked=True,
            asked_on=at.astimezone(AMSTERDAM).date(),
            asked_how=AskedHow.SPOKEN,
            now=at,
        )


async def an_exercise(teller: Teller) -> None:
    """Iris tried the alarm; Karim took it up."""
    at, org, alarm_id = teller.now - 20 * DAY, teller.world.organisation_id, new_id()
    iris, karim = teller.world.people["Iris"], teller.world.people["Karim"]
    async with teller.house.database.transaction(iris, org) as db:
        await alarms.send(
            db,
            teller.house.keys,
            organisation_id=org,
            alarm_id=alarm_id,
            sender_id=iris,
            location_id=teller.world.groups["Strijkers 5A"].location_id,
            words="Dit is een oefening.",
            drill=True,
            channels=channels_of(teller.house.settings),
            now=at,
        )
    async with teller.house.database.transaction(karim, org) as db:
        found = await sent_alarms.alarm_of(db, org, alarm_id)
        if found is None:
            raise NotHere
        await alarms.take(db, alarm=found[0], person_id=karim, now=at + TAKEN_AFTER)


async def the_first_step(teller: Teller, case_id: UUID) -> None:
    """Karim follows the Meldcode: he wrote down what was seen."""
    at, org, karim = teller.now - 3 * HOUR, teller.world.organisation_id, teller.world.people["Karim"]
    async with teller.house.database.transaction(karim, org) as db:
        case = await _case(db, org, case_id)
        track = await meldcode.start(db, case=case, by_id=karim, now=at)
        today = at.astimezone(AMSTERDAM).date()
        await meldcode.record(
            db,
            teller.house.keys,
            case=case,
            track_id=track.id,
            by_id=karim,
            kind=MeldcodeKind.STEP,
            step=1,
            done_on=today,
            words="Drie weken dezelfde kleren. Ruben schreef per les op wat hij zag.",
            today=today,
            now=at,
        )


async def _case(db: AsyncSession, organisation_id: UUID, case_id: UUID) -> Case:
    case = await cases.case_of(db, organisation_id, case_id)
    if case is None:
        raise NotHere
    return case
