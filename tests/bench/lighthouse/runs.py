"""Lighthouse as its own program on one page: its slow phone on a slow line, several times over."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.lighthouse.installed import lighthouse
from tests.support.chromium import ensure_chromium

CATEGORIES = ("performance", "accessibility", "best-practices")
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"
TIMES = 3  # the median counts: the performance of a page differs a point or two from run to run
TRIES = 3  # a browser that gave no trace, or none in time, says nothing about the page
PATIENCE = 120.0  # seconds for one run
A_WHILE = 10.0  # seconds to stop in
Scores = dict[str, list[float]]
Report = dict[str, Any]


class BrokeOff(RuntimeError):
    """Lighthouse itself did not come to the end; the message says where."""


async def scores(address: str, headers: dict[str, str], folder: Path, name: str) -> Scores:
    """Each category's scores of 100. What keeps one from full marks is said on standard error."""
    found: Scores = {category: [] for category in CATEGORIES}
    for time in range(TIMES):
        report = await until_done(partial(run, address, headers, folder / f"{name}-{time}.json"))
        for category in CATEGORIES:
            found[category].append(100 * report["categories"][category]["score"])
    for line in lacking(report):
        print(f"  {name}: {line}", file=sys.stderr, flush=True)
    return found


async def until_done(once: Callable[[], Awaitable[Report]]) -> Report:
    """What `once` gives, asked again when Lighthouse broke off. Raises as `once`; BrokeOff of the last try."""
    for _ in range(TRIES - 1):
        try:
            return await once()
        except BrokeOff as error:
            print(f"  again: {error}", file=sys.stderr, flush=True)
    return await once()


async def run(address: str, headers: dict[str, str], file: Path) -> Report:
    """One report. Raises BrokeOff when there is none, and RuntimeError when it is not about this page."""
    told = file.with_suffix(".headers.json")
    told.write_text(json.dumps(headers))
    process = await asyncio.create_subprocess_exec(
        *lighthouse(), address, "--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={told}", "--no-enable-error-reporting",
        env={**os.environ, "CHROME_PATH": ensure_chromium()}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError as error:
        await _stop(process)
        raise BrokeOff(f"Lighthouse had not looked at {address} after {PATIENCE:g} s") from error
    if process.returncode:
        raise BrokeOff(f"Lighthouse could not look at {address}: {said.decode()[-2000:]}")
    report: Report = json.loads(await asyncio.to_thread(file.read_text))
    check(report, address)
    return report


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Interrupted, it takes its browser along."""
    process.send_signal(signal.SIGINT)
    try:
        await asyncio.wait_for(process.wait(), A_WHILE)
    except TimeoutError:
        process.kill()


def check(report: Report, address: str) -> None:
    """Raises BrokeOff when something went wrong, RuntimeError when another page was judged (the door's)."""
    if error := report.get("runtimeError"):
        raise BrokeOff(f"Lighthouse could not look at {address}: {error.get('code')}, {error.get('message')}")
    for final in (report.get("mainDocumentUrl"), report.get("finalDisplayedUrl")):
        if final != address:
            raise RuntimeError(f"Lighthouse was asked to look at {address} and looked at {final}")
    if without := [name for name in CATEGORIES if report["categories"][name]["score"] is None]:
        raise RuntimeError(f"Lighthouse has no score for {address} in {', '.join(without)}")


def lacking(report: Report) -> list[str]:
    """What counts and is not perfect: the category, the audit and what it found."""
    lines = []
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.995:
                lines.append(f"{category}: {audit['title']} {audit.get('displayValue', '')} ({audit['score']:.2f})")
    return lines
