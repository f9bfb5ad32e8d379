"""The settings file for deployments says everything there is to say, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from klankbord.house.settings import Settings

EXAMPLE = Path(__file__).parents[2] / "deploy" / "env.example"
NEEDED: dict[str, Any] = {
    "database_url": "postgresql://o@/k",
    "web_database_url": "postgresql://w@/k",
    "worker_database_url": "postgresql://j@/k",
    "data_keys": "k1:AA==",
    "seal_keys": "s1:AA==",
    "vapid_private_key": "AA",
    "vapid_subject": "mailto:beheer@example.org",
}


def lines() -> list[str]:
    return EXAMPLE.read_text().splitlines()


def test_every_setting_stands_in_the_example_and_nothing_else() -> None:
    named = [line.split("=")[0] for line in lines() if line and not line.startswith("#")]
    assert named == list(dict.fromkeys(named))
    assert set(named) == {name.upper() for name in Settings.model_fields}


def test_every_setting_is_explained_in_the_line_above_it() -> None:
    all_lines = lines()
    for number, line in enumerate(all_lines):
        if line and not line.startswith("#"):
            assert all_lines[number - 1].startswith("# "), line


def test_the_example_holds_no_secret() -> None:
    values = dict(line.split("=", 1) for line in lines() if line and not line.startswith("#"))
    assert [values[name] for name in ("DATA_KEYS", "SEAL_KEYS", "VAPID_PRIVATE_KEY")] == ["k1:", "s1:", ""]
    assert all("change-me" in url for name, url in values.items() if name.endswith("DATABASE_URL"))


@pytest.mark.parametrize("missing", NEEDED)
def test_no_secret_has_a_default(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    given = {name: value for name, value in NEEDED.items() if name != missing}
    with pytest.raises(ValidationError, match=missing):
        Settings(demo=True, **given)


def test_a_demo_stays_on_this_machine() -> None:
    with pytest.raises(ValidationError, match="loopback"):
        Settings(demo=True, host="0.0.0.0", **NEEDED)


def test_a_printed_settings_object_shows_no_secret() -> None:
    shown = repr(Settings(demo=True, **NEEDED))
    assert "postgresql://" not in shown
    assert "k1:" not in shown
