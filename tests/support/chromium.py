"""A Chromium for the tests that use a real browser, found or installed: `python -m tests.support.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHAT_TO_DO = (
    "There is no Chromium for the browser tests, and it could not be installed: install it "
    "(Debian: apt install chromium), or say where it is with CHROMIUM=/path/to/chromium."
)


class NoChromium(Exception):
    """No browser, and no way to get one; the message says what to do."""


@cache
def ensure_chromium() -> str:
    """The path of a Chromium: CHROMIUM, the system's, Debian's (installed as root), Playwright's. Raises NoChromium."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if not shutil.which(chosen):
            raise NoChromium(f"CHROMIUM is {chosen}, but there is no program there.")
        return chosen
    found = _on_path() or _of_playwright() or _from_debian() or _from_playwright()
    if not found:
        raise NoChromium(WHAT_TO_DO)
    return found


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    _tell("Installing Debian's Chromium for the browser tests …")
    quiet = ["apt-get", "-qq", "-o=Dpkg::Use-Pty=0"]
    if _did([*quiet, "update"]) and _did(
        [*quiet, "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]
    ):
        return _on_path()
    return None


def _from_playwright() -> str | None:
    _tell("Installing Playwright's Chromium for the browser tests …")
    return _of_playwright() if _did([sys.executable, "-m", "playwright", "install", "chromium"]) else None


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).is_file() else None


def _did(command: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def _tell(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    try:
        sys.stdout.write(ensure_chromium() + "\n")
    except NoChromium as problem:
        sys.exit(str(problem))
