"""The manual as data: complete in both languages, with ids that notes already carry."""

from dataclasses import fields

import pytest

from klankbord.house.content import MELDCODE, NUMBERS, QUESTIONS, SIGNALS, STEPS, TIPS, Words, signals_by_id

# Stored notes and sealed notes on phones carry these; one that disappears makes an old note unreadable.
SIGNAL_IDS = {
    "late",
    "tired_or_hungry",
    "not_eaten",
    "hygiene",
    "absent",
    "less_motivated",
    "changed_behaviour",
    "meldcode",
    "went_well",
    "something_else",
}


def test_the_eight_signals_of_the_manual_and_two_of_ours_keep_their_ids() -> None:
    assert set(signals_by_id) == SIGNAL_IDS
    assert len(SIGNALS) == len(SIGNAL_IDS)


def test_the_counter_signal_is_green_and_something_else_is_open() -> None:
    assert {signal.id: signal.look for signal in SIGNALS if signal.look} == {
        "went_well": "good",
        "something_else": "open",
    }


def test_five_steps_stand_in_order_and_each_says_what_to_do() -> None:
    assert [step.number for step in STEPS] == [1, 2, 3, 4, 5]
    assert all(len(step.todo("nl")) == len(step.todo("en")) >= 3 for step in STEPS)


def test_there_are_ten_questions_and_each_is_open() -> None:
    assert len({question.id for question in QUESTIONS}) == 10
    opened = ("hoe", "wat", "welk", "waar", "wanneer", "met wat", "stel")
    assert all(question.text("nl").lower().startswith(opened) for question in QUESTIONS)


def test_the_tips_speak_of_what_teachers_fear_most_and_say_it_in_both_languages() -> None:
    assert {"listening", "secrecy", "not_talking", "crying", "violence"} <= {tip.id for tip in TIPS}
    assert all(len(tip.todo("nl")) == len(tip.todo("en")) >= 3 for tip in TIPS)
    (violence,) = (tip for tip in TIPS if tip.id == "violence")
    for language in ("nl", "en"):
        assert all(number in " ".join(violence.todo(language)) for number in ("112", "0800-2000"))


def test_112_and_veilig_thuis_come_first_and_dial_as_written() -> None:
    assert [(number.id, number.phone) for number in NUMBERS] == [("danger", "112"), ("veilig_thuis", "08002000")]
    assert all(number.shown.replace("-", "") == number.phone for number in NUMBERS)


def test_the_meldcode_has_its_five_steps() -> None:
    assert len(MELDCODE) == 5


@pytest.mark.parametrize("entry", [*SIGNALS, *STEPS, *QUESTIONS, *TIPS, *NUMBERS, *MELDCODE])
def test_every_text_is_there_in_dutch_and_english(entry: object) -> None:
    texts = [getattr(entry, field.name) for field in fields(entry)]  # type: ignore[arg-type]
    words = [text for text in texts if isinstance(text, Words)]
    assert words
    assert all(text("nl").strip() and text("en").strip() for text in words)


def test_another_language_reads_dutch() -> None:
    assert signals_by_id["late"].label("fr") == "te laat"
