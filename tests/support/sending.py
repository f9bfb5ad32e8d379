"""Sending forms as a page would, breaking them field by field, and judging the answer."""

import re
from collections.abc import Iterator

from httpx2 import AsyncClient, Response

from tests.support.form import GARBAGE, Form, Values


async def send(client: AsyncClient, form: Form, address: str, values: Values, **headers: str) -> Response:
    """Send the form as a page (or, for JSON, as our script) does."""
    if form.json:
        return await client.request(form.method, address, json=values, headers={"x-outbox": "1", **headers})
    return await client.request(form.method, address, data=values, headers=headers)


def refused_kindly(answer: Response) -> bool:
    """A 4xx with words: a page that shows what is wrong, or JSON with a sentence."""
    if not 400 <= answer.status_code < 500:
        return False
    if answer.headers["content-type"].startswith("application/json"):
        return len(answer.json()["message"]) > 10
    page = re.sub(r"<template.*?</template>", "", answer.text, flags=re.DOTALL)
    tags = re.findall(r'<\w+[^>]*(?:role="alert"|class="amiss"|class="banner)[^>]*>', page)
    return bool(re.search(r'<html lang="(nl|en)">', page)) and any(" hidden" not in tag for tag in tags)


def written(values: Values) -> list[str]:
    """What a person wrote in their own words: that must come back with the form."""
    return [value for value in values.values() if isinstance(value, str) and (value.endswith(".") or len(value) > 900)]


def broken(form: Form, good: Values) -> Iterator[tuple[str, Values]]:
    """The good form with garbage in each field in turn, with each field left out, and each said twice."""
    for name, value in good.items():
        yield f"{name} left out", {k: v for k, v in good.items() if k != name}
        yield f"{name} twice", {**good, name: [value, value]}
        for bad in GARBAGE:
            if not (form.json and isinstance(bad, bytes)):
                yield f"{name} = {str(bad)[:20]!r}", {**good, name: bad}
    yield "a field nobody knows", {**good, "is_administrator": "1"}
