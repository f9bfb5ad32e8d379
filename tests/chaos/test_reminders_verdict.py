"""The verdict on reminders can fail too: one that never came, came twice, came at night, or was never made."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from klankbord.house.clock import AMSTERDAM
from klankbord.house.ids import new_id
from klankbord.house.push.payload import repeatable_id
from klankbord.rooms.reminders.digest import DIGEST, tag_of
from klankbord.rooms.reminders.models import ReminderKind
from tests.chaos.conftest import Calm
from tests.chaos.findings import Findings
from tests.chaos.nights_verdict import Seen, judge_night
from tests.chaos.pushes import Alert
from tests.chaos.reminders_verdict import Owed, judge_messages, judge_reminders, owed
from tests.chaos.stage import by_day
from tests.chaos.town import MONDAY
from tests.support.push_service import PushService
from tests.support.rows import change, rows

GIVEN_UP = """
    select d.id, d.reminder_id, d.subscription_id, r.kind, r.due_at, s.endpoint from deliveries d
      join reminders r on r.id = d.reminder_id join push_subscriptions s on s.id = d.subscription_id
"""


async def test_a_phone_that_never_buzzed_is_missed(calm: Calm) -> None:
    assert (await calm.judge_reminders(calm.alerts)).clean
    first = calm.alerts[0]
    rest = [alert for alert in calm.alerts if (alert.endpoint, alert.id) != (first.endpoint, first.id)]
    assert len((await calm.judge_reminders(rest)).missed) == 1


async def test_giving_up_before_a_day_has_passed_is_missed(calm: Calm) -> None:
    (first, *_) = await rows(calm.stage.owner, GIVEN_UP)
    await change(calm.stage.owner, "update deliveries set state = 'failed' where id = :id", id=first.id)
    rest = [alert for alert in calm.alerts if alert.endpoint != first.endpoint]
    secret = calm.stage.settings.vapid_private_key.get_secret_value()
    there = await owed(calm.stage.owner, calm.now)
    soon, late = first.due_at + timedelta(hours=1), first.due_at + timedelta(hours=25)
    about = (str(first.reminder_id), str(first.subscription_id))
    of_this = f"{first.kind} {first.reminder_id}"
    said_yes = calm.stage.pushes.said_yes
    assert any(of_this in line for line in judge_reminders(there, rest, secret, {about: soon}, said_yes).missed)
    assert not any(of_this in line for line in judge_reminders(there, rest, secret, {about: late}, said_yes).missed)
    await change(calm.stage.owner, "update deliveries set state = 'sent' where id = :id", id=first.id)


async def test_a_report_that_nobody_was_told_of_is_missed(calm: Calm) -> None:
    (first, *_) = await rows(calm.stage.owner, "select id, person_id from reminders where kind = 'report_received'")
    statement = "update reminders set kind = :kind where id = :id"
    await change(calm.stage.owner, statement, kind="handover_received", id=first.id)
    assert any("no reminder was made" in line for line in (await calm.judge_reminders(calm.alerts)).missed)
    await change(calm.stage.owner, statement, kind="report_received", id=first.id)


async def test_a_phone_that_buzzed_twice_is_doubled_and_once_silently_is_not(calm: Calm) -> None:
    again = replace(calm.alerts[0], silent=False)
    assert len((await calm.judge_reminders([*calm.alerts, again])).doubled) == 1
    assert (await calm.judge_reminders([*calm.alerts, replace(again, silent=True)])).clean


async def test_a_browser_that_was_forgotten_without_a_word_of_its_push_service_is_missed(calm: Calm) -> None:
    endpoint = calm.alerts[0].endpoint
    statement = "update push_subscriptions set endpoint = :now where endpoint = :before"
    await change(calm.stage.owner, statement, now=f"{endpoint}x", before=endpoint)
    assert any("was forgotten" in line for line in (await calm.judge_reminders(calm.alerts)).missed)
    calm.stage.pushes.service.set_mode(endpoint, "410")
    assert not any("was forgotten" in line for line in (await calm.judge_reminders(calm.alerts)).missed)
    calm.stage.pushes.service.set_mode(endpoint, "201")
    await change(calm.stage.owner, statement, now=endpoint, before=f"{endpoint}x")


async def test_a_browser_that_became_somebody_elses_is_missed(calm: Calm) -> None:
    endpoint, other = calm.alerts[0].endpoint, calm.stage.town.teachers[0].id
    person = calm.stage.pushes.said_yes[endpoint]
    assert person != other
    statement = "update push_subscriptions set person_id = :person where endpoint = :endpoint"
    await change(calm.stage.owner, statement, person=other, endpoint=endpoint)
    assert any("gets the reminders of" in line for line in (await calm.judge_reminders(calm.alerts)).missed)
    await change(calm.stage.owner, statement, person=person, endpoint=endpoint)


@pytest.mark.parametrize("state", ["done", "cancelled"])
async def test_a_reminder_that_ended_although_nobody_did_anything_is_missed(calm: Calm, state: str) -> None:
    (first, *_) = await rows(calm.stage.owner, "select id, state from reminders where kind = 'report_received'")
    statement = "update reminders set state = :state where id = :id"
    await change(calm.stage.owner, statement, state=state, id=first.id)
    [missed] = (await calm.judge_reminders(calm.alerts)).missed
    assert "nobody did anything" in missed
    await change(calm.stage.owner, statement, state=first.state, id=first.id)


async def test_a_plan_that_nobody_is_asked_about_any_more_is_missed_unless_it_is_asked_later(calm: Calm) -> None:
    kind = "update reminders set kind = :kind, state = :state, subject_id = :subject where id = :id"
    before = await rows(calm.stage.owner, "select id, kind, state, subject_id from reminders where state = 'sent'")
    (first, other, *_), unexplained = before, "nobody did anything"
    plan = {"kind": "one_to_one", "subject": first.subject_id}
    await change(calm.stage.owner, kind, **plan, state="cancelled", id=first.id)
    assert sum(unexplained in line for line in (await calm.judge_reminders(calm.alerts)).missed) == 1
    await change(calm.stage.owner, kind, **plan, state="sent", id=other.id)
    assert not any(unexplained in line for line in (await calm.judge_reminders(calm.alerts)).missed)
    for one in (first, other):
        about = {"kind": one.kind, "state": one.state, "subject": one.subject_id}
        await change(calm.stage.owner, kind, **about, id=one.id)


SECRET, BROWSER, SOMEBODY = "secret", new_id(), new_id()
A_DAY = timedelta(days=1)


def a_bundle(*days: int) -> Owed:
    """Two things that can wait, sent to one browser, each on its day."""
    assert tag_of(ReminderKind.CASE_IDLE) == DIGEST
    due = [
        SimpleNamespace(
            id=new_id(), person_id=SOMEBODY, kind=ReminderKind.CASE_IDLE, state="sent", moment=MONDAY, due_at=MONDAY
        )
        for _ in days
    ]
    browsers = [SimpleNamespace(id=BROWSER, person_id=SOMEBODY, endpoint="e")]
    about = {"subscription_id": BROWSER, "state": "sent", "tried": False}
    deliveries = {
        (one.id, BROWSER): SimpleNamespace(**about, sent_at=MONDAY + day * A_DAY)
        for one, day in zip(due, days, strict=True)
    }
    return Owed(due, browsers, deliveries, [], [])


def missed_when_the_first_buzzed(there: Owed) -> int:
    id = repeatable_id(there.due[0].id, MONDAY, SECRET)
    return len(judge_reminders(there, [Alert("e", id, False)], SECRET, {}, {"e": SOMEBODY}).missed)


def test_a_message_vouches_for_what_came_with_it_and_for_nothing_of_another_day() -> None:
    assert missed_when_the_first_buzzed(a_bundle(0, 0)) == 0
    assert missed_when_the_first_buzzed(a_bundle(0, 1)) == 1
    assert missed_when_the_first_buzzed(a_bundle(1, 0)) == 1


@pytest.mark.parametrize(
    ("language", "words", "good"),
    [
        ("nl", "Er is iets voor je in Klankbord.", True),
        ("en", "There is something for you in Klankbord.", True),
        ("en", "Er is iets voor je in Klankbord.", False),
        ("nl", "Er is iets voor je over een kind.", False),
    ],
)
def test_a_push_says_one_of_the_phrases_that_are_written_out_here(language: str, words: str, good: bool) -> None:
    text = json.dumps({"notification": {"title": "Klankbord", "body": words, "lang": language}})
    service = PushService(got=[{"id": "b1", "text": text, "at": 0.0}])
    assert judge_messages(service, set(), [MONDAY]).clean is good


def test_a_night_counts_what_came_late_twice_or_not_at_all() -> None:
    moment, hour = MONDAY, timedelta(hours=1)
    stops = [moment - hour, moment, moment + hour]

    def night(*came: timedelta) -> Findings:
        return judge_night(
            Seen("a night", stops, {"phone": ("a lesson", (moment,))}, [("phone", moment + t) for t in came])
        )

    assert night(timedelta(seconds=9)).clean
    assert len(night().missed) == 1
    assert len(night(hour).missed) == 1
    assert len(night(timedelta(), hour).doubled) == 1
    assert night(timedelta(hours=14)).told


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        ("2026-11-06 10:00", "2026-11-06 10:00"),
        ("2026-11-06 19:00", "2026-11-09 08:30"),
        ("2026-11-05 19:00", "2026-11-06 08:30"),
        ("2026-11-07 12:00", "2026-11-09 08:30"),
        ("2026-11-08 23:00", "2026-11-09 08:30"),
        ("2026-11-09 03:00", "2026-11-09 08:30"),
    ],
)
def test_the_clock_of_the_house_stops_only_where_people_work(moment: str, then: str) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)
    assert f"{by_day(local):%Y-%m-%d %H:%M}" == then
