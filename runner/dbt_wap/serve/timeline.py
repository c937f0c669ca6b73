"""The events of a run in words: who did what, when, through which door and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dbt_wap.model import Run, RunEvent
from dbt_wap.words import status_words

EVENTS = {
    "cloned": "Cloned prod",
    "built": "Built by dbt",
    "build_failed": "Build failed",
    "tests_failed": "Tests failed",
    "build_died": "Build did not finish",
    "hook_failed": "Hook failed",
    "audited": "Audited",
    "blocked": "Audited",
    "passed": "Audited",
    "audit_died": "Audit did not finish",
    "approved": "Approved",
    "partly_approved": "Approved, more approvals needed",
    "rejected": "Rejected",
    "stale": "Stale",
    "renewed": "Approval renewed",
    "preparing": "Publish prepared",
    "publishing": "Publish started",
    "swapped": "Candidate moved to prod",
    "interrupted": "Publish interrupted",
    "published": "Published",
    "rolling_back": "Rollback started",
    "rolled_back": "Rolled back",
    "superseded": "Superseded",
    "discarding": "Discard started",
    "discarded": "Discarded",
    "notified": "Notified",
    "not_notified": "Not notified",
    "cleaned": "Archive dropped",
}
"""The words for each event of macros/state/transitions.sql."""

DOORS = {
    "cli": "command line",
    "dbt": "dbt run-operation",
    "page": "page",
    "api": "API",
    "slack": "Slack",
}
IDENTITIES = {
    "shell": "name not verified",
    "token": "API token",
    "password": "password",
    "proxy": "proxy",
    "slack": "Slack account",
}
_DECISIONS = {
    *("approved", "partly_approved", "rejected", "publishing", "rolling_back", "rolled_back"),
    *("superseded", "discarding", "discarded"),
}
"""The events for which it matters how sure the door was of the name."""

_GOOD = {"approved", "partly_approved", "renewed", "published"}
_BAD = {
    *("build_failed", "tests_failed", "build_died", "hook_failed", "blocked", "audit_died"),
    *("rejected", "stale", "interrupted", "not_notified"),
}
_ENDS_OF_AUDIT = {
    *("audited", "blocked", "passed", "audit_died"),
    *("build_failed", "tests_failed", "build_died", "hook_failed"),
}


@dataclass(frozen=True)
class Moment:
    """An event of a run. `door` is empty for an event of a version that recorded none."""

    at: str
    what: str
    who: str
    door: str
    reason: str
    overrides: tuple[str, ...]
    tone: str


def timeline(run: Run) -> list[Moment]:
    """Return the events of a run, oldest first."""
    return [_moment(event) for event in run.events]


def duration(run: Run) -> float | None:
    """Return the seconds from the first event to the end of the first audit, as far as known."""
    names = [event["event"] for event in run.events]
    end = next((at for at, name in enumerate(names) if name in _ENDS_OF_AUDIT), None)
    if end is None and "built" in names:
        end = names.index("built")
    if not end:
        return None
    moments = [_parsed(run.events[at]["at"]) for at in (0, end)]
    if moments[0] is None or moments[1] is None:
        return None
    return max(0.0, (moments[1] - moments[0]).total_seconds())


def rows_moved(run: Run) -> Mapping[str, int] | None:
    """Return how many rows the last audit found added, removed and changed, if it recorded it."""
    found = [_detail(event).get("rows_moved") for event in run.events]
    known = [each for each in found if isinstance(each, Mapping)]
    return known[-1] if known else None


def approved_by(run: Run) -> tuple[str, ...]:
    """Return who approved the run since its last audit."""
    return tuple(dict.fromkeys(approval["by"] for approval in run.approvals))


def _moment(event: RunEvent) -> Moment:
    name, detail = event["event"], _detail(event)
    door = DOORS.get(detail.get("door", ""), str(detail.get("door") or ""))
    identity = str(detail.get("identity") or "") if name in _DECISIONS else ""
    sure = IDENTITIES.get(identity, identity)
    return Moment(
        at=event["at"],
        what=_what(name, detail),
        who="" if event["actor"] == "unknown" else event["actor"],
        door=f"{door} ({sure})" if door and sure and sure != door else door,
        reason=str(detail.get("reason") or ""),
        overrides=tuple(map(str, detail.get("override") or ())),
        tone="bad" if name in _BAD else "good" if name in _GOOD else "",
    )


def _what(name: str, detail: Mapping[str, Any]) -> str:
    """Return the words for an event; one that we do not know keeps its name."""
    words = EVENTS.get(name, status_words(name).capitalize())
    if detail.get("verdict") and name in ("audited", "blocked", "passed"):
        return f"{words}: {status_words(str(detail['verdict']))}"
    if detail.get("channel"):
        return f"{words}: {detail['channel']}"
    if name == "built" and detail.get("command"):
        return f"{words} {detail['command']}"
    return words


def _detail(event: RunEvent) -> Mapping[str, Any]:
    """Return the detail of an event; of one that cannot be read, nothing."""
    found: object = event["detail"]
    return found if isinstance(found, Mapping) else {}


def _parsed(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        return None
