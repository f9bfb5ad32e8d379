"""The folder that holds everything of this installation: database, secrets. Unusable ones are told apart here."""

import os
from pathlib import Path

from klankbord.house.cannot_start import CannotStart

ANOTHER = "choose another with DATA_DIR"


def open_data_folder(path: Path) -> None:
    """Make the folder, or check that it is ours to use. Raises CannotStart with what is wrong with it."""
    try:
        if not path.exists():
            path.mkdir(parents=True)
            # root's database runs as a service user, who must be able to walk through (and see nothing)
            path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise CannotStart(f"The data folder {_short(path)} cannot be made ({error.strerror}): {ANOTHER}.") from None
    if not path.is_dir():
        raise CannotStart(f"The data folder {path} is not a folder: {ANOTHER}.")
    _refuse_foreign(path)
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise CannotStart(f"The data folder {path} cannot be read and written: {ANOTHER}.")


def _refuse_foreign(path: Path) -> None:
    if os.geteuid() == 0:
        return
    for ours in (path, path / "postgres", path / "secrets.env"):
        if os.access(path, os.X_OK) and ours.exists() and ours.stat().st_uid != os.geteuid():
            raise CannotStart(f"The data folder {path} belongs to another user: start as that user, or {ANOTHER}.")


def _short(path: Path) -> str:
    text = str(path)
    return text if len(text) <= 120 else f"{text[:60]}…{text[-40:]}"
