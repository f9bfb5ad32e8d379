"""Whatever collects telemetry on the machine hears nothing of a request: an address or an error may name a child."""

import pytest
from httpx2 import ASGITransport, AsyncClient
from opentelemetry import _logs, metrics, trace
from opentelemetry._logs import LoggerProvider, NoOpLogger
from opentelemetry.metrics import MeterProvider, NoOpMeter
from opentelemetry.trace import NoOpTracer, TracerProvider

from klankbord.app import TELLS_NOBODY, create_app
from klankbord.house.errors import Problem
from klankbord.house.house import House


@pytest.fixture
def spoken_to(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collectors of all three kinds, as a machine may have them for every program on it; who is spoken to is noted."""
    noted: set[str] = set()

    class Traces(TracerProvider):
        def get_tracer(self, *_: object, **__: object) -> NoOpTracer:
            noted.add("traces")
            return NoOpTracer()

    class Measures(MeterProvider):
        def get_meter(self, name: str, *_: object, **__: object) -> NoOpMeter:
            noted.add("measures")
            return NoOpMeter(name)

    class Logs(LoggerProvider):
        def get_logger(self, name: str, *_: object, **__: object) -> NoOpLogger:
            noted.add("logs")
            return NoOpLogger(name)

    traces, measures, logs = Traces(), Measures(), Logs()
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: traces)
    monkeypatch.setattr(metrics, "get_meter_provider", lambda: measures)
    monkeypatch.setattr(_logs, "get_logger_provider", lambda: logs)
    monkeypatch.setattr(_logs, "get_logger", lambda name, *_, **__: logs.get_logger(name))
    return noted


async def a_visit(house: House) -> None:
    """A page, one that does not exist, words that do not fit, and an error of ours."""
    app = create_app(house=house)

    @app.get("/breaks")
    async def breaks() -> None:
        raise KeyError("Sara")

    @app.get("/fits-not")
    async def fits_not(number: int) -> None:
        raise Problem

    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="https://test") as browser:
        wanted = {"/sign-in": 200, "/nowhere": 404, "/fits-not?number=Sara": 422, "/breaks": 500}
        assert {page: (await browser.get(page)).status_code for page in wanted} == wanted


async def test_a_machine_that_collects_everything_hears_of_no_request(house: House, spoken_to: set[str]) -> None:
    await a_visit(house)
    assert spoken_to == set()


async def test_without_our_word_it_would_hear_of_each(
    house: House, spoken_to: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [*TELLS_NOBODY]:
        monkeypatch.delitem(TELLS_NOBODY, name)  # type: ignore[arg-type]
    await a_visit(house)
    assert spoken_to == {"traces", "measures", "logs"}
