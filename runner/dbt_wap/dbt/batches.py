"""Why batches of a microbatch model failed: dbt's results count them, its events say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dbt_wap.model import Result

FAILURES = {"GenericExceptionOnRun", "CatchableExceptionOnRun"}
"""The events in which dbt says why a batch or a node failed."""


def with_reasons(results: list[Any], failures: Iterable[Mapping[str, Any]]) -> list[Result]:
    """Add the names of failed batches, and each reason once, to the messages of results."""
    reasons: dict[str, dict[str, None]] = {}
    for data in failures:
        node = data.get("unique_id") or data.get("node_info", {}).get("unique_id")
        said = str(data.get("exc", "")).removeprefix("Exception on worker thread.").strip()
        reasons.setdefault(str(node), {})[said] = None
    for result in results:
        failed = (result.get("batch_results") or {}).get("failed") or []
        if failed:
            names = ", ".join(str(batch[0])[:16].replace("T00:00", "") for batch in failed)
            lines = [f"{result['message']}: failed batches: {names}"]
            lines += [each for each in reasons.get(result["unique_id"], {}) if each]
            result["message"] = "\n".join(lines)
    return results
