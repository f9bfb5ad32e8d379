"""What the browser's HPKE seals, the server's opens; and nobody else's name or id fits (RFC 9180, decision 5)."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from klankbord.house.seals import BrokenSeal, SealKeys

ROOT = Path(__file__).resolve().parents[2]
PERSON = "018f0000-0000-7000-8000-000000000001"
TEXT = "Ze zei: ‘laat maar’ 🎻"


@pytest.fixture(scope="module")
def keys() -> SealKeys:
    return SealKeys({"k1": (20261122).to_bytes(32, "big")})


@pytest.fixture(scope="module")
def item(keys: SealKeys, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    script = tmp_path_factory.mktemp("seal") / "seal_once.mjs"
    bundle = ["node_modules/.bin/esbuild", "tests/client/seal_once.ts", "--bundle", "--format=esm", "--platform=node"]
    subprocess.run([*bundle, f"--outfile={script}", "--log-level=warning"], cwd=ROOT, check=True)
    sealed = subprocess.run(
        ["node", script, keys.public_key()[1], PERSON, TEXT], check=True, capture_output=True, timeout=60
    )
    made: dict[str, str] = json.loads(sealed.stdout)
    return made


def _box(item: dict[str, str]) -> bytes:
    return base64.urlsafe_b64decode(item["box"] + "=" * (-len(item["box"]) % 4))


def _info(id: str, person: str) -> bytes:
    return f"klankbord/outbox/1|{id}|{person}".encode()


def test_the_server_reads_what_the_phone_sealed(keys: SealKeys, item: dict[str, str]) -> None:
    plain = keys.open("k1", _box(item), _info(item["id"], PERSON))
    length = int.from_bytes(plain[:4], "big")
    assert json.loads(plain[4 : 4 + length]) == {"kind": "note", "observation": TEXT}
    assert len(plain) % 256 == 0
    assert not any(plain[4 + length :])


def test_a_seal_fits_one_id_and_one_person_only(keys: SealKeys, item: dict[str, str]) -> None:
    stranger = PERSON[:-1] + "2"
    for info in (_info(item["id"], stranger), _info(PERSON, PERSON), b""):
        with pytest.raises(BrokenSeal):
            keys.open("k1", _box(item), info)


def test_one_changed_bit_breaks_the_seal(keys: SealKeys, item: dict[str, str]) -> None:
    box = bytearray(_box(item))
    box[-1] ^= 1
    with pytest.raises(BrokenSeal):
        keys.open("k1", bytes(box), _info(item["id"], PERSON))
