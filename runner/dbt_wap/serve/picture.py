"""Compute the picture of the last runs: bars up for durations, bars down for rows moved. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dbt_wap.model import Run
from dbt_wap.serve.timeline import duration, rows_moved
from dbt_wap.words import counted, status_words

FEWEST = 20
"""How many bars the picture has room for at least, so that few runs do not become wide blocks."""
STEP = 10
UP, DOWN = 60, 24
_STUB = 3

_KINDS = {"pass": "passed", "needs_approval": "needs", "blocked": "stopped"}
LEGEND = (
    ("passed", "passed"),
    ("needs", "needed approval"),
    ("stopped", "blocked"),
    ("unaudited", "not audited"),
)
"""How each verdict is drawn."""


@dataclass(frozen=True)
class Bar:
    """A run: `x` and two heights in a box that is `Picture.width` by UP + DOWN."""

    x: int
    kind: str
    up: float
    down: float
    title: str


@dataclass(frozen=True)
class Picture:
    """The bars, oldest first, and what the tallest ones stand for."""

    bars: tuple[Bar, ...]
    width: int
    longest: str
    most: str
    summary: str


def picture(runs: Sequence[Run]) -> Picture:
    """Return the picture of runs, which are given newest first."""
    shown = runs[::-1]
    times = [duration(run) for run in shown]
    rows = [moved(run) for run in shown]
    longest = max((each for each in times if each is not None), default=0.0)
    most = max((each for each in rows if each is not None), default=0)
    bars = tuple(
        Bar(
            x=at * STEP,
            kind=kind(run),
            up=round(max(_STUB, UP * (time or 0) / (longest or 1)), 1),
            down=round(DOWN * math.log1p(count or 0) / (math.log1p(most) or 1), 1),
            title=_title(run, time, count),
        )
        for at, (run, time, count) in enumerate(zip(shown, times, rows, strict=True))
    )
    return Picture(
        bars=bars,
        width=max(FEWEST, len(bars)) * STEP,
        longest=spent(longest),
        most=counted(most, "row") if most else "",
        summary=_summary(bars),
    )


def kind(run: Run) -> str:
    """Return how the verdict of a run is drawn."""
    return _KINDS.get(run.verdict or "", "unaudited")


def moved(run: Run) -> int | None:
    """Return how many rows the run adds, removes and changes."""
    found = rows_moved(run)
    return None if found is None else sum(int(count or 0) for count in found.values())


def spent(seconds: float | None) -> str:
    """Return a duration such as "8 s", "2 min 5 s" or "1 h 10 min"."""
    if seconds is None:
        return "-"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s" if whole else "under 1 s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _title(run: Run, seconds: float | None, count: int | None) -> str:
    facts = [f"{run.run_id} {status_words(run.status.value)}", run.target]
    facts += [f"environment {run.env}"] if run.env else []
    facts += [f"verdict {status_words(run.verdict)}"] if run.verdict else []
    facts += [f"built and audited in {spent(seconds)}"] if seconds is not None else []
    facts += [f"{counted(count, 'row')} moved"] if count is not None else []
    return ", ".join(facts)


def _summary(bars: Sequence[Bar]) -> str:
    found = [
        f"{count} {words}"
        for name, words in LEGEND
        if (count := sum(bar.kind == name for bar in bars))
    ]
    return f"Last {counted(len(bars), 'run')}: {', '.join(found)}. The table below lists each run."
