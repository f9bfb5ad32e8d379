"""Lighthouse as its own program on one page: its slow phone on a slow line, several times over."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.bench.lighthouse.installed import lighthouse
from tests.support.chromium import ensure_chromium

CATEGORIES = ("performance", "accessibility", "best-practices")
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"
TIMES = 3  # the median counts: the performance of a page differs a point or two from run to run
PATIENCE = 120.0  # seconds for one run
Scores = dict[str, list[float]]


async def scores(address: str, headers: dict[str, str], folder: Path, name: str) -> Scores:
    """Each category's scores of 100. What keeps one from full marks is said on standard error."""
    found: Scores = {category: [] for category in CATEGORIES}
    for time in range(TIMES):
        report = await run(address, headers, folder / f"{name}-{time}.json")
        for category in CATEGORIES:
            found[category].append(100 * report["categories"][category]["score"])
    for line in lacking(report):
        print(f"  {name}: {line}", file=sys.stderr, flush=True)
    return found


async def run(address: str, headers: dict[str, str], file: Path) -> dict[str, Any]:
    """One report. Raises RuntimeError when there is none, or it is not about this page."""
    told = file.with_suffix(".headers.json")
    told.write_text(json.dumps(headers))
    process = await asyncio.create_subprocess_exec(
        *lighthouse(), address, "--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={told}", "--no-enable-error-reporting",
        env={**os.environ, "CHROME_PATH": ensure_chromium()}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError:
        process.kill()
        raise
    if process.returncode:
        raise RuntimeError(f"Lighthouse could not look at {address}: {said.decode()[-2000:]}")
    report: dict[str, Any] = json.loads(await asyncio.to_thread(file.read_text))
    check(report, address)
    return report


def check(report: dict[str, Any], address: str) -> None:
    """Raises RuntimeError when something went wrong, or another page was judged (the door's, of who is signed out)."""
    if error := report.get("runtimeError"):
        raise RuntimeError(f"Lighthouse could not look at {address}: {error.get('code')}, {error.get('message')}")
    for final in (report.get("mainDocumentUrl"), report.get("finalDisplayedUrl")):
        if final != address:
            raise RuntimeError(f"Lighthouse was asked to look at {address} and looked at {final}")
    if without := [name for name in CATEGORIES if report["categories"][name]["score"] is None]:
        raise RuntimeError(f"Lighthouse has no score for {address} in {', '.join(without)}")


def lacking(report: dict[str, Any]) -> list[str]:
    """What counts and is not perfect: the category, the audit and what it found."""
    lines = []
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.995:
                lines.append(f"{category}: {audit['title']} {audit.get('displayValue', '')} ({audit['score']:.2f})")
    return lines
