"""What happened in the demo before you came: so much that every screen has something true to show."""

from datetime import datetime, timedelta

from klankbord.house.house import House
from klankbord.rooms.demo.duties import two_social_workers
from klankbord.rooms.demo.route_stories import route
from klankbord.rooms.demo.side_stories import an_exercise, the_first_step
from klankbord.rooms.demo.talks import talk_with_eva, talk_with_milan
from klankbord.rooms.demo.teller import Teller
from klankbord.rooms.demo.world import DemoWorld
from klankbord.rooms.watches.models import Answer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def tell_stories(house: House, world: DemoWorld, now: datetime) -> None:
    """Every child's story, oldest first within each."""
    teller = Teller(house, world, now)
    for story in STORIES:
        await story(teller)


async def sara(teller: Teller) -> None:
    """Two notes, shared with nobody: the third is yours to write."""
    group = "Strijkers 6B"
    await teller.note("Iris", "Sara", group, 3, "late", "Sara kwam een kwartier te laat en had geen viool bij zich.")
    await teller.note(
        "Iris",
        "Sara",
        group,
        2,
        "tired_or_hungry",
        "Sara geeuwde en vroeg twee keer hoe laat het was.",
        "Slaapt ze genoeg?",
    )


async def bilal(teller: Teller) -> None:
    """The whole way: note, report, two lessons watched, and now it waits for the social worker."""
    group = "Strijkers 5A"
    first = await teller.note(
        "Iris", "Bilal", group, 4, "not_eaten", "Bilal zei dat hij die dag nog niets gegeten had."
    )
    at = teller.after_lesson(group, 4)
    case = await teller.report("Iris", first, at + HOUR / 6)
    await teller.watch("Iris", "Bilal", at + HOUR / 4, (Answer.SAME, Answer.WORSE), group)
    await teller.look("Karim", case, at + 2 * HOUR)
    await teller.tell_class_teacher("Iris", case, at + 3 * HOUR)
    again = await teller.note(
        "Iris",
        "Bilal",
        group,
        2,
        "tired_or_hungry less_motivated",
        "Bilal legde na tien minuten zijn viool weg. ‘Mijn buik doet pijn’, zei hij.",
        "Krijgt hij thuis ontbijt?",
    )
    await teller.report("Iris", again, teller.after_lesson(group, 2) + HOUR / 2)
    await teller.look("Karim", case, teller.after_lesson(group, 2) + 3 * HOUR)
    await teller.hand_over("Karim", case, "Wat kunnen we in de les voor Bilal doen?", _days_ago(teller, 4))
    await teller.look("Marjan", case, _days_ago(teller, 3))


async def milan(teller: Teller) -> None:
    """A watch between its first and second lesson: due after the lesson of today."""
    group = "Strijkers 6B"
    note = await teller.note(
        "Iris", "Milan", group, 2, "changed_behaviour", "Milan zat achterin en zei twee keer: ‘laat maar’."
    )
    at = teller.after_lesson(group, 2)
    case = await teller.report("Iris", note, at + HOUR / 6)
    await teller.watch("Iris", "Milan", at + HOUR / 4, (Answer.SAME,), group)
    await teller.look("Karim", case, at + 4 * HOUR)


async def jada(teller: Teller) -> None:
    """Reported after the last lesson, and nobody has opened it yet."""
    group = "Houtblazers 6A"
    note = await teller.note(
        "Ruben",
        "Jada",
        group,
        1,
        "absent late",
        "Jada was er voor het eerst in drie weken, en twintig minuten te laat.",
    )
    await teller.report("Ruben", note, teller.after_lesson(group, 1) + HOUR / 4)


async def naomi(teller: Teller) -> None:
    """At Karim, who holds direction and has to choose the next step."""
    group = "Koper 7A"
    note = await teller.note(
        "Iris", "Naomi", group, 2, "less_motivated", "Naomi wilde niet meespelen.", "Is er iets met haar vriendinnen?"
    )
    case = await teller.report("Iris", note, teller.after_lesson(group, 2) + HOUR / 3)
    await teller.look("Karim", case, teller.after_lesson(group, 2) + DAY)
    await teller.tell_class_teacher("Iris", case, teller.after_lesson(group, 2) + DAY)


async def elif_(teller: Teller) -> None:
    """Passed on yesterday: the social worker has not looked yet."""
    group = "Slagwerk 7B"
    note = await teller.note(
        "Ruben", "Elif", group, 2, "hygiene tired_or_hungry", "Elif had drie weken dezelfde kleren aan."
    )
    case = await teller.report("Ruben", note, teller.after_lesson(group, 2) + HOUR / 3)
    await teller.look("Karim", case, teller.after_lesson(group, 2) + 5 * HOUR)
    await teller.hand_over("Karim", case, "Wil jij meedenken hoe we dit bespreken?", _days_ago(teller, 1))
    await the_first_step(teller, case)


async def tara(teller: Teller) -> None:
    """In the neighbourhood, at another location manager: Karim does not see this one."""
    group = "Talentorkest strijkers"
    note = await teller.note("Joost", "Tara", group, 1, "changed_behaviour", "Tara huilde in de pauze.")
    case = await teller.report("Joost", note, teller.after_lesson(group, 1) + HOUR / 5)
    await teller.look("Yvonne", case, teller.after_lesson(group, 1) + 2 * HOUR)


async def luuk(teller: Teller) -> None:
    """He left, and the phone did not know: the note arrived, and asks attention."""
    group = "Strijkers 5A"
    await teller.leave("Luuk", teller.after_lesson(group, 2))
    await teller.arrive("Iris", "Luuk", group, 1, "absent", "Luuk was er weer niet. Is hij gestopt?")


async def good_news(teller: Teller) -> None:
    """The counter-signal, and small notes that went no further."""
    await teller.note("Iris", "Fenna", "Strijkers 6B", 1, "went_well", "Fenna speelde voor het eerst alleen.")
    await teller.note("Iris", "Yusuf", "Strijkers 6B", 2, "went_well")
    await teller.note("Iris", "Eva", "Strijkers 5A", 1, "late")
    await teller.note("Ruben", "Finn", "Houtblazers 6A", 2, "less_motivated", "Finn zei dat hij liever buiten speelt.")
    await teller.note("Samira", "Mees", "Koor 5C", 1, "went_well", "Mees zong de tweede stem.")
    await teller.note("Hanna", "Amber", "Talentorkest blazers", 1, "absent")


def _days_ago(teller: Teller, days: int) -> datetime:
    """Ten in the morning, so many days ago."""
    return (teller.now - days * DAY).replace(hour=9, minute=40)


STORIES = (
    sara,
    bilal,
    milan,
    talk_with_milan,
    route,
    jada,
    naomi,
    elif_,
    tara,
    luuk,
    good_news,
    talk_with_eva,
    an_exercise,
    two_social_workers,
)
