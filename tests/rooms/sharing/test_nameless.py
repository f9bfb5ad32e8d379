"""What leads to a child is found and taken out."""

import pytest

from klankbord.rooms.sharing.nameless import (
    LeadsToTheChild,
    NamesAnotherChild,
    Roster,
    must_lead_nowhere,
    must_name_no_other,
)

ROSTER = Roster(
    "Zoë", frozenset({"Milan", "Jan", "Noor", "Anne-Fleur", "Zoë"}), frozenset({"Strijkers 6B", "De Wielewaal"})
)


@pytest.mark.parametrize(
    "text",
    [
        "Zoë is moe",
        "zoe is moe",
        "ZOË!",
        "Dat is Zoë's viool",
        "de viool van Zoes broer",
        "Zoë zei het",  # with a combining sign
        "Uit 6B",
        "uit strijkers 6b",
        "op de Wielewaal",
        "DE  WIELEWAAL",
        "samen met Milan",
        "Milans stoel",
        "met Jan",
        "anne-fleur was er ook",
        "bel 06 12345678",
        "mail moeder@voorbeeld.nl",
        "woont in 1012 AB",
    ],
)
def test_what_leads_to_the_child_is_found(text: str) -> None:
    assert ROSTER.traces(text)
    with pytest.raises(LeadsToTheChild) as told:
        must_lead_nowhere(ROSTER, what=text)
    assert told.value.field == "what"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Een kind is vaak moe en legt haar viool weg.",
        "Bij de strijkers, op school, in de muziekles",
        "januari, normaal, zoeken",  # names inside words
        "an en jan met een kleine letter",  # a short name is also a word
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert ROSTER.traces(text) == []


def test_other_children_are_taken_out_and_a_namesake_stays() -> None:
    text = "Zoë duwde Milan. Jan en anne-fleur zagen Milans boek, in januari."
    said = ROSTER.without_others(text, "een ander kind")
    assert said == ("Zoë duwde een ander kind. een ander kind en een ander kind zagen een ander kind boek, in januari.")
    assert not ROSTER.names_others(said)


def test_without_a_name_the_child_and_its_places_are_taken_out() -> None:
    said = ROSTER.without_child("Zoe's viool lag in 6B van De Wielewaal", "het kind", "…")
    assert said == "het kind viool lag in … van …"
    assert ROSTER.traces(said) == []


def test_another_child_in_a_text_is_refused_and_the_child_itself_is_not() -> None:
    must_name_no_other(ROSTER, asked="Zoë is moe")
    with pytest.raises(NamesAnotherChild):
        must_name_no_other(ROSTER, agreed="", asked="Milan ook")


def test_signs_of_a_pattern_in_a_name_mean_nothing() -> None:
    assert Roster("D'Angelo", frozenset({"Anne.*"}), frozenset({"(6B", "[a-z]"})).traces("d'angelo in (6B")
    assert Roster("Bo", frozenset({".*"}), frozenset()).traces("iets anders") == []
