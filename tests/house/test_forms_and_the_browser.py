"""A browser writes on the disk how it left a form, in plain words, unless the form says it must not (trap 7)."""

import re

from klankbord.house.web_files import ROOMS, TEMPLATES

# Firefox does not ask the form when it writes down a textarea, but the textarea itself.
TAG = re.compile(r"<(?:form|textarea)\b[^>]*>")


def test_every_form_asks_the_browser_to_write_nothing_down() -> None:
    pages = [path for folder in (ROOMS, TEMPLATES) for path in folder.rglob("*.html")]
    tags = [(path.name, tag) for path in pages for tag in TAG.findall(path.read_text())]
    assert len(tags) > 50
    assert [tag for tag in tags if 'autocomplete="off"' not in tag[1]] == []
