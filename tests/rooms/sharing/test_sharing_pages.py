"""Deciding, and what a decision shows, as a browser gets it."""

from datetime import date, timedelta

import pytest

from klankbord.house.database import Database
from klankbord.house.ids import new_id
from klankbord.rooms.cases.models import Case
from klankbord.rooms.sharing.models import SharingDecision
from tests.rooms.sharing.conftest import Enter
from tests.support.rows import change, rows
from tests.support.sharing_story import REASON, WHAT, decide, object_to, today, withdraw
from tests.support.story import Story, at


def filled(story: Story, **more: str) -> dict[str, str]:
    """A whole form of option A."""
    asked = {"age": "under_12", "parents": "1", "asked_on": today(story).isoformat(), "asked_how": "spoken"}
    return {"option": "a", "recipient": "class_teacher", "what": WHAT, **asked, **more}


def page_of(case: Case, decision: SharingDecision) -> str:
    return f"/cases/{case.id}/sharing/{decision.id}/page"


async def test_the_choice_of_four_leads_to_a_form_and_the_form_to_the_case(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    karim = await enter("karim")
    four = (await karim.get(f"/cases/{case.id}/sharing/new?recipient=partner")).text
    for option in "abcd":
        assert f"/cases/{case.id}/sharing/new?option={option}&amp;recipient=partner" in four
        form = await karim.get(f"/cases/{case.id}/sharing/new?option={option}&recipient=partner")
        assert '<option value="partner" selected>' in form.text
    answer = await karim.post(f"/cases/{case.id}/sharing", data=filled(story))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{case.id}#sharing")
    assert len(await rows(owner, "select 1 from sharing_decisions")) == 1


@pytest.mark.parametrize("wrong", ["what", "recipient", "age", "parents", "asked_on", "asked_how"])
async def test_a_form_that_does_not_fit_comes_back_with_everything_typed(
    story: Story, case: Case, enter: Enter, wrong: str
) -> None:
    karim = await enter("karim")
    typed = filled(story, what="Wat Karim net typte" if wrong != "what" else " ") | (
        {wrong: ""} if wrong != "what" else {}
    )
    answer = await karim.post(f"/cases/{case.id}/sharing", data=typed)
    assert answer.status_code == 422
    assert 'class="amiss"' in answer.text
    assert wrong == "what" or "Wat Karim net typte" in answer.text
    assert wrong == "recipient" or '<option value="class_teacher" selected>' in answer.text


async def test_who_does_not_carry_the_case_does_not_decide_and_a_stranger_sees_nothing(
    story: Story, case: Case, enter: Enter
) -> None:
    decision = await decide(story, case)
    one = f"/cases/{case.id}/sharing/{decision.id}"
    for name, reads in (("iris", 200), ("noortje", 404), ("tess", 404)):
        browser = await enter(name)
        assert (await browser.get(one)).status_code == reads, name
        for address in (f"/cases/{case.id}/sharing/new", f"{one}/page"):
            assert (await browser.get(address)).status_code == 404, (name, address)
        for address in (f"/cases/{case.id}/sharing", f"{one}/page"):
            assert (await browser.post(address, data=filled(story))).status_code == 404, (name, address)


async def test_the_page_of_a_decision_says_what_it_rests_on_and_how_it_stands(
    story: Story, case: Case, enter: Enter
) -> None:
    danger, term = await decide(story, case, "d"), await decide(story, case, "b")
    karim = await enter("karim")
    said = (await karim.get(f"/cases/{case.id}/sharing/{danger.id}")).text
    for text in (WHAT, REASON, "Marjan", "Geldt: dit mag gedeeld worden"):
        assert text in said
    said = (await karim.get(f"/cases/{case.id}/sharing/{term.id}")).text
    assert "Wacht: bezwaar kan tot en met maandag 9 november" in said
    assert f"{term.id}/page" not in said


async def test_a_teacher_writes_down_an_objection_and_everybody_of_the_case_can_read_it(
    story: Story, case: Case, enter: Enter
) -> None:
    decision = await decide(story, case, "b")
    one = f"/cases/{case.id}/sharing/{decision.id}"
    iris = await enter("iris")
    assert (await iris.post(f"{one}/objections", data={"words": "Moeder wil het niet"})).status_code == 303
    karim = await enter("karim")
    said = (await karim.get(one)).text
    assert "Moeder wil het niet" in said
    assert "Er is bezwaar: niet delen" in said


async def test_withdrawing_asks_a_reason(story: Story, case: Case, enter: Enter) -> None:
    decision = await decide(story, case)
    one = f"/cases/{case.id}/sharing/{decision.id}"
    karim = await enter("karim")
    assert (await karim.post(f"{one}/withdrawal", data={"reason": " "})).status_code == 422
    assert (await karim.post(f"{one}/withdrawal", data={"reason": "Toch liever niet"})).status_code == 303
    assert "Ingetrokken: niet delen" in (await karim.get(one)).text


async def test_a_second_withdrawal_is_told_so_and_its_words_come_back(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    decision = await decide(story, case)
    one, once = f"/cases/{case.id}/sharing/{decision.id}", str(new_id())
    karim = await enter("karim")
    first = {"reason": "Vader wil het niet meer", "once": once}
    for _ in range(2):  # a double tap
        assert (await karim.post(f"{one}/withdrawal", data=first)).status_code == 303
    for other in ({"reason": "Ook de gymjuf vindt van niet", "once": once}, {"reason": "Ook de gymjuf vindt van niet"}):
        answer = await karim.post(f"{one}/withdrawal", data=other)
        assert answer.status_code == 422
        for text in ("Dit besluit was al ingetrokken", "Ook de gymjuf vindt van niet", "Vader wil het niet meer"):
            assert text in answer.text
    assert len(await rows(owner, "select 1 from withdrawals")) == 1


async def test_an_objection_to_a_withdrawn_or_other_decision_gives_its_words_back(
    story: Story, case: Case, enter: Enter
) -> None:
    decision = await decide(story, case)
    karim = await enter("karim")
    answer = await karim.post(
        f"/cases/{case.id}/sharing/{decision.id}/objections", data={"words": "Moeder zei toch nee"}
    )
    assert answer.status_code == 422
    assert "Moeder zei toch nee" in answer.text


async def test_reading_these_pages_is_written_down(story: Story, case: Case, owner: Database, enter: Enter) -> None:
    decision, karim = await decide(story, case), await enter("karim")
    for address in (f"/cases/{case.id}/sharing/{decision.id}", page_of(case, decision)):
        before = len(await rows(owner, "select 1 from case_views"))
        await karim.get(address)
        assert len(await rows(owner, "select 1 from case_views")) == before + 1


async def test_no_page_has_a_child_in_its_title(story: Story, case: Case, enter: Enter) -> None:
    decision, karim = await decide(story, case), await enter("karim")
    one = f"/cases/{case.id}/sharing"
    for address in (f"{one}/new", f"{one}/new?option=a", f"{one}/{decision.id}", f"{one}/{decision.id}/page"):
        said = (await karim.get(address)).text
        assert "Sara" not in said.split("</title>")[0]


async def test_the_story_and_the_list_of_the_case_tell_it_in_both_languages(
    story: Story, case: Case, owner: Database, enter: Enter
) -> None:
    decision = await decide(story, case, "b", asked_on=today(story) - timedelta(days=30))
    await object_to(story, case, decision)
    await withdraw(story, case, decision)
    await decide(story, case)
    karim = await enter("karim")
    said = (await karim.get(f"/cases/{case.id}")).text
    for text in (
        "Besluit over delen",
        "Bezwaar",
        "Moeder wil het niet",
        "Trok een deelbesluit in",
        "Geldt: dit mag gedeeld worden",
        'id="sharing"',
    ):
        assert text in said, text
    await change(owner, "update people set language = 'en'")
    said = (await karim.get(f"/cases/{case.id}")).text
    for text in ("Decided about sharing", "Withdrew a decision to share", "Holds: this may be shared"):
        assert text in said, text


async def test_when_the_term_is_over_it_stands_under_today(story: Story, case: Case, enter: Enter) -> None:
    decision = await decide(story, case, "b")
    story.move_to(at(date(2026, 11, 10), 9))
    karim = await enter("karim")
    said = (await karim.get("/today")).text
    assert f"/cases/{case.id}/sharing/{decision.id}" in said
    assert "De termijn voor bezwaar is voorbij" in said
