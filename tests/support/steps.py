"""How many steps a state machine takes: a sample in every run, 20,000 when KLANKBORD_STEPS says so."""

import os

from hypothesis import HealthCheck, settings

EACH = 50  # steps of one example


def steps(sample: int) -> settings:
    """About `sample` steps in all, or KLANKBORD_STEPS; no deadline, because a slow machine is no broken promise."""
    wanted = int(os.environ.get("KLANKBORD_STEPS", sample))
    return settings(
        max_examples=max(1, wanted // EACH),
        stateful_step_count=EACH,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
