"""Whether what was sent again had a reason. A repeat stays silent on the phone, but it should be rare all the same.

Who sent a message and never learned that it was taken sends it again, once: its process or the database was killed or
stopped, the answer was lost, or the clock of the house jumped past the lease of who was busy with it. Each of these
explains one copy of a message, and only one that was on its way just then.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tests.chaos.findings import Findings
from tests.chaos.stage import Stage

BUSY = 12.0  # seconds from the claim to the service
REMEMBERED = 5.0  # and from there until it is written down, on a busy machine
Lost = Callable[[str, float], bool]  # (browser's id, moment): whether the answer may have been lost
Span = tuple[float, float]  # from when until when something lasted, in seconds since 1970


def judge_repeats(got: Iterable[Mapping[str, Any]], lost: Lost, events: Iterable[Span]) -> Findings:
    """`got`: what the push service took. `events`: each end of a worker, each time without PostgreSQL, each jump of the
    house's clock. Of the copies of one message on one browser all but one need a reason; what has none is doubled."""
    doubled, events = [], sorted(events, key=lambda one: one[1])
    for (browser, message), times in _copies(got).items():
        unanswered = [at for at in times if lost(browser, at)]
        reasons = len(unanswered) + _explained([at for at in times if at not in unanswered], events)
        if len(times) - 1 > reasons:
            doubled.append(
                f"message {message}: sent {len(times)} times to one browser, for which there were {reasons} reasons"
            )
    return Findings(doubled=doubled)


def _copies(got: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in got:
        found[one["id"], json.loads(one["text"])["id"]].append(one["at"])
    return found


def _explained(times: Iterable[float], events: Sequence[Span]) -> int:
    """How many of these copies were on their way during an event that explains no other of them. Both in order, each
    takes the first that is left: it is the one that helps the fewest of the later ones."""
    left, explained = list(events), 0
    for at in sorted(times):
        if mine := next((one for one in left if one[0] <= at + REMEMBERED and at - BUSY <= one[1]), None):
            left.remove(mine)
            explained += 1
    return explained


def repeats_of(stage: Stage) -> Findings:
    """The verdict on what stands now."""
    servers, pushes = stage.servers, stage.pushes
    jumps = [(at, at) for at, _ in pushes.moves]
    return judge_repeats(pushes.service.got, pushes.answer_lost, [*servers.worker.ends, *servers.down, *jumps])
