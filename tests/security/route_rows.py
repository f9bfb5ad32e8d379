"""What hangs on Sara's case along the route: a row of each kind, so that every address has something to open.

Each room adds its own line; the rows are made by the owner, because who may make them is tested in the rooms.
"""

from datetime import date, time

from klankbord.house.ids import new_id
from klankbord.rooms.consultations.models import Consultation
from klankbord.rooms.duty.models import Absence, WorkingHours
from klankbord.rooms.feeds.models import Feed
from klankbord.rooms.meldcode.models import MeldcodeTrack
from tests.factories import add
from tests.security.town import MONDAY, QUESTION, Town
from tests.support.alarm_story import send_alarm
from tests.support.story import Story


async def along_the_route(town: Town) -> None:
    """The rows, and their ids by the name of the path parameter."""
    await _question(town)
    await _meldcode(town)
    await _hours(town)
    await _alarm(town)


async def _meldcode(town: Town) -> None:
    about = {"organisation_id": town.world.organisation_id, "case_id": town.ids["case_id"]}
    track = MeldcodeTrack(**about, by_id=town.world.karim, at=MONDAY, whose="own")
    await add(town.owner, track)
    town.ids |= {"track_id": track.id, "key": "meldcode.step_1.title", "name": "agreements"}  # type: ignore[dict-item]


async def _question(town: Town) -> None:
    asked = Consultation(
        organisation_id=town.world.organisation_id,
        asker_id=town.world.iris,
        to_id=town.world.marjan,
        case_id=town.ids["case_id"],
        question_sealed=b"",
        asked_at=MONDAY,
    )
    key = "question_sealed"
    asked.question_sealed = town.house.keys.seal(QUESTION, table="consultations", row=asked.id, column=key) or b""
    await add(town.owner, asked)
    town.ids["consultation_id"] = asked.id


async def _hours(town: Town) -> None:
    """Hours and a calendar address of the writer; the social worker goes away and somebody stands in."""
    org, iris, marjan = town.world.organisation_id, town.world.iris, town.world.marjan
    hours = WorkingHours(organisation_id=org, person_id=iris, weekday=1, starts_at=time(9), ends_at=time(13))
    mine, theirs = (
        Absence(
            organisation_id=org,
            person_id=person,
            deputy_id=deputy,
            first_day=date(2026, 12, 21),
            last_day=date(2026, 12, 24),
            made_at=MONDAY,
        )
        for person, deputy in ((iris, None), (marjan, town.people["other social worker"]))
    )
    feed = Feed(organisation_id=org, person_id=iris, token_sha256=new_id().bytes, made_at=MONDAY)
    await add(town.owner, hours, mine, theirs, feed)
    town.ids |= {"person_id": iris, "absence_id": mine.id, "away_id": theirs.id, "feed_id": feed.id}


async def _alarm(town: Town) -> None:
    """The writer waits for an answer."""
    town.ids["alarm_id"] = await send_alarm(Story(town.house, town.world), words="Kom snel")
