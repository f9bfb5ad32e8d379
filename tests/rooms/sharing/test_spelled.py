"""However somebody writes a name, it is found; and ordinary Dutch stays ordinary."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from klankbord.rooms.sharing.nameless import Roster

SARA = Roster("Sara", frozenset({"Noël", "Zoe", "An", "Jan", "Roos", "Anne-Fleur"}), frozenset({"De Wielewaal", "6B"}))
HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u202e"
LETTERS = "aàáâäbcdeèéêëfghiïjklmnoöprstuüvwz"
NAMES = st.text(LETTERS, min_size=4, max_size=9).map(str.capitalize)
_WORDS = """
    aan achter al alle als altijd ander anders beetje belletje bij bos bootje boven brood broertje buik clubje dag
    dan dansje dat de deed dekentje denk deze dit doen door druk eens eerst eigenlijk elke en er even feestje gaan
    ging goed graag groot haar had hand hebben heeft heel hem het hij hoe huis iedereen iets in ja jaar janken je
    juf jullie kan kant keer kind kleine klinkers koekje komen kunnen laat lang les liedje maar maken markt meer
    meisje met mijn moe moest mooi muziek na naar nachtje net niet nog noot nu of om onder ons ook op open opeens
    oude over plekje rand roosje ruzie samen saai stil stoel sterk tafel te team toen tot trompet tussen uit van
    vandaag vaak veel vertelde viool voor vriendje wangen wanneer was wat week weer weet welke werd wij wil zag zat
    ze zei zeker zich ziek zijn zoals zoeken zou zusje
"""
ORDINARY = _WORDS.split()  # what people write, and words in which a short name stands


@pytest.mark.parametrize(
    "text",
    [
        "Saraatje was moe",
        "Saartje was moe",
        "saartjes viool",
        "met Saratje",
        "Saraake",
        "Sarake kwam te laat",
        "lieve Saralein",
        "Saraatjes viool",
        "Sara's viool",
        "Sara’s viool",
        "Saraʼs viool",
        "Sara`s viool",
        "Saras viool",
        "S a r a was moe",
        "S.a.r.a.",
        "s-a-r-a",
        "S. A. R. A.",
        "Sa-ra huilde",
        "Sa.ra huilde",
        "Sar\u00ada huilde",
        "S\u200ba\u200br\u200ba",
        "\u2060Sara\ufeff",
        "Ｓａｒａ",
        "Sárà",
        "NOËL",
        "Noel",
        "noe\u0308l",
        "Zoë",
        "Zoëtje",
        "Anne Fleur",
        "Annefleur",
        "Annefleurtje",
        "Jantje",
        "Antje",
        "An's jas",
        "J a n",
        "Roosje",
        "op de Wielewaal",
        "op de wielewaalschool",
        "in het Wielewaalgebouw",
        "de Wielewaal-school",
        "basisschool Wielewaal",
        "basisschoolWielewaal",
        "W i e l e w a a l",
        "de Wielewalen niet, het Wielewaalfeest wel",
        "uit groep6B",
        "uit 6 B",
        "de 6B'ers",
        "bel 06 12\u200b34\u200b56 78",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert SARA.traces(text), text


@pytest.mark.parametrize(
    "text",
    [
        "Dat kan, zei ze, an sich",
        "Zo kan het niet langer",
        "Een jan met de pet, in januari",
        "Na de les rende ze naar huis en zei sorry aan de meester",
        "We telden: a b c d e, s t a r t",
        "o.a. in de pauze, m.b.t. het eten, i.v.m. het weer",
        "Elke les hetzelfde. Welke les ook.",
        "Er zijn 6 bladen en 6 bogen",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert SARA.traces(text) == []


@pytest.mark.parametrize("name", ["An", "Bo", "El", "Jo", "Jan", "Bas", "Kim", "Jul", "Bel", "Sara", "Noor", "Milan"])
def test_ordinary_words_are_no_small_or_hidden_names(name: str) -> None:
    words = [word for word in ORDINARY if word != name.lower()]
    for roster in (Roster(name), Roster("Q", frozenset({name}))):
        assert roster.traces(" ".join(words)) == []
    assert (
        Roster("Q", places=frozenset({"De Ster", "De Noot", "Het Plein"})).traces("sterk, notenbalk, schoolplein") == []
    )


@given(NAMES, st.sampled_from(["", "tje", "je", "ke", "lein", "s", "'s", "’s"]), st.data())
def test_hidden_signs_accents_and_endings_hide_no_name(name: str, ending: str, data: st.DataObject) -> None:
    split = unicodedata.normalize("NFD", name)
    plain = "".join(sign for sign in split if not unicodedata.combining(sign))
    written = data.draw(st.sampled_from([name, plain, name.upper(), plain.lower(), split])) + ending
    signs = "".join(data.draw(st.sampled_from(["", *HIDDEN])) + sign for sign in written)
    roster = Roster("Q", frozenset({name}))
    assert roster.names_others(f"Toen zei {signs}, heel zacht")
    left = roster.without_others(f"Toen zei {signs}, heel zacht", "X")
    assert left.startswith("Toen zei X")
    assert not roster.names_others(left)


@given(NAMES, st.sampled_from([" ", ".", "-", ". ", "_", " \n", "·"]))
def test_loose_letters_hide_no_name(name: str, between: str) -> None:
    assert Roster(name).traces(f"Dit gaat over {between.join(name)} van toen")
    assert Roster("Q", frozenset({name})).names_others(f"en {between.join(name.lower())} ook")


@given(NAMES, st.text(LETTERS, min_size=1, max_size=4), st.text(LETTERS, max_size=4))
def test_a_name_inside_another_word_is_another_word(name: str, before: str, after: str) -> None:
    word = before + name.lower() + after
    assume(not Roster(name).traces(before) and not Roster(name).traces(after))
    assert Roster(name).traces(f"een {word} erbij") == []


@given(st.lists(st.sampled_from(ORDINARY), max_size=30), NAMES)
def test_only_what_is_the_name_is_taken_out(words: list[str], name: str) -> None:
    assume(not any(word.startswith(name.lower()[:3]) for word in words))
    text = " ".join(words)
    assert Roster("Q", frozenset({name})).without_others(text, "X") == text
