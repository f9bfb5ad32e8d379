"""The same form sent twice makes one row: its id follows from the form, from whose it is and from what was typed."""

from uuid import UUID, uuid5

from klankbord.house.ids import new_id


def row_id(once: UUID | None, case_id: UUID, by_id: UUID, *typed: object) -> UUID:
    """The id of the row. `once`: made when the form was shown. Something else typed into the same form is another row;
    and nobody meets another's row by guessing."""
    if once is None:
        return new_id()
    return uuid5(case_id, "\n".join(map(str, (once, by_id, *typed))))
