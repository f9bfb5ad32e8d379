"""`make run` as a person types it, until it says where to go: again in this tree, and once in a new one."""

import asyncio
import os
import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import psutil  # type: ignore[import-untyped]

from klankbord.house.settings import Settings
from tests.bench.browser_stage import a_folder
from tests.bench.figure import Figure
from tests.bench.size import FULL, Size

ROOT = Path(__file__).parents[2]
READY = re.compile(r"ready: http://\S+")
PATIENCE = 900.0  # seconds: the first start of all fetches everything
SOON = 30.0
WARM_STARTS = 3


async def measure(size: Size) -> list[Figure]:
    """Seconds from the command to the line that says it is ready."""
    return await asyncio.to_thread(starts, size)


def starts(size: Size) -> list[Figure]:
    """First: all is built, the data folder is new. Warm: that is there too. Cold: a fresh clone and nothing else.

    The small size starts once.
    """
    with a_folder() as folder:
        figures = [Figure("make run to ready, new data folder", "s", start(ROOT, folder / "data"))]
        if size == FULL:
            warm = [start(ROOT, folder / "data") for _ in range(WARM_STARTS)]
            figures.append(Figure("make run to ready, warm", "s", median(warm)))
            run(["git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), str(folder / "clone")])
            figures.append(Figure("make run to ready, cold clone", "s", start(folder / "clone", folder / "new")))
    return figures


def run(command: Sequence[str]) -> None:
    """Run it or say why not."""
    subprocess.run(command, check=True)


def start(tree: Path, data: Path) -> float:
    """Start there on a free port, and stop as soon as it is ready (s)."""
    ours = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("MAKE")}
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "--no-print-directory", "run"], cwd=tree, env={**inherited, "PORT": "0", "DATA_DIR": str(data)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        return until_ready(process, began)
    finally:
        stop(process)


def until_ready(process: subprocess.Popen[str], began: float) -> float:
    """Seconds since `began` when it said so. Raises AssertionError with what it said instead."""
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if READY.search(line):
            return time.monotonic() - began
        if time.monotonic() - began > PATIENCE:
            break
    raise AssertionError(f"it never was ready: {said[-4000:]}")


def stop(process: subprocess.Popen[str]) -> None:
    """End what make started, in order: the parent of all takes web, worker and database down by itself."""
    everybody = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    parents = [one for one in everybody if one.is_running() and one.cmdline()[-2:] == ["klankbord", "run"]]
    for one in parents or everybody:
        one.terminate()
    process.communicate(timeout=SOON)
    psutil.wait_procs(everybody, SOON)
