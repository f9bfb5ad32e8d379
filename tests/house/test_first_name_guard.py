"""First names only: what tells more is pointed out, ordinary sentences pass, in the browser and here alike."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from klankbord.house.first_name_guard import RULES, look, passes_eleven

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["Sara", "Milan", "Noor", "Yusuf", "Fenna"]
TELLING = [
    ("Sara de Vries was vandaag erg stil.", "surname"),
    ("Ik denk dat Milan Jansen honger had", "surname"),
    ("Noor van den Berg-Smit kwam tien minuten later", "surname"),
    ("Yusuf El Amrani speelde niet mee", "surname"),
    ("Fenna van 't Hof huilde in de gang", "surname"),
    ("De moeder heet mevrouw Bakker", "surname"),
    ("Gesproken met meneer Van Dam over de trommels", "surname"),
    ("Zijn oom, Pieter de Groot, haalde hem op", "surname"),
    ("Bel haar moeder op 06 12345678.", "phone"),
    ("Bereikbaar via +31 6 1234 5678", "phone"),
    ("Thuisnummer 020-1234567", "phone"),
    ("Bel 06 - 12345678 na schooltijd", "phone"),
    ("Bel 06.12345678 na schooltijd", "phone"),
    ("Bel 06.12.34.56.78 na schooltijd", "phone"),
    ("Bel 06/12345678 na schooltijd", "phone"),
    ("Bel 06\u00a012345678, met een spatie die niet breekt", "phone"),
    ("Bel 06\u202f12\u202f34\u202f56\u202f78, met smalle spaties", "phone"),
    ("Bel 06\u201312345678, met een half kastlijntje", "phone"),
    ("Bel 06 \u2013 12 34 56 78, met een half kastlijntje", "phone"),
    ("Bel 06\u221212345678, met een minteken", "phone"),
    ("Thuis (020) 123 45 67, tot zes uur", "phone"),
    ("Thuis (0113)-123456, tot zes uur", "phone"),
    ("Thuis 0113 / 12 34 56, tot zes uur", "phone"),
    ("Opa in Gent: +32 470 12 34 56", "phone"),
    ("Opa in Berlijn: +49 30 901820", "phone"),
    ("Opa in Nador: 00212 612 345 678", "phone"),
    ("Opa in Paramaribo: +597 812-345", "phone"),
    ("Bereikbaar via +31.6.12.34.56.78", "phone"),
    ("Bereikbaar via (+31) 6 - 1234 5678", "phone"),
    ("Bel \uff10\uff16\uff0d\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18, in brede cijfers", "phone"),
    ("Bel \uff0b\uff13\uff11\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18, in brede cijfers", "phone"),
    ("Bel \u0660\u0666 \u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668, in Arabische cijfers", "phone"),
    ("Bel \u06f0\u06f6\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8, in Perzische cijfers", "phone"),
    ("Mail naar moeder.sara@voorbeeld.nl voor overleg", "email"),
    ("Mail naar zoe\u0308@voorbeeld.nl, met een los trema", "email"),
    ("Mail naar moeder@cafe\u0301.nl, met een los accent", "email"),
    ("Mail naar moeder @voorbeeld.nl voor overleg", "email"),
    ("Mail naar moeder@ voorbeeld.nl voor overleg", "email"),
    ("Mail naar moeder\u2009@\u2009voorbeeld.nl, met smalle spaties", "email"),
    ("Mail naar moeder(at)voorbeeld.nl voor overleg", "email"),
    ("Mail naar moeder [AT] voorbeeld.nl voor overleg", "email"),
    ("Mail naar moeder(at)voorbeeld(punt)nl voor overleg", "email"),
    ("Zijn BSN is 111222333", "bsn"),
    ("Burgerservicenummer 1112.22.333", "bsn"),
    ("Ze woont op 1234 AB", "postcode"),
    ("Hij woont in de Kastanjelaan 12", "address"),
    ("Fenna is geboren op 3 mei", "birth_date"),
    ("Geboortedatum 03-05-2015", "birth_date"),
]
FINE = [
    "Sara kwam te laat en had niet gegeten.",
    "Sara en Milan zaten samen achterin.",
    "Noor Milan en Fenna deden de hele les niet mee.",
    "De moeder van Sara stond bij de deur.",
    "Milan zei: 'laat maar'. Daarna speelde hij mooi.",
    "Om 10:24 kwam ze binnen, om 11.00 ging ze weg.",
    "We speelden maat 12 tot 24, drie keer.",
    "De les van 22-11 viel uit, die van 29-11 niet.",
    "Groep 6B had vandaag weinig zin in Vivaldi.",
    "Vader zei dat hij later kwam. Morgen vraag ik het na.",
    "In 2026 begon Yusuf met cello.",
    "Ze had 1500 euro nodig voor het kamp.",
    "Fenna draagt al weken dezelfde trui.",
    "Wat is er thuis aan de hand, vraag ik me af?",
    "De les van 2026-11-12 is van 14.30 - 15.15.",
    "Op 2026-11-02 10:30 begon het, op 09/11 om 09:30 weer.",
    "Vakantie 2026-07-20\u20132026-08-30, lokaal 05 - 2026-09-03.",
    "Roosters: 08.30-09.15-10.00 en 08.05 - 09.05 - 10.05 en 09.00\u201309.45.",
    "Les van 08.30-09.15 12 kinderen, van 09.15 - 10.00 14 kinderen.",
    "Geef de stok aan (05) en 06 en 07 / 08 door.",
    "In 2024/2025 en 2025\u20132026 zat ze in groep 7/8.",
    "De viool kost \u20ac 12,50 per maand, \u20ac 1.250,00 in totaal, +10 voor snaren.",
    "Tel mee: 1 2 3 4 5 6 7 8, en nog eens 1 2 3 4 5 6 7 8.",
    "Tel terug: 8 - 7 - 6 - 5 - 4 - 3 - 2 - 1 - 0.",
    "Ze sprong van 0 naar +1 en +2, en liep 10.000 stappen.",
    "We zien elkaar @ school. Morgen weer.",
    "Milan (at) niets. Daarna ging het beter.",
    "",
]


@pytest.mark.parametrize(("text", "kind"), TELLING)
def test_what_tells_more_than_a_first_name_is_found(text: str, kind: str) -> None:
    found = look(text, NAMES)
    assert kind in {each.kind for each in found}
    assert all(each.words in text for each in found)


@pytest.mark.parametrize("text", FINE)
def test_an_ordinary_sentence_passes(text: str) -> None:
    assert look(text, NAMES) == []


def test_only_a_number_that_passes_the_check_of_eleven_is_a_citizen_service_number() -> None:
    assert passes_eleven("1112.22.333")
    assert not any(map(passes_eleven, ("111222334", "000000000", "11122233", "1112223330", "")))
    assert look("nummer 111222334", NAMES) == []


def test_names_from_the_roster_may_hold_signs_of_a_pattern() -> None:
    assert look("S(ara was er met .* en Jean-Luc", ["S(ara", ".*", "Jean-Luc", "[", "\\"]) == []
    assert [each.words for each in look("Jean-Luc Dubois was er", ["Jean-Luc"])] == ["Jean-Luc Dubois"]


def test_a_text_of_full_length_made_to_be_slow_is_read_at_once() -> None:
    begun = time.monotonic()
    for text in ("a" * 4000, "Sara van de " * 333, "0 " * 2000, "a.b-" * 1000, "Jan de " * 570, "1" * 4000):
        look(text, NAMES)
    for text in ("+1 " * 1333, "+" + "1 - " * 999, "06 - " * 800, "0612345 " * 500, "(06) " * 800, "a (at) b" * 500):
        look(text, NAMES)
    assert time.monotonic() - begun < 3


def test_the_browser_finds_the_same_in_every_sentence(tmp_path: Path) -> None:
    script = tmp_path / "guard.ts"
    script.write_text(
        f"""import {{ guard }} from '{ROOT}/web/scripts/guard';
import rules from '{RULES}';
const find = guard(rules as never, {json.dumps(NAMES)});
console.log(JSON.stringify({json.dumps([text for text, _ in TELLING] + FINE)}.map(find)));"""
    )
    bundle = ["node_modules/.bin/esbuild", str(script), "--bundle", "--format=esm", "--platform=node"]
    subprocess.run([*bundle, f"--outfile={tmp_path}/guard.mjs", "--log-level=warning"], cwd=ROOT, check=True)
    ran = subprocess.run(["node", f"{tmp_path}/guard.mjs"], check=True, capture_output=True, timeout=60)
    here = [[vars(each) for each in look(text, NAMES)] for text in [text for text, _ in TELLING] + FINE]
    assert json.loads(ran.stdout) == here
