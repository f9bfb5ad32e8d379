"""The catalogues are complete, and the check finds what is wrong with one."""

from pathlib import Path

import pytest
from babel.messages import Catalog

from klankbord.house import translations
from klankbord.house.language import translator
from klankbord.house.problem_sentences import problem_sentences
from klankbord.house.translation_faults import clashes, faults
from klankbord.house.web_files import PACKAGE


def catalogue(*entries: tuple[object, object], fuzzy: bool = False) -> Catalog:
    made = Catalog(locale="nl")
    for source, dutch in entries:
        made.add(source, dutch, flags=["fuzzy"] if fuzzy else [])  # type: ignore[arg-type]
    return made


def test_every_sentence_on_the_screen_has_its_dutch() -> None:
    assert translations.check() == []


def test_a_sentence_without_dutch_is_found() -> None:
    assert faults("notes", {"Save"}, catalogue()) == ["notes.po misses: Save"]
    assert faults("notes", {"Save"}, catalogue(("Save", ""))) == ["notes.po has no Dutch: Save"]


def test_a_sentence_nobody_says_any_more_is_found() -> None:
    assert faults("notes", set(), catalogue(("Save", "Bewaar"))) == ["notes.po is stale: Save"]


def test_a_fuzzy_sentence_is_found() -> None:
    assert faults("notes", {"Save"}, catalogue(("Save", "Bewaar"), fuzzy=True)) == ["notes.po is fuzzy: Save"]


@pytest.mark.parametrize("dutch", ["gezien", "gezien door %(naam)s", "gezien door %(name)s om %(time)s"])
def test_another_placeholder_is_found(dutch: str) -> None:
    source = "seen by %(name)s"
    assert faults("notes", {source}, catalogue((source, dutch))) == [f"notes.po has other placeholders: {source}"]


def test_one_child_needs_no_number_but_two_do() -> None:
    forms = ("one child waits", "%(num)s children wait")
    assert faults("cases", {forms}, catalogue((forms, ("één kind wacht", "%(num)s kinderen wachten")))) == []
    assert faults("cases", {forms}, catalogue((forms, ("één kind wacht", "%(n)s kinderen wachten")))) != []


def test_two_rooms_that_translate_the_same_sentence_differently_are_found() -> None:
    rooms = {"notes": catalogue(("Note", "Notitie")), "cases": catalogue(("Note", "Aantekening"))}
    assert clashes(rooms) == ["notes.po and cases.po translate differently: Note"]


def test_the_sentence_of_a_problem_is_collected_from_its_docstring() -> None:
    said = problem_sentences(PACKAGE / "house" / "errors.py")
    assert "This page does not exist, or it is not yours to see." in said
    assert not any(sentence.startswith("Errors named after") for sentence in said)


def test_update_keeps_the_dutch_that_is_there_and_drops_what_nobody_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "TRANSLATIONS", tmp_path)
    translations.update("help")
    path = translations.path_of("help")
    empty = path.read_text(encoding="utf-8")
    stale = '\nmsgid "Nobody says this"\nmsgstr "Niemand zegt dit"\n'
    path.write_text(empty.replace('msgid "Back"\nmsgstr ""', 'msgid "Back"\nmsgstr "Terug"') + stale, encoding="utf-8")
    translations.update("help")
    known = {message.id: message.string for message in translations.kept("help")}
    assert known["Back"] == "Terug"
    assert "Nobody says this" not in known


def test_dutch_is_spoken_and_english_is_the_source() -> None:
    assert translator("nl").gettext("on this phone") == "op deze telefoon"
    assert translator("en").gettext("on this phone") == "on this phone"
