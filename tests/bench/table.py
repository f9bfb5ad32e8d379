"""The table on screen: a line a figure, and under it what its limit is."""

from collections.abc import Sequence

from tests.bench.figure import Figure

HEAD = ("figure", "value", "limit", "ratio", "goal", "holds")
WORD = {True: "yes", False: "NO", None: "–"}


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns, and what each limit is."""
    rows = [HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    limits = [f"  {figure.name}: {figure.limit_is}" for figure in figures if figure.limit is not None]
    return "\n".join([*lines, "", "What the limits are", *limits])


def _row(figure: Figure) -> tuple[str, ...]:
    limit = "–" if figure.limit is None else short(figure.limit)
    ratio = "–" if figure.ratio is None else f"{figure.ratio:.2f}"
    value = f"{short(figure.value)} {figure.unit}"
    return figure.name, value, limit, ratio, str(figure.goal) if figure.goal else "reported", WORD[figure.holds]


def short(number: float) -> str:
    """Three figures that mean something: 1,234 · 56.7 · 0.123."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
