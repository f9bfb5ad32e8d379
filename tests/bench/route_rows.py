"""The part of the crowd that came with the route: what hangs around one long case, `rows` of each."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from klankbord.house.crypto import KeyRing
from klankbord.house.ids import new_id
from tests.bench.dataset import Child, Row, Table, Town

DAY = timedelta(days=1)
WORDS = "Wacht bij de deur en begint samen met haar."


class OfACase:
    """Rows of the long case: agreements and talks, plans and evaluations, sharing and referrals, the Meldcode."""

    def __init__(self, into: Table, town: Town, keys: KeyRing, more: Sequence[Child], reports: Sequence[UUID]) -> None:
        self.into, self.town, self.keys, self.more, self.reports = into, town, keys, more, reports
        self.child, self.at, self.now = town.children[0], town.children[0].of, datetime.now(UTC)
        self.today: date = self.now.date()
        self.agreements, self.talks, self.consultations, self.evaluations = (self.ids() for _ in range(4))
        self.decisions, self.referrals, self.partners, self.offers = (self.ids() for _ in range(4))

    def ids(self) -> list[UUID]:
        return [new_id() for _ in self.more]

    async def gather(self) -> None:
        """All of it, with what each thing asks of somebody today."""
        for rows in (self._agreed, self._talked, self._advice, self._planned, self._evaluated, self._shared):
            await rows()
        for rows in (self._objected, self._referred, self._meldcode, self._direction, self._path, self._asked):
            await rows()

    def _sealed(self, table: str, column: str, row: UUID) -> bytes | None:
        return self.keys.seal(WORDS, table=table, row=row, column=column)

    async def _entries(self, by: UUID, table: str, columns: str, rows: Iterable[Row]) -> None:
        """Rows of the long case: what one person did at one moment. A row: its id and the columns of its own."""
        begins = (self.child.case, by, self.now)
        full = [(row[0], *begins, *row[1:]) for row in rows]
        await self.into.put(table, f"case_id by_id at {columns}", full)

    async def _agreed(self) -> None:
        """Due yesterday, and as many that were dropped."""
        columns, ended = "owner_id due_on with_child what_sealed", self.ids()
        for ids in (self.agreements, ended):
            rows = [(id, self.at.teacher, self.today - DAY, False) for id in ids]
            sealed = [(*row, self._sealed("agreements", "what_sealed", row[0])) for row in rows]
            await self._entries(self.at.teacher, "agreements", columns, sealed)
        endings = [(new_id(), id, "kept") for id in ended]
        await self._entries(self.at.teacher, "agreement_endings", "agreement_id kind", endings)

    async def _talked(self) -> None:
        """With this child, in its case; and of each other child one that is in none."""
        columns = "pupil_id case_id writer_id group_id talked_with held_on question_ids written_at received_at"
        rest = (self.at.teacher, self.at.group, "child", self.today, ["what_helps"], self.now, self.now)
        own: list[Row] = [(id, one.id, None, *rest) for id, one in zip(self.talks, self.more, strict=True)]
        here: list[Row] = [(id, self.child.id, self.child.case, *rest) for id in self.ids()]
        sealed = [(*row, self._sealed("conversations", "small_plan_sealed", row[0])) for row in (*own, *here)]
        await self.into.put("conversations", f"{columns} small_plan_sealed", sealed)

    async def _advice(self) -> None:
        """Each with an answer; the first is a long one, opened often. And as many times they spoke."""
        teacher, worker = self.at.teacher, self.town.social_worker
        asked: list[Row] = [(id, teacher, worker, self.child.case, self.now) for id in self.consultations]
        sealed = [(*row, self._sealed("consultations", "question_sealed", row[0])) for row in asked]
        await self.into.put("consultations", "asker_id to_id case_id asked_at question_sealed", sealed)
        about = [*self.consultations, *(self.consultations[0] for _ in self.more)]
        said = [(id, one, worker, False, self.now) for one in about for id in [new_id()]]
        told = [(*row, self._sealed("consultation_replies", "text_sealed", row[0])) for row in said]
        await self.into.put("consultation_replies", "consultation_id by_id agreed at text_sealed", told)
        opened = [(new_id(), self.consultations[0], worker, self.now) for _ in self.more]
        await self.into.put("consultation_reads", "consultation_id person_id at", opened)
        spoke = [(id, teacher, "phone", self.now, self._sealed("contacts", "summary_sealed", id)) for id in self.ids()]
        await self._entries(worker, "contacts", "with_id way held_at summary_sealed", spoke)

    async def _planned(self) -> None:
        """Every version with a goal."""
        plans = [(id, n, self._sealed("plans", "situation_sealed", id)) for n, id in enumerate(self.ids(), 1)]
        await self._entries(self.town.social_worker, "plans", "number situation_sealed", plans)
        self.goals = self.ids()
        aims = [(goal, plan[0], 1) for goal, plan in zip(self.goals, plans, strict=True)]
        sealed = [(*row, self._sealed("goals", "what_sealed", row[0])) for row in aims]
        await self.into.put("goals", "plan_id position what_sealed", sealed)

    async def _evaluated(self) -> None:
        """Days to look back that still come, and as many that were held."""
        worker, held, results = self.town.social_worker, self.ids(), self.ids()
        days = [(id, self.today) for id in (*held, *self.evaluations)]
        await self._entries(worker, "evaluations", "planned_on", days)
        columns = "evaluation_id held_on next_move found_sealed for_teacher_sealed"
        rows = [(id, one, self.today, "go_on") for id, one in zip(results, held, strict=True)]
        sealed = [
            (*row, *(self._sealed("evaluation_results", f"{name}_sealed", row[0]) for name in ("found", "for_teacher")))
            for row in rows
        ]
        await self._entries(worker, "evaluation_results", columns, sealed)
        outcomes = [(new_id(), result, goal, "partly") for result, goal in zip(results, self.goals, strict=True)]
        await self.into.put("goal_outcomes", "result_id goal_id outcome", outcomes)

    async def _decided(self, ids: Iterable[UUID]) -> None:
        columns = "option recipient age child_asked parents_asked asked_on asked_how term_ends_on what_sealed"
        said = ("b", "class_teacher", "under_12", False, True, self.today - 9 * DAY, "spoken", self.today - 2 * DAY)
        sealed = [(id, *said, self._sealed("sharing_decisions", "what_sealed", id)) for id in ids]
        await self._entries(self.town.social_worker, "sharing_decisions", columns, sealed)

    async def _shared(self) -> None:
        """Nobody objected: each asks to be shared; from another one something left often."""
        left = new_id()
        await self._decided([*self.decisions, left])
        gone = [(id, left, "page") for id in self.ids()]
        await self._entries(self.town.social_worker, "disclosures", "decision_id kind", gone)

    async def _objected(self) -> None:
        """Decisions that ended."""
        ended, worker = self.ids(), self.town.social_worker
        await self._decided(ended)
        await self._entries(worker, "objections", "decision_id", [(new_id(), one) for one in ended])
        rows = [(id, one, self._sealed("withdrawals", "reason_sealed", id)) for one in ended for id in [new_id()]]
        await self._entries(worker, "withdrawals", "decision_id reason_sealed", rows)

    async def _referred(self) -> None:
        """To as many partners, with a step each that is to be followed today."""
        worker = self.town.social_worker
        known = [(id, "Sportclub De Sprong", "sport", "Sport", worker, self.now) for id in self.partners]
        await self.into.put("partners", "name kind about changed_by_id changed_at", known)
        rows = [(id, one, self.today) for id, one in zip(self.referrals, self.partners, strict=True)]
        sealed = [(*row, self._sealed("referrals", "purpose_sealed", row[0])) for row in rows]
        await self._entries(worker, "referrals", "partner_id follow_up_on purpose_sealed", sealed)
        steps = [(new_id(), one, "asked", self.today) for one in (*self.referrals, *self.referrals[:1] * len(rows))]
        await self._entries(worker, "referral_steps", "referral_id state follow_up_on", steps)

    async def _meldcode(self) -> None:
        """Started that often; the last time with many corrections. And whose it is was said often."""
        manager, tracks, first = self.at.manager, self.ids(), new_id()
        await self._entries(manager, "meldcode_tracks", "whose", [(id, "own") for id in sorted(tracks)])
        noted: list[Row] = [(first, max(tracks), 1, "step", self.today, None)]
        noted += [(id, max(tracks), 1, "step", self.today, first) for id in self.ids()]
        await self._entries(manager, "meldcode_entries", "track_id step kind done_on correction_of_id", noted)
        said = [(id, self.at.location, "own", "Karim", "020", manager, self.now) for id in self.ids()]
        columns = "location_id whose contact_name contact_phone by_id at"
        await self.into.put("meldcode_settings", columns, said)

    async def _direction(self) -> None:
        """Offered to the social worker in every other case, and declined as often in this one."""
        manager, worker, here = self.at.manager, self.town.social_worker, self.ids()
        offers = [(id, one.case, manager, self.now, worker) for id, one in zip(self.offers, self.more, strict=True)]
        await self.into.put("direction_offers", "case_id by_id at to_id", offers)
        await self._entries(manager, "direction_offers", "to_id", [(id, worker) for id in here])
        declined = [(new_id(), id, "declined") for id in here]
        await self._entries(worker, "direction_answers", "offer_id answer", declined)

    async def _path(self) -> None:
        """Steps, levels of care and closings of this case; and a closed case of every other child."""
        manager, closed = self.at.manager, self.ids()
        await self._entries(manager, "care_levels", "level", [(id, 1) for id in self.ids()])
        await self._entries(manager, "closings", "reason", [(id, "goes_well") for id in self.ids()])
        back = [(id, 3, "reopened", self._sealed("step_entries", "reason_sealed", id)) for id in self.ids()]
        await self._entries(manager, "step_entries", "step because reason_sealed", back)
        columns = "location_id group_id pupil_id opened_by_id opened_at step waits_for waits_since closed_at"
        rest = (self.at.teacher, self.now, 5, "nothing", self.now, self.now)
        rows = [(id, self.at.location, self.at.group, one.id, *rest) for id, one in zip(closed, self.more, strict=True)]
        await self.into.put("cases", columns, rows)

    async def _asked(self) -> None:
        """Every kind of reminder of the route, to whom it is for."""
        teacher, worker, cases = self.at.teacher, self.town.social_worker, [one.case for one in self.more]
        columns = "person_id kind subject_id moment due_at state created_at"
        for person, kind, subjects in (
            (teacher, "agreement", self.agreements),
            (teacher, "one_to_one", self.talks),
            (teacher, "answer_unread", self.consultations),
            (worker, "question_received", self.consultations),
            (worker, "direction_offered", self.offers),
            (worker, "objection_term_over", self.decisions),
            (worker, "referral_follow_up", self.referrals),
            (worker, "evaluation_today", self.evaluations),
            (worker, "plan_without_evaluation", cases),
            (worker, "case_idle", cases),
            (worker, "report_unopened", self.reports),
        ):
            rest = (self.now, self.now, "waiting", self.now)
            await self.into.put("reminders", columns, [(new_id(), person, kind, one, *rest) for one in subjects])
        settled = (self.now, self.now, "cancelled", self.now, self.now)
        rows = [(new_id(), teacher, "agreement", id, *settled) for id in self.ids()]
        await self.into.put("reminders", f"{columns} done_at", rows)
