"""What a case asks of whom now, as far as this room knows: plain functions, seen from whom it is asked of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from uuid import UUID

from klankbord.rooms.cases import standing
from klankbord.rooms.cases.asking import IDLE
from klankbord.rooms.cases.models import Case, WaitsFor
from klankbord.rooms.cases.path_models import StepReason
from klankbord.rooms.cases.sections import Ask
from klankbord.rooms.cases.standing import Around
from klankbord.rooms.people.models import RoleKind

TEACHER, MANAGER, WORKER = RoleKind.TEACHER, RoleKind.LOCATION_MANAGER, RoleKind.SOCIAL_WORKER


@dataclass(frozen=True)
class Facts:
    """An open case. `done`: what was done since it came where it stands; `to_tell`: teachers who still tell the class
    teacher; `last_act`: when anybody did anything."""

    case: Case
    around: Around
    done: Collection[StepReason]
    to_tell: Sequence[UUID]
    last_act: datetime
    now: datetime

    @property
    def url(self) -> str:
        return f"/cases/{self.case.id}"

    @property
    def holder(self) -> UUID | None:
        return standing.holder(self.case, self.around)


def own_asks(facts: Facts, say: NullTranslations) -> list[Ask]:
    """What is asked now, first things first; nothing of a closed case."""
    if facts.case.closed_at is not None:
        return []
    asked = [ask for rule in (_look, _direction, _first_actions, _social_worker, _idle) for ask in rule(facts, say)]
    return sorted(asked, key=lambda one: one.rank)


def _look(facts: Facts, say: NullTranslations) -> list[Ask]:
    if facts.case.waits_for != WaitsFor.FIRST_LOOK:
        return []
    return [Ask(MANAGER, say.gettext("Look at the report"), facts.url, rank=11)]


def _direction(facts: Facts, say: NullTranslations) -> list[Ask]:
    url, offer = f"{facts.url}/direction", facts.around.offer
    if offer:
        text = say.gettext("Say whether you take over direction")
        return [Ask(_kind(facts, offer.to_id), text, url, offer.to_id, rank=12)]
    if facts.holder or facts.case.waits_for == WaitsFor.FIRST_LOOK:
        return []
    kind = MANAGER if facts.around.managers else WORKER
    return [Ask(kind, say.gettext("Nobody holds direction. Take it"), url, rank=13)]


def _first_actions(facts: Facts, say: NullTranslations) -> list[Ask]:
    _, case = say.gettext, facts.case
    asked = [Ask(TEACHER, _("Tell the class teacher"), f"{facts.url}#telling", one, rank=25) for one in facts.to_tell]
    if case.step <= 2 and StepReason.TALKED not in facts.done:
        asked.append(Ask(TEACHER, _("Talk with the child"), f"{facts.url}/conversations/new", rank=20))
    return asked


def _social_worker(facts: Facts, say: NullTranslations) -> list[Ask]:
    _, case = say.gettext, facts.case
    if case.waits_for == WaitsFor.SOCIAL_WORKER:
        text = _("Get in touch, and write down what you agree")
        return [Ask(WORKER, text, f"{facts.url}/contacts/new", case.waits_on_id, rank=30)]
    if case.step <= 2 and case.waits_for == WaitsFor.NEXT_STEP:
        text, url = _("Ask the social worker"), f"{facts.url}#handover"
        return [Ask(MANAGER, text, url, facts.holder if facts.holder in facts.around.managers else None, rank=29)]
    return []


def _idle(facts: Facts, say: NullTranslations) -> list[Ask]:
    if facts.now - facts.last_act < IDLE:
        return []
    text = say.gettext("Nothing happened for two weeks. Say what is next")
    return [Ask(_kind(facts, facts.holder), text, f"{facts.url}#acts", facts.holder, rank=45)]


def _kind(facts: Facts, person_id: UUID | None) -> RoleKind:
    return WORKER if person_id in facts.around.workers else MANAGER
