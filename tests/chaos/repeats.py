"""Whether what was sent again had a reason. A repeat stays silent on the phone, but it should be rare all the same.

Who sent a message and never learned that it was taken sends it again, once: its process or the database was killed or
stopped, the answer was lost, or the clock of the house jumped past the lease of who was busy with it.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tests.chaos.findings import Findings
from tests.chaos.servers import POSTGRES, WORKER
from tests.chaos.stage import Stage

BUSY, REMEMBERED = 12.0, 2.0  # seconds from the claim to the service, and from there until it is written down
Lost = Callable[[str, float], bool]  # (browser's id, moment): whether the answer may have been lost


def judge_repeats(got: Iterable[Mapping[str, Any]], ends: int, lost: Lost, jumps: Sequence[float]) -> Findings:
    """`got`: what the push service took. `ends`: how often a worker or PostgreSQL was killed, or a worker stopped.
    `jumps`: when the clock of the house was moved. More repeats of one message on one browser are doubled."""
    doubled = []
    for (browser, message), times in _copies(got).items():
        excuses = ends + sum(lost(browser, at) for at in times) + sum(_jumped(times, jump) for jump in jumps)
        if len(times) - 1 > excuses:
            doubled.append(
                f"message {message}: sent {len(times)} times to one browser, for which there were {excuses} reasons"
            )
    return Findings(doubled=doubled)


def _copies(got: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in got:
        found[one["id"], json.loads(one["text"])["id"]].append(one["at"])
    return found


def _jumped(times: Iterable[float], jump: float) -> bool:
    """Whether one of them was on its way then, and somebody else took it over."""
    return any(at - BUSY <= jump <= at + REMEMBERED for at in times)


def repeats_of(stage: Stage) -> Findings:
    """The verdict on what stands now. New keys stop the worker too."""
    servers, pushes = stage.servers, stage.pushes
    stops = stage.settings.data_keys.get_secret_value().count(",")
    ends = servers.kills[WORKER] + servers.kills[POSTGRES] + servers.by_themselves[WORKER] + stops
    return judge_repeats(pushes.service.got, ends, pushes.answer_lost, [at for at, _ in pushes.moves])
