"""How a run stands by its report, and what can be typed next. Pure."""

from __future__ import annotations

from dataclasses import dataclass

Step = tuple[str, str]
"""What can be done, and the command for it."""

_OVER = ("rejected", "rolled_back", "stale", "discarded", "failed")
_BEGUN = ("published", "publishing", "publish_interrupted")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What of a report decides what can be done; `status` and `next`: what has become of the run
    since, where that is known; `overridable`: the gates that block it, where nothing else does."""

    run_id: str
    verdict: str
    status: str | None = None
    next: str | None = None
    overridable: tuple[str, ...] | None = None
    keeps_archive: bool = True
    auto_approve: bool = False
    publishes_ignored: bool = False
    expires_at: str | None = None

    @property
    def waits_until(self) -> str | None:
        """When a candidate expires that waits for somebody, in UTC."""
        waits = self.verdict == "needs_approval" or self.publishes_ignored
        live = self.status in (None, "awaiting_approval", "approved")
        if not waits or not live or self.auto_approve or not self.expires_at:
            return None
        return self.expires_at[:16].replace("T", " ") + " UTC"

    @property
    def steps(self) -> list[Step]:
        """What can be done next, by what has become of the run, else by its verdict."""
        run = self.run_id
        back = [("way back, once published", f"wap rollback {run}")] if self.keeps_archive else []
        if self.auto_approve and not self.status:
            return back
        if self.status in _OVER:
            return [("run again", "wap run")]
        if self.status in _BEGUN:
            return self._way_on()
        if self.status == "approved" or self.publishes_ignored:
            return [("publish", f"wap publish {run}"), *back]
        if self.verdict == "pass":
            return [("once something changed", "wap run")]
        if self.verdict != "blocked":
            publish = ("publish", f"wap approve {run} --publish")
            return [publish, ("refuse", f'wap reject {run} --reason "..."'), *back]
        override = f'wap approve {run} --override {{}} --reason "..."'
        gates = [(f"override {gate}", override.format(gate)) for gate in self.overridable or ()]
        drop = ("drop the candidate", f"wap discard {run}")
        return [("try again, once it is mended", "wap run"), *gates, drop]

    def _way_on(self) -> list[Step]:
        """The commands of a run that has reached prod, in whole or in part."""
        command = self.next or "wap status"
        if self.status == "published":
            return [("way back", command)] if "rollback" in command else []
        back = ("way back", f"wap rollback {self.run_id}")
        return [("go on", command)] + ([back] if command != back[1] else [])
