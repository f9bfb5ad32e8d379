"""A browser writes on the disk how it left a form, in plain words, unless the form says it must not (trap 7)."""

import re

from klankbord.house.web_files import ROOMS, TEMPLATES

FORM = re.compile(r"<form\b[^>]*>")


def test_every_form_asks_the_browser_to_write_nothing_down() -> None:
    pages = [path for folder in (ROOMS, TEMPLATES) for path in folder.rglob("*.html")]
    forms = [(path.name, form) for path in pages for form in FORM.findall(path.read_text())]
    assert len(forms) > 50
    assert [form for form in forms if 'autocomplete="off"' not in form[1]] == []
