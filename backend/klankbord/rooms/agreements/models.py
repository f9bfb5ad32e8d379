"""Agreement and AgreementEnding."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from klankbord.rooms.cases.path_models import CaseEntry
from klankbord.rooms.conversations.models import EndingKind as EndingKind


class Agreement(CaseEntry, table=True):
    """Who does what by when. `with_child`: it returns one to one at the next lesson. `source_id`: the conversation,
    contact or plan it was made in; `instead_of_id`: the agreement it changes."""

    __tablename__ = "agreements"
    __table_args__ = (
        UniqueConstraint("id", "case_id", name="uq_agreements_case"),
        ForeignKeyConstraint(
            ["instead_of_id", "case_id"], ["agreements.id", "agreements.case_id"], name="fk_agreements_instead_of_id"
        ),
    )

    owner_id: UUID = Field(foreign_key="people.id", index=True)
    what_sealed: bytes
    due_on: date
    with_child: bool = False
    source_id: UUID | None = None
    instead_of_id: UUID | None = None


class AgreementEnding(CaseEntry, table=True):
    """How an agreement ended, once. Changed and dropped say why."""

    __tablename__ = "agreement_endings"
    __table_args__ = (
        UniqueConstraint("agreement_id"),
        ForeignKeyConstraint(
            ["agreement_id", "case_id"],
            ["agreements.id", "agreements.case_id"],
            name="fk_agreement_endings_agreement_id",
        ),
    )

    agreement_id: UUID
    kind: str
    reason_sealed: bytes | None = None
