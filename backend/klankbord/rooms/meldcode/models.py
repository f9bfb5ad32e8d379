"""MeldcodeTrack, MeldcodeEntry, MeldcodeSetting."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from klankbord.house.tables import Owned, instant
from klankbord.rooms.cases.path_models import CaseEntry


class WhoseCode(StrEnum):
    OWN = "own"
    SCHOOL = "school"


class MeldcodeSetting(Owned, table=True):
    """Whose Meldcode applies at a location, and who to call about it; the newest row counts."""

    __tablename__ = "meldcode_settings"
    __table_args__ = (Index("ix_meldcode_settings_location", "location_id", "at"),)

    location_id: UUID = Field(foreign_key="locations.id")
    whose: str
    contact_name: str = ""
    contact_phone: str = ""
    by_id: UUID = Field(foreign_key="people.id")
    at: datetime = instant()


class SpecialCase(StrEnum):
    """Where Veilig Thuis is called at once."""

    HONOUR = "honour"
    FORCED_MARRIAGE = "forced_marriage"
    CIRCUMCISION = "circumcision"


class MeldcodeTrack(CaseEntry, table=True):
    """The Meldcode was started on a case."""

    __tablename__ = "meldcode_tracks"
    __table_args__ = (UniqueConstraint("id", "case_id", name="uq_meldcode_tracks_case"),)

    whose: str
    special: str | None = None


class MeldcodeKind(StrEnum):
    """What an entry records."""

    STEP = "step"
    SKIPPED = "skipped"
    WEIGHING = "weighing"
    NEED_TO_REPORT = "need_to_report"
    HELP_POSSIBLE = "help_possible"
    ENDED = "ended"


class MeldcodeEntry(CaseEntry, table=True):
    """One thing recorded. `step` 1..5; `question` 1..5 for a weighing; `answer` yes, no, doubt; `veilig_thuis`:
    consulted or not, where the step asks it; `correction_of_id`: the entry it corrects."""

    __tablename__ = "meldcode_entries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["track_id", "case_id"],
            ["meldcode_tracks.id", "meldcode_tracks.case_id"],
            name="fk_meldcode_entries_track_id",
        ),
        CheckConstraint("step between 1 and 5", "step_of_the_code"),
        CheckConstraint("kind <> 'skipped' or words_sealed is not null", "skipping_has_a_reason"),
        CheckConstraint("kind <> 'weighing' or (question between 1 and 5 and answer is not null)", "weighing_answered"),
    )

    track_id: UUID = Field(index=True)
    step: int
    kind: str
    question: int | None = None
    answer: str | None = None
    done_on: date | None = None
    veilig_thuis: bool | None = None
    words_sealed: bytes | None = None
    correction_of_id: UUID | None = Field(default=None, foreign_key="meldcode_entries.id")
