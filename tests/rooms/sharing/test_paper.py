"""The page: one, complete, and whatever people type stays text."""

import io

import pytest
from pypdf import PdfReader

from klankbord.rooms.sharing.paper import Line, MoreThanOnePage, Paper, Part, as_pdf

SAID = {
    "title": "Gespreksblad",
    "confidential": "Vertrouwelijk",
    "facts": "Gezien",
    "thought": "Gedachte:",
    "foot": "Niet kopiëren.",
}
MARKUP = (
    '#read("/etc/passwd")',
    "#panic()",
    '#include "x.typ"',
    "*vet* _schuin_ `ruw` $x^2$ <label> @ref",
    "= kop",
    "- lijst",
    "// opmerking",
    "/* weg */",
    "\\u{41}",
    '"] #let x = 1 [',
    ']#image("x.png")[',
    "https://example.org",
    '#import "@preview/cetz:0.3.0"',
)


def paper(name: str = "Sara", facts: str = "Legde haar viool weg", thought: str = "", **more: str) -> Paper:
    parts = [Part("Vraag", text) for text in more.values()]
    return Paper("nl", name, ["Strijkers 6B"], [Line("maandag 2 november", "te laat", facts, thought)], parts, SAID)


def read(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def test_the_page_holds_what_was_given_and_says_that_it_is_confidential() -> None:
    said = read(as_pdf(paper(thought="Slaapt ze wel?", asked="Herkennen jullie dit?")))
    for text in (
        "Sara",
        "Strijkers 6B",
        "te laat",
        "Legde haar viool weg",
        "Gedachte: Slaapt ze wel?",
        "Herkennen jullie dit?",
    ):
        assert text in said
    assert "VERTROUWELIJK" in said.upper()


@pytest.mark.parametrize("text", MARKUP)
def test_what_somebody_typed_is_never_read_as_markup(text: str) -> None:
    said = read(as_pdf(paper(text, text, text, asked=text)))
    assert said.count(" ".join(text.split())) == 4


def test_no_private_word_stands_in_what_the_file_says_of_itself() -> None:
    about = PdfReader(io.BytesIO(as_pdf(paper()))).metadata
    assert about is not None
    assert about.title == "Gespreksblad"
    assert "Sara" not in str(about)


def test_the_same_page_gives_the_same_bytes() -> None:
    assert as_pdf(paper()) == as_pdf(paper())
    assert as_pdf(paper()) != as_pdf(paper("Milan"))


def test_names_in_many_letters_can_be_read() -> None:
    for name in ("Zoë", "Çağla", "Łucja", "Ștefan", "Nguyễn"):
        assert name in read(as_pdf(paper(name)))


def test_more_than_one_page_is_refused() -> None:
    with pytest.raises(MoreThanOnePage):
        as_pdf(paper(facts="woord " * 2000))


def test_letters_and_lines_that_do_not_exist_break_nothing() -> None:
    for text in ("\ufffd\u202e\u200b", "💥", "a\r\n\n\nb\tc", "x" * 500):
        assert as_pdf(paper(facts=text)).startswith(b"%PDF")
