"""Lighthouse's packages in build/lighthouse, fetched when the bench first wants them."""

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PLACE = ROOT / "build" / "lighthouse"
PROGRAM = PLACE / "node_modules" / "lighthouse" / "cli" / "index.js"
FILES = ("package.json", "package-lock.json")
CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


def setup() -> ModuleType:
    """deploy/setup/setup.py, which knows where Node is on this machine; it is a script and lies in no package."""
    spec = importlib.util.spec_from_file_location("setup", ROOT / "deploy" / "setup" / "setup.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("deploy/setup/setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lighthouse() -> list[str]:
    """The command that runs it. Installs it, exactly as locked, when it is not there or the lock has changed."""
    tools = setup()
    node = tools.node()
    lock = (HERE / "package-lock.json").read_bytes()
    installed = PLACE / "installed"
    if not installed.exists() or installed.read_bytes() != lock:
        PLACE.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copy(HERE / name, PLACE)
        subprocess.run([*map(str, tools.npm(node)), *CI], cwd=PLACE, check=True)
        installed.write_bytes(lock)
    return [node, str(PROGRAM)]
