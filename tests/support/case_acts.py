"""The acts in a case that a form is sent for: what is typed, in which field the words stand, which table keeps them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from httpx2 import AsyncClient, Response

from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.consultations import actions as consultations
from klankbord.rooms.meldcode import actions as meldcode
from tests.support.agreements_story import WHAT, Talks
from tests.support.sharing_story import a_partner, today
from tests.support.story import Story

Typed = dict[str, str]


@dataclass(frozen=True)
class Told:
    """Sara's case and Milan's, both carried by Karim and passed on to Marjan, and what an act in Sara's may need."""

    story: Story
    sara: Case
    milan: Case
    ids: dict[str, UUID]

    def day(self, days: int) -> str:
        """So many days from today, as a form has it."""
        return (today(self.story) + timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class Act:
    """`words`: the field with the words somebody types; `table`: where they are kept; `by`: who does it."""

    name: str
    table: str
    address: str
    typed: Callable[[Told], Typed]
    words: str = ""
    by: str = "karim"
    fixed: Typed = field(default_factory=dict)

    async def send(self, client: AsyncClient, told: Told, case: Case, **typed: str) -> Response:
        """Send the form; each time another one unless `once` is given."""
        about = {**{key: str(value) for key, value in told.ids.items()}, "case": str(case.id)}
        data = {"once": str(new_id()), **self.typed(told), **self.fixed, **typed}
        if "{case}" not in self.address:
            data |= {"case": str(case.id)}
        return await client.post(self.address.format(**about), data=data)


def _agreement(told: Told) -> Typed:
    return {"owner": str(told.story.world.iris), "what": WHAT, "due_on": told.day(7)}


def _plan(told: Told) -> Typed:
    return {"situation": "Komt vaak te laat", "what_1": "Sara is op tijd", "by_when_1": told.day(60)}


def _evaluation(told: Told) -> Typed:
    return {"planned_on": told.day(30), "reason": "De school is dicht"}


def _result(told: Told) -> Typed:
    said = {"found": "Ze is bijna altijd op tijd", "for_teacher": "Zeg haar dat je het ziet"}
    return said | {"held_on": told.day(0), "next_move": "go_on", "next_on": told.day(60)}


def _contact(told: Told) -> Typed:
    return {"to": str(told.story.world.marjan), "way": "phone", "held_on": told.day(0), "summary": "Iris belt"}


def _talk(told: Told) -> Typed:
    return {"talked_with": "child", "held_on": told.day(0), "said": "Ik slaap bij mijn tante"}


def _question(told: Told) -> Typed:
    return {"to": str(told.story.world.marjan), "question": "Hoe begin je over slapen?"}


def _decision(told: Told) -> Typed:
    asked = {"age": "under_12", "parents": "1", "asked_on": told.day(0), "asked_how": "spoken"}
    return {"option": "a", "recipient": "partner", "what": "Dat ze vaak moe is", **asked}


def _referral(told: Told) -> Typed:
    return {
        "partner": str(told.ids["partner"]),
        "purpose": "Iedere week judo",
        "told": "parents",
        "follow_up_on": told.day(14),
    }


def _step(told: Told) -> Typed:
    return {"track": str(told.ids["track"]), "kind": "step", "step": "1", "done_on": told.day(0), "words": "Drie keer"}


AGREEMENT = Act("agreement", "agreements", "/cases/{case}/agreements", _agreement, "what")
CONTACT = Act("contact", "contacts", "/cases/{case}/contacts", _contact, "summary")
PLAN = Act("plan", "plans", "/cases/{case}/plans", _plan, "situation")
RESULT = Act("evaluation", "evaluation_results", "/cases/{case}/evaluations/results", _result, "found")
TALK = Act("conversation", "conversations", "/cases/{case}/conversations", _talk, "said", "iris")
QUESTION = Act("question", "consultations", "/consultations", _question, "question")
DECISION = Act("sharing decision", "sharing_decisions", "/cases/{case}/sharing", _decision, "what")
REFERRAL = Act("referral", "referrals", "/cases/{case}/referrals", _referral, "purpose")
# What is sent in the same form twice with other words is another row of the same table.
WORDED = (AGREEMENT, CONTACT, PLAN, RESULT, TALK, QUESTION, DECISION, REFERRAL)
DAY = Act("day to look back", "evaluations", "/cases/{case}/evaluations", _evaluation, "reason")
STEP = Act("Meldcode step", "meldcode_entries", "/cases/{case}/meldcode/entries", _step, "words")
START = Act("Meldcode", "meldcode_tracks", "/cases/{case}/meldcode", lambda told: {"special": ""})
ENDING = Act(
    "end of an agreement",
    "agreement_endings",
    "/cases/{case}/agreements/{agreement}/ending",
    lambda told: {"kind": "dropped", "reason": "Moeder belde zelf"},
    "reason",
)
CHANGE = Act(
    "change of an agreement",
    "agreement_endings",
    "/cases/{case}/agreements/{agreement}/ending",
    lambda told: {"kind": "changed", "reason": "Geen gehoor", **_agreement(told)},
    "reason",
)
REPLY = Act(
    "answer to a question",
    "consultation_replies",
    "/consultations/{asked}/replies",
    lambda told: {"text": "Vraag hoe het weekend was"},
    "text",
    "marjan",
)


async def two_cases(story: Story) -> Told:
    """Iris reported both; Karim looked, passed both on, started the Meldcode for Sara, and asked Marjan something."""
    world, keys = story.world, story.house.keys
    sara, milan = await story.reported(), await story.report(await story.note(pupil=world.milan))
    for case in (sara, milan):
        await story.hand_over(case.id)
    agreement = await Talks(story).agree(sara, world.iris, today(story) + timedelta(days=3), what="Belt de school")
    partner = await a_partner(story)
    async with story.house.database.transaction(world.karim, world.organisation_id) as db:
        track = await meldcode.start(db, case=sara, by_id=world.karim, now=story.now)
        about = {"asker_id": world.karim, "to_id": world.marjan, "names": [], "now": story.now, "case": sara}
        org, words = world.organisation_id, "Wat doe jij dan?"
        asked = await consultations.ask(db, keys, organisation_id=org, question=words, **about)
    ids = {"agreement": agreement.id, "partner": partner.id, "track": track.id, "asked": asked.id}
    return Told(story, sara, milan, ids)
