"""Reminder, PushSubscription, Delivery, WorkerHeartbeat."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from klankbord.house.tables import Owned, instant, instant_or_none


class ReminderKind(StrEnum):
    REPORT_RECEIVED = "report_received"
    HANDOVER_RECEIVED = "handover_received"
    WATCH_LESSON = "watch_lesson"
    WATCH_DECISION = "watch_decision"
    TELL_CLASS_TEACHER = "tell_class_teacher"
    REPORT_UNOPENED = "report_unopened"
    DIRECTION_OFFERED = "direction_offered"
    QUESTION_RECEIVED = "question_received"
    ANSWER_UNREAD = "answer_unread"
    AGREEMENT = "agreement"
    ONE_TO_ONE = "one_to_one"
    CASE_IDLE = "case_idle"
    OBJECTION_TERM_OVER = "objection_term_over"
    REFERRAL_FOLLOW_UP = "referral_follow_up"
    EVALUATION_SOON = "evaluation_soon"
    EVALUATION_TODAY = "evaluation_today"
    EVALUATION_LATE = "evaluation_late"
    PLAN_WITHOUT_EVALUATION = "plan_without_evaluation"
    TEST = "test"


class ReminderState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    CANCELLED = "cancelled"


class Reminder(Owned, table=True):
    """Something due for one person at one moment. The four together exist once (rule 4). `stands_in_for_id`: whose it
    was before it went to who stands in for them."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "subject_id", "moment"),
        Index("ix_reminders_due", "kind", "due_at", "id", postgresql_where=text("state = 'waiting'")),
        Index("ix_reminders_open", "person_id", postgresql_where=text("state in ('waiting', 'sent')")),
    )

    person_id: UUID = Field(foreign_key="people.id", index=True)
    kind: str
    subject_id: UUID = Field(index=True)
    moment: datetime = instant()
    due_at: datetime = instant()
    state: str = ReminderState.WAITING
    snoozed_until: datetime | None = instant_or_none()
    done_at: datetime | None = instant_or_none()
    reason_sealed: bytes | None = None
    pushed_at: datetime | None = instant_or_none()
    created_at: datetime = instant()
    stands_in_for_id: UUID | None = Field(default=None, foreign_key="people.id")


class PushSubscription(Owned, table=True):
    """One browser of one person that said yes to reminders."""

    __tablename__ = "push_subscriptions"

    person_id: UUID = Field(foreign_key="people.id", index=True)
    endpoint: str = Field(unique=True)
    p256dh: str
    auth: str
    language: str = "nl"
    created_at: datetime = instant()
    last_ok_at: datetime | None = instant_or_none()
    failing_since: datetime | None = instant_or_none()


class DeliveryState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    GONE = "gone"
    FAILED = "failed"


class Delivery(Owned, table=True):
    """One reminder on its way to one browser since `handed_at`. A 201 is not delivery: this row decides."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("reminder_id", "subscription_id"),
        Index(
            "ix_deliveries_next",
            *("next_at", "subscription_id"),
            postgresql_where=text("state in ('waiting', 'claimed')"),
        ),
    )

    reminder_id: UUID = Field(foreign_key="reminders.id")
    subscription_id: UUID = Field(index=True)
    state: str = DeliveryState.WAITING
    attempts: int = 0
    next_at: datetime = instant()
    claimed_at: datetime | None = instant_or_none()
    sent_at: datetime | None = instant_or_none()
    status: int | None = None
    handed_at: datetime | None = instant_or_none()


class WorkerHeartbeat(SQLModel, table=True):
    """A worker was alive at `at`; holds nothing of any organisation."""

    __tablename__ = "worker_heartbeats"

    worker_id: UUID = Field(primary_key=True)
    at: datetime = instant()
