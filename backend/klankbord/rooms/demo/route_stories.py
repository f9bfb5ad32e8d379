"""Kaan's story: a case that walked the whole route up to the evaluation that is coming, and what hangs beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from klankbord.house.clock import AMSTERDAM
from klankbord.house.errors import NotHere
from klankbord.rooms.agreements import actions as agreements
from klankbord.rooms.cases import direction
from klankbord.rooms.cases import queries as cases
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import OfferAnswer
from klankbord.rooms.consultations import actions as consultations
from klankbord.rooms.demo.partners import PARTNERS
from klankbord.rooms.demo.side_stories import with_the_class_teacher
from klankbord.rooms.demo.teller import Teller
from klankbord.rooms.plans import actions as plans
from klankbord.rooms.plans.rules import Aim
from klankbord.rooms.referrals import actions as referrals
from klankbord.rooms.referrals import partner_actions
from klankbord.rooms.watches.models import Answer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GROUP = "Strijkers 5A"


async def route(teller: Teller) -> None:
    """The directory first, because a referral goes to somebody in it."""
    partners = await _directory(teller)
    case = await _signal(teller)
    await _social_worker(teller, case)
    await _plan(teller, case)
    await with_the_class_teacher(teller, case)
    await _help_outside(teller, case, partners["Sportclub De Sprong"])
    await _advice(teller)


async def _directory(teller: Teller) -> dict[str, UUID]:
    made = {}
    async with _as(teller, "Marjan") as (db, me):
        org = teller.world.organisation_id
        for partner in PARTNERS:
            row = await partner_actions.add_partner(
                db, organisation_id=org, by_id=me, partner=partner, now=teller.now - 80 * DAY
            )
            made[row.name] = row.id
    return made


async def _signal(teller: Teller) -> UUID:
    note = await teller.note("Iris", "Kaan", GROUP, 8, "less_motivated late", "Kaan kwam te laat en keek naar buiten.")
    at = teller.after_lesson(GROUP, 8)
    case = await teller.report("Iris", note, at + HOUR / 6)
    await teller.watch("Iris", "Kaan", at + HOUR / 4, (Answer.WORSE, Answer.SAME), GROUP)
    await teller.look("Karim", case, at + 3 * HOUR)
    await teller.tell_class_teacher("Iris", case, at + 4 * HOUR)
    good = await teller.note("Iris", "Kaan", GROUP, 2, "went_well", "Kaan was op tijd en speelde de hele les mee.")
    await teller.report("Iris", good, teller.after_lesson(GROUP, 2) + HOUR / 6)
    await teller.look("Karim", case, teller.after_lesson(GROUP, 2) + HOUR)
    return case


async def _social_worker(teller: Teller, case_id: UUID) -> None:
    """Advice was asked, they spoke, and direction went to the social worker."""
    at = teller.after_lesson(GROUP, 6) + DAY
    await teller.hand_over("Karim", case_id, "Kaan komt steeds later. Wat kunnen we doen?", at)
    await teller.look("Marjan", case_id, at + HOUR)
    keys, org = teller.house.keys, teller.world.organisation_id
    async with _as(teller, "Marjan") as (db, me):
        case, said = await _case(db, teller, case_id), "We maken samen een plan. Iris wacht hem op bij de deur."
        iris = teller.world.people["Iris"]
        await consultations.spoke(
            db, keys, case=case, by_id=me, with_id=iris, way="phone", held_at=at + HOUR, summary=said, now=at + HOUR
        )
    marjan = teller.world.people["Marjan"]
    async with _as(teller, "Karim") as (db, me):
        offer = await direction.offer(
            db,
            keys,
            organisation_id=org,
            case_id=case_id,
            by_id=me,
            to_id=marjan,
            words="Wil jij dit overnemen?",
            now=at + 2 * HOUR,
        )
    async with _as(teller, "Marjan") as (db, me):
        await direction.answer(
            db,
            keys,
            organisation_id=org,
            case_id=case_id,
            offer_id=offer.id,
            by_id=me,
            answer=OfferAnswer.ACCEPTED,
            reason="",
            now=at + 3 * HOUR,
        )


async def _plan(teller: Teller, case_id: UUID) -> None:
    """Goals, a day to look back next week, and who does what."""
    at, keys, people = teller.after_lesson(GROUP, 5) + DAY, teller.house.keys, teller.world.people
    today = teller.now.astimezone(AMSTERDAM).date()
    async with _as(teller, "Marjan") as (db, me):
        case = await _case(db, teller, case_id)
        await plans.write(
            db,
            keys,
            case=case,
            by_id=me,
            situation="Kaan komt drie van de vier lessen te laat. Hij brengt eerst zijn zusje weg.",
            needs="Een rustig begin van de les, en iemand die op hem wacht.",
            approach="Iris begint met hem samen. Karim belt met de school over het zusje.",
            aims=[Aim("Kaan is op tijd", "Vier lessen achter elkaar binnen voor het begin", today + 14 * DAY)],
            based_on_id=None,
            evaluation_on=today + 6 * DAY,
            today=at.astimezone(AMSTERDAM).date(),
            now=at,
        )
        for owner, what, days in (("Karim", "Belt de school over het zusje", 3), ("Iris", "Wacht bij de deur", 9)):
            due = today + days * DAY
            await agreements.agree(
                db, keys, case=case, by_id=me, owner_id=people[owner], what=what, due_on=due, now=at + HOUR
            )


async def _help_outside(teller: Teller, case_id: UUID, partner_id: UUID) -> None:
    """The parents go there themselves, so nothing leaves the team."""
    at = teller.now - 3 * DAY
    async with _as(teller, "Marjan") as (db, me):
        case = await _case(db, teller, case_id)
        day = (teller.now + 5 * DAY).astimezone(AMSTERDAM).date()
        what = "Elke week sporten, dicht bij huis"
        await referrals.refer(
            db, teller.house.keys, case=case, by_id=me, partner_id=partner_id, purpose=what, follow_up_on=day, now=at
        )


async def _advice(teller: Teller) -> None:
    """A question without a child, and the answer Iris has not read yet."""
    keys, org, marjan = teller.house.keys, teller.world.organisation_id, teller.world.people["Marjan"]
    async with _as(teller, "Iris") as (db, me):
        asked = await consultations.ask(
            db,
            keys,
            organisation_id=org,
            asker_id=me,
            to_id=marjan,
            question="Hoe vraag je een kind of er thuis iets is, zonder dat het schrikt?",
            names=[],
            now=teller.now - 2 * DAY,
        )
    async with _as(teller, "Marjan") as (db, me):
        await consultations.reply(
            db,
            keys,
            organisation_id=org,
            by_id=me,
            consultation_id=asked.id,
            text="Begin met iets wat je zag. ‘Je was vandaag stil. Klopt dat?’ En laat het dan stil zijn.",
            agreed=False,
            now=teller.now - 1 * DAY,
        )


@asynccontextmanager
async def _as(teller: Teller, name: str) -> AsyncIterator[tuple[AsyncSession, UUID]]:
    """A transaction of one of the people, and their id."""
    person = teller.world.people[name]
    async with teller.house.database.transaction(person, teller.world.organisation_id) as db:
        yield db, person


async def _case(db: AsyncSession, teller: Teller, case_id: UUID) -> Case:
    case = await cases.case_of(db, teller.world.organisation_id, case_id)
    if case is None:
        raise NotHere
    return case
