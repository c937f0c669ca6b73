"""The state of a run according to its report, and the commands that fit it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dbt_wap.words import in_environment

Step = tuple[str, str]
"""An action and its command."""

_OVER = ("rejected", "rolled_back", "stale", "discarded", "failed")
_BEGUN = ("published", "publishing", "publish_interrupted")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The fields of a report that decide which commands fit.

    `status` and `next` are those of the run now, if known; `overridable` lists the gates that
    block the run if nothing else does.
    """

    run_id: str
    verdict: str
    env: str | None = None
    status: str | None = None
    next: str | None = None
    overridable: tuple[str, ...] | None = None
    keeps_archive: bool = True
    auto_approve: bool = False
    publishes_ignored: bool = False
    unpublishable: str | None = None
    expires_at: str | None = None

    @property
    def expires(self) -> str | None:
        """Return when a candidate that needs approval expires, in UTC."""
        waits = self.verdict == "needs_approval" or self.publishes_ignored
        live = self.status in (None, "awaiting_approval", "approved")
        if not waits or not live or self.auto_approve or not self.expires_at:
            return None
        return self.expires_at[:16].replace("T", " ") + " UTC"

    @property
    def steps(self) -> list[Step]:
        """Return the next steps by the status of the run, or by its verdict."""
        run, again = self.run_id, in_environment("wap run", self.env)
        undo = [("undo after publishing", f"wap rollback {run}")] if self.keeps_archive else []
        if self.auto_approve and not self.status:
            return undo
        if self.status in _OVER:
            return [("run again", again)]
        if self.status in _BEGUN:
            return self._publish_steps()
        drop = ("discard the candidate", f"wap discard {run}")
        if self.unpublishable and (self.verdict == "needs_approval" or self.publishes_ignored):
            return [drop]
        if self.status == "approved" or self.publishes_ignored:
            return [("publish", f"wap publish {run}"), *undo]
        if self.verdict == "pass":
            return [("run again after changes", again)]
        if self.verdict != "blocked":
            publish = ("publish", f"wap approve {run} --publish")
            return [publish, ("reject", f'wap reject {run} --reason "..."'), *undo]
        override = f'wap approve {run} --override {{}} --reason "..."'
        gates = [(f"override {gate}", override.format(gate)) for gate in self._gates]
        return [("run again after a fix", again), *gates, drop]

    @property
    def _gates(self) -> tuple[str, ...]:
        """Return the gates that may be overridden to publish the run."""
        return () if self.unpublishable else self.overridable or ()

    def _publish_steps(self) -> list[Step]:
        """Return the next steps of a run that is published, in whole or in part."""
        command = self.next or "wap status"
        if self.status == "published":
            return [("undo", command)] if command.startswith("wap rollback ") else []
        undo = ("undo", f"wap rollback {self.run_id}")
        return [undo] if command == undo[1] else [("continue", command), undo]
