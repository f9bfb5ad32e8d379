"""Sentences about a case on its path, through the room's own actions and row-level security."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from klankbord.house.door import look_up
from klankbord.rooms.cases import caring, direction, looking, moving
from klankbord.rooms.cases.models import Case
from klankbord.rooms.cases.path_models import CareLevel, ClosingReason, DirectionOffer, OfferAnswer
from tests.support.story import Story


@dataclass
class CaseStory:
    """What people do with one case; `by` is who does it."""

    story: Story
    case_id: UUID

    def _about(self, by: UUID) -> dict[str, Any]:
        organisation_id = self.story.world.organisation_id
        return {"organisation_id": organisation_id, "case_id": self.case_id, "by_id": by, "now": self.story.now}

    def _visit(self, by: UUID) -> Any:
        return self.story.house.database.transaction(by, self.story.world.organisation_id)

    async def look(self, by: UUID) -> Case:
        async with self._visit(by) as db:
            who = await look_up(db, by, self.story.world.organisation_id)
            assert who is not None
            return (await looking.look(db, who, self.case_id, self.story.now)).case

    async def offer(self, by: UUID, to: UUID | None, words: str = "", once: UUID | None = None) -> DirectionOffer:
        async with self._visit(by) as db:
            keys = self.story.house.keys
            return await direction.offer(db, keys, **self._about(by), to_id=to, words=words, once=once)

    async def answer(self, by: UUID, offer_id: UUID, answer: OfferAnswer, reason: str = "") -> Case:
        async with self._visit(by) as db:
            keys = self.story.house.keys
            return await direction.answer(db, keys, **self._about(by), offer_id=offer_id, answer=answer, reason=reason)

    async def take(self, by: UUID) -> Case:
        async with self._visit(by) as db:
            return await direction.take(db, **self._about(by))

    async def back(self, by: UUID, step: int, reason: str = "Te vroeg", once: UUID | None = None) -> Case:
        async with self._visit(by) as db:
            keys = self.story.house.keys
            return await moving.go_back(db, keys, **self._about(by), step=step, reason=reason, once=once)

    async def close(
        self, by: UUID, reason: str = ClosingReason.GOES_WELL, words: str = "", once: UUID | None = None
    ) -> Case:
        async with self._visit(by) as db:
            keys = self.story.house.keys
            return await moving.close(db, keys, **self._about(by), reason=reason, words=words, once=once)

    async def open_again(self, by: UUID, reason: str = "Het begint weer", once: UUID | None = None) -> Case:
        async with self._visit(by) as db:
            return await moving.open_again(db, self.story.house.keys, **self._about(by), reason=reason, once=once)

    async def level(self, by: UUID, level: int, reason: str = "", once: UUID | None = None) -> CareLevel:
        async with self._visit(by) as db:
            keys = self.story.house.keys
            return await caring.see_level(db, keys, **self._about(by), level=level, reason=reason, once=once)
