"""Compute the SVG coordinates of bars, histograms and sparklines. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dbt_wap.report.entry import Trend
from dbt_wap.report.profile import ProfileColumn
from dbt_wap.report.rows import Rows


def parts(rows: Rows) -> list[tuple[str, float, float]]:
    """Return the segments of a bar as (kind, start, width) in percent, each at least 2 wide."""
    whole = max(rows.of_both, 1)
    at, made = 0.0, []
    for what, count in rows.moved.items():
        if count:
            wide = min(max(2.0, 100 * count / whole), 100 - at)
            made.append((what, round(at, 1), round(wide, 1)))
            at += wide
    return made


def plots(column: ProfileColumn) -> dict[str, str]:
    """Return the histograms of both sides as SVG paths on one scale, 20 by 20."""
    shares = {}
    for word, side in column.sides:
        counts = (side.histogram if side else None) or ()
        if sum(counts):
            shares[word] = [count / sum(counts) for count in counts]
    top = max((share for each in shares.values() for share in each), default=1)
    return {
        word: "".join(
            f"M{n} 20V{20 - max(0.6, 20 * share / top):.1f}h.9V20z"
            for n, share in enumerate(each)
            if share
        )
        for word, each in shares.items()
    }


def shape(counts: Sequence[int]) -> str:
    """Describe a histogram in words."""
    step, most = max(enumerate(counts, 1), key=lambda item: item[1])
    return f"{len(counts)} equal bins, most rows in bin {step}: {most:,}"


def sparkline(trend: Trend) -> list[tuple[float, float]]:
    """Return the points of the trend in a box of 100 by 20, this run last."""
    shares = [*(point.share for point in trend.points), trend.now]
    top = max(*shares, 1e-9, 0)
    gap = 96 / max(len(shares) - 1, 1)
    heights = [round(18 - 16 * share / top, 1) for share in shares]
    return [(round(2 + n * gap, 1), height) for n, height in enumerate(heights)]
