"""Every form with what should never come: a sentence and 4xx, never 5xx; and nothing of anybody else."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from httpx2 import AsyncClient, Response

from klankbord.app import create_app
from klankbord.house.database import Database
from klankbord.house.house import House
from klankbord.house.settings import Settings
from tests.conftest import SignIn
from tests.support.addresses import reads, writes
from tests.support.beginning import Beginning, begin, settings_of
from tests.support.client import a_browser_at
from tests.support.client import come_in as enter
from tests.support.cluster import Cluster
from tests.support.form import NOBODY, Form, Values
from tests.support.forms import ELSEWHERE, FORMS
from tests.support.route_forms import IN_ANOTHER_STATE, ROUTE_FORMS
from tests.support.scene import Scene, a_browser, a_scene, something_that_does_not_fit
from tests.support.sending import broken, refused_kindly, send, written

IDS = ("x", NOBODY, "1", "%00", "..%2f..", "a" * 3000, "%7B%7D", "%FF")
QUERIES = ("", "x", NOBODY, "-1", "9" * 400, "%00", "%FF", "2026-02-30", "a" * 3000, "%F0%9F%92%A5")
READ_QUERIES = {
    "/notes": ("pupil", "before"),
    "/notes/new": ("group",),
    "/cases": ("page",),
    "/cases/{case_id}": ("page",),
    "/cases/{case_id}/story": ("upto",),
    "/today": ("change", "started"),
    "/outbox/states": ("ids",),
    "/groups/{group_id}/lessons": ("move",),
    "/signed-out": ("phone",),
    "/alarms/new": ("drill",),
    "/cases/{case_id}/sharing/new": ("option", "recipient"),
    "/cases/{case_id}/referrals/new": ("partner",),
}
OWNED = (
    "/notes/{note_id}",
    "/attention/{item_id}",
    "/cases/{case_id}",
    "/cases/{case_id}/views",
    "/cases/{case_id}/story",
    "/groups/{group_id}/lessons",
    "/locations/{location_id}",
    "/reminders/{reminder_id}/later",
    "/alarms/{alarm_id}",
    "/cases/{case_id}/sharing/{decision_id}",
    "/cases/{case_id}/referrals/{referral_id}",
)
ALL = (*FORMS, *ROUTE_FORMS)
every_form = pytest.mark.parametrize("form", ALL, ids=[form.name for form in ALL])


@pytest_asyncio.fixture(scope="module")
async def scene_once(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Beginning[Scene]:
    """The scene as it is told, to copy for each test that may change it."""
    return await begin(cluster, tmp_path_factory.mktemp("scene"), _tell)


async def _tell(house: House, owner: Database) -> Scene:
    told = await a_scene(house, owner)
    async with a_browser_at(house) as client:
        await enter(house, client, told.world.organisation_id, told.world.iris)
        item = await something_that_does_not_fit(house, client, told.world)
    return Scene(told.world, {**told.ids, "item_id": item}, a_browser(house))


@pytest.fixture
def beginning(scene_once: Beginning[Scene]) -> Beginning[Scene]:
    """Something of everything."""
    return scene_once


@pytest.fixture
def scene(scene_once: Beginning[Scene]) -> Scene:
    """Something of everything; nobody is signed in when a test begins."""
    return scene_once.told


@pytest_asyncio.fixture(scope="module")
async def unchanged(
    cluster: Cluster, scene_once: Beginning[Scene], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """One house for whatever is only refused: that changes nothing."""
    name, urls = await cluster.copy(scene_once.database)
    made = House.for_web(settings_of(urls, tmp_path_factory.mktemp("unchanged"), scene_once))
    yield made
    await made.database.close()
    await cluster.drop(name)


@pytest_asyncio.fixture
async def changed(settings: Settings) -> AsyncIterator[House]:
    """A house of the test's own, for whatever may be taken."""
    made = House.for_web(settings)
    yield made
    await made.database.close()


@pytest.fixture
def house(request: pytest.FixtureRequest) -> House:
    """The house of a test: the one that nobody changes, or one of its own."""
    only_refused = "standing" in request.fixturenames and not _for_anybody(request)
    return request.getfixturevalue("unchanged" if only_refused else "changed")


def _for_anybody(request: pytest.FixtureRequest) -> bool:
    """Such a form is taken, whoever sends it: it may begin the whole demo anew."""
    form = request.node.callspec.params.get("form") if hasattr(request.node, "callspec") else None
    return form is not None and not form.who


@pytest.fixture
def standing(scene_once: Beginning[Scene]) -> Scene:
    """The same scene for whatever is only refused; one of its own for what anybody may send: that changes it."""
    return scene_once.told


async def send_as(client: AsyncClient, sign_in: SignIn, scene: Scene, form: Form, values: Values) -> Response:
    """Send it as who sends this form, who comes in again when what was sent before signed them out."""
    if form.who and not any(name.endswith("klankbord") for name in client.cookies):
        await come_in(sign_in, scene, form.who)
    answer = await send(client, form, form.address(scene), values)
    if answer.status_code == 401 and form.who:
        await come_in(sign_in, scene, form.who)
        answer = await send(client, form, form.address(scene), values)
    return answer


async def come_in(sign_in: SignIn, scene: Scene, who: str) -> None:
    """Sign in as this person of the world; nobody when there is no name."""
    if who:
        await sign_in(scene.world.organisation_id, getattr(scene.world, who))


def test_every_address_that_changes_something_has_a_form_here(house: House) -> None:
    known = {(form.method, form.path) for form in ALL} | ELSEWHERE | IN_ANOTHER_STATE
    assert writes(create_app(house.settings, house)) == known


@every_form
async def test_a_good_form_is_taken(client: AsyncClient, sign_in: SignIn, scene: Scene, form: Form) -> None:
    await come_in(sign_in, scene, form.who)
    answer = await send(client, form, form.address(scene), form.good(scene))
    assert answer.status_code < 400, answer.text


@every_form
async def test_garbage_in_any_field_never_breaks_anything(
    client: AsyncClient, sign_in: SignIn, scene: Scene, form: Form
) -> None:
    wrong = []
    for about, values in broken(form, form.good(scene)):
        answer = await send_as(client, sign_in, scene, form, values)
        if answer.status_code >= 400 and not refused_kindly(answer):
            wrong.append(f"{about}: {answer.status_code} {answer.text[:200]}")
    assert wrong == []


@every_form
async def test_what_cannot_be_meant_is_refused_with_a_sentence(
    client: AsyncClient, sign_in: SignIn, standing: Scene, form: Form
) -> None:
    scene, taken = standing, []
    await come_in(sign_in, scene, form.who)
    for name, bad in [(name, bad) for name, all_ in form.refused.items() for bad in all_]:
        answer = await send(client, form, form.address(scene), {**form.good(scene), name: bad})
        if not refused_kindly(answer):
            taken.append(f"{name} = {str(bad)[:20]!r}: {answer.status_code} {answer.text[:200]}")
        lost = (
            [] if form.json else [text for text in written({**form.good(scene), name: bad}) if text not in answer.text]
        )
        taken += [f"{name} = {str(bad)[:20]!r}: what was typed is gone: {text[:20]}" for text in lost]
    assert taken == []


@every_form
async def test_a_stranger_finds_nothing_there(
    client: AsyncClient, sign_in: SignIn, standing: Scene, form: Form
) -> None:
    if form.stranger:
        await come_in(sign_in, standing, "noortje")
        answer = await send(client, form, form.address(standing), form.good(standing))
        assert (answer.status_code, refused_kindly(answer)) == (form.stranger, True)


@every_form
async def test_who_is_not_signed_in_is_told_so(client: AsyncClient, standing: Scene, form: Form) -> None:
    answer = await send(client, form, form.address(standing), form.good(standing))
    public = not form.who or form.path == "/language"
    assert (answer.status_code == 401) is not public


@every_form
async def test_another_site_changes_nothing(client: AsyncClient, sign_in: SignIn, standing: Scene, form: Form) -> None:
    await come_in(sign_in, standing, form.who)
    headers = {"sec-fetch-site": "cross-site"}
    answer = await send(client, form, form.address(standing), form.good(standing), **headers)
    assert (answer.status_code, refused_kindly(answer)) == (403, True)


@every_form
async def test_a_body_of_another_kind_is_refused_or_read_as_empty(
    client: AsyncClient, sign_in: SignIn, scene: Scene, form: Form
) -> None:
    bodies = [
        ("application/x-www-form-urlencoded", b"\xff=%zz&&&=;a[b]=c&" + b"x=1&" * 20_000),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="person"\r\n\r\nhalf'),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="pupil"; filename="a"\r\n\r\nb\r\n--x--',
        ),
        ("application/json", b"{"),
        ("application/json", b"[" * 50_000),
        ("application/json", b"null"),
        ("text/plain", b"hoi"),
        ("", b"\x00" * 1000),
    ]
    wrong = []
    for kind, body in bodies if form.good(scene) else bodies[:2]:  # without a field nobody reads what kind it is
        await come_in(sign_in, scene, form.who)
        answer = await client.request(form.method, form.address(scene), content=body, headers={"content-type": kind})
        if answer.status_code >= 400 and not refused_kindly(answer):
            wrong.append(f"{kind}: {answer.status_code} {answer.text[:200]}")
    assert wrong == []
    await come_in(sign_in, scene, form.who)
    huge = await client.request(form.method, form.address(scene), content=b"a=" + b"x" * 300_000)
    assert (huge.status_code, refused_kindly(huge)) == (413, True)


@every_form
async def test_an_id_that_is_none_is_not_found(
    client: AsyncClient, sign_in: SignIn, standing: Scene, form: Form
) -> None:
    if "{" not in form.path:
        return
    scene = standing
    for bad in IDS:
        await come_in(sign_in, scene, form.who)
        answer = await send(client, form, form.address(scene, last=bad), form.good(scene))
        assert answer.status_code in (404, 422), f"{bad[:20]}: {answer.status_code}"
        assert refused_kindly(answer)


async def test_no_page_breaks_on_an_id_or_a_question_that_means_nothing(
    house: House, client: AsyncClient, sign_in: SignIn, scene: Scene
) -> None:
    wrong = []
    for who in ("iris", "karim", "marjan", "tess"):
        await come_in(sign_in, scene, who)
        for path in sorted(reads(create_app(house.settings, house))):
            addresses = [scene.address(path, last=bad) for bad in IDS] if "{" in path else [path]
            addresses += [f"{scene.address(path)}?{n}={v}" for n in READ_QUERIES.get(path, ()) for v in QUERIES]
            for address in addresses:
                answer = await client.get(address)
                if answer.status_code >= 500:
                    wrong.append(f"{who}: {address[:90]}: {answer.status_code}")
    assert [one for one in wrong if "/readyz" not in one] == []


@pytest.mark.parametrize("path", OWNED)
async def test_a_stranger_reads_nothing(client: AsyncClient, sign_in: SignIn, standing: Scene, path: str) -> None:
    await come_in(sign_in, standing, "noortje")
    answer = await client.get(standing.address(path))
    assert answer.status_code == 404
    assert "Sara" not in answer.text
