"""The made-up people of the demo. Light to import: the console prints them too."""

from typing import NamedTuple

SEPARATOR = " · "  # Dutch before it, English after it


class MadeUp(NamedTuple):
    """A first name and what this person is, in Dutch and English."""

    first_name: str
    what: str


PEOPLE = (
    MadeUp("Iris", "muziekdocent van drie groepen · music teacher of three groups"),
    MadeUp("Ruben", "muziekdocent · music teacher"),
    MadeUp("Samira", "muziekdocent · music teacher"),
    MadeUp("Joost", "muziekdocent van het Wijktalentorkest · music teacher in the neighbourhood"),
    MadeUp("Hanna", "muziekdocent van het Wijktalentorkest · music teacher in the neighbourhood"),
    MadeUp("Karim", "locatiemanager van twee scholen · location manager of two schools"),
    MadeUp("Yvonne", "locatiemanager van Het Kompas · location manager of Het Kompas"),
    MadeUp("Marjan", "sociaal werker · social worker"),
    MadeUp("Els", "sociaal werker op andere dagen · social worker on other days"),
    MadeUp("Tess", "beheerder, ziet geen notities · administrator, sees no notes"),
)
