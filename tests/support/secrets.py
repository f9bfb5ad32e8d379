"""Keys made up on the spot, so that no test knows a secret beforehand."""

import base64
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from klankbord.house.database_roles import DatabaseUrls
from klankbord.house.settings import Settings


def scalar() -> bytes:
    """A P-256 private key, 32 bytes."""
    return ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")


def text_of(key: bytes) -> str:
    """A key as the settings hold it."""
    return base64.b64encode(key).decode()


def made_up_settings(urls: DatabaseUrls, data_dir: Path, **more: Any) -> Settings:
    """Settings of a demo on loopback with fresh keys."""
    values: dict[str, Any] = {
        "database_url": SecretStr(urls.owner),
        "web_database_url": SecretStr(urls.web),
        "worker_database_url": SecretStr(urls.worker),
        "data_dir": data_dir,
        "data_keys": SecretStr("k1:" + base64.b64encode(os.urandom(32)).decode()),
        "seal_keys": SecretStr("s1:" + base64.b64encode(scalar()).decode()),
        "vapid_private_key": SecretStr(base64.urlsafe_b64encode(scalar()).rstrip(b"=").decode()),
        "vapid_subject": "mailto:beheer@klankbord.nl",
        "demo": True,
        "pool_size": 4,
    }
    return Settings(**{**values, **more})
