"""What children said to Iris: one who has a case, and one who has none."""

from datetime import datetime

from klankbord.house.clock import AMSTERDAM
from klankbord.house.ids import new_id
from klankbord.rooms.conversations import actions as conversations
from klankbord.rooms.demo.teller import Teller


async def talk_with_milan(teller: Teller) -> None:
    """A small plan for the next lessons: it comes back today, one to one."""
    await _talk(
        teller,
        "Milan",
        teller.after_lesson("Strijkers 6B", 1),
        said="Hij vindt het te druk achterin.",
        thought="Misschien hoort hij het daar slecht.",
        small_plan="Milan zit twee lessen vooraan, naast Fenna.",
    )


async def talk_with_eva(teller: Teller) -> None:
    """She has no case, and this did not make one: a small plan that Iris comes back to."""
    await _talk(
        teller,
        "Eva",
        teller.after_lesson("Strijkers 5A", 1),
        said="Haar fiets is kapot. Ze loopt nu, en dat duurt lang.",
        thought="",
        small_plan="Eva mag tien minuten later binnenkomen.",
    )


async def _talk(teller: Teller, child: str, at: datetime, *, said: str, thought: str, small_plan: str) -> None:
    organisation, me = teller.world.organisation_id, teller.world.people["Iris"]
    async with teller.house.database.transaction(me, organisation) as db:
        await conversations.hold(
            db,
            teller.house.keys,
            organisation_id=organisation,
            writer_id=me,
            conversation_id=new_id(),
            pupil_id=teller.world.pupils[child],
            talked_with="child",
            held_on=at.astimezone(AMSTERDAM).date().isoformat(),
            question_ids=["what_helps"],
            said=said,
            thought=thought,
            small_plan=small_plan,
            written_at=at,
            now=at,
        )
