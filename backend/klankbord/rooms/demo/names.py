"""The children of the demo: first names only, all made up. A hint where two in one group share a name."""

from typing import NamedTuple

from klankbord.rooms.places.models import LocationKind


class GroupOfNames(NamedTuple):
    """A group, its teacher, its day relative to today (0 = the weekday of today), its time and its children."""

    name: str
    teacher: str
    days_ahead: int
    starts_at: str
    minutes: int
    children: str


WIELEWAAL = (
    GroupOfNames(
        "Strijkers 6B",
        "Iris",
        0,
        "now",
        60,
        "Sara Milan Noor:viool Noor:cello Yusuf Amira Daan Fenna Ravi Liv Omar",
    ),
    GroupOfNames("Strijkers 5A", "Iris", 2, "09:15", 45, "Bilal Eva Sem Zoë Anouar Mila Thijs Nora Kaan Femke Luuk"),
    GroupOfNames("Houtblazers 6A", "Ruben", 1, "10:30", 45, "Jada Finn Hafsa Lars Esra Bo Mats Rania Tijn Selin Joep"),
)
KLINKER = (
    GroupOfNames(
        "Koper 7A", "Iris", 3, "13:30", 45, "Naomi Stijn Ilias Roos Imran Lotte Jens Dina Pim Salma Guus Yara"
    ),
    GroupOfNames("Slagwerk 7B", "Ruben", 2, "11:00", 45, "Elif Bram Sofie Adam Noah Kiki Rayan Maud Jesse Aya Teun"),
    GroupOfNames("Koor 5C", "Samira", 1, "08:45", 60, "Isa Mees Fatima Julia Hamza Saar Levi Meryem Tom Lina Cas Ines"),
)
KOMPAS = (
    GroupOfNames(
        "Talentorkest strijkers", "Joost", 1, "16:00", 75, "Tara Mohamed Vera Sven Layla Abel Hind Sil Maryam Ties Nina"
    ),
    GroupOfNames(
        "Talentorkest blazers",
        "Hanna",
        3,
        "16:15",
        75,
        "Amber Ayoub Loïs Quinn Soraya Gijs Wassim Puck Emir Fleur Dex Ruth",
    ),
)
LOCATIONS = (
    ("De Wielewaal", LocationKind.LEERORKEST, "Karim", WIELEWAAL),
    ("De Klinker", LocationKind.LEERORKEST, "Karim", KLINKER),
    ("Het Kompas", LocationKind.WIJKTALENTORKEST, "Yvonne", KOMPAS),
)
