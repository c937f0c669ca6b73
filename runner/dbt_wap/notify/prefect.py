"""The Prefect channel: lets the flow run that waits for a decision go on."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from dbt_wap.notify.notice import Delivery, Notice
from dbt_wap.notify.web import post_json

ENDS_A_WAIT = frozenset({"approved", "published", "rejected", "discarded", "interrupted"})
"""The events after which no one needs to decide."""


@dataclass(frozen=True)
class Prefect:
    """A Prefect API; its credentials are secrets."""

    url: str
    authorization: str | None = field(default=None, repr=False)
    name: str = "Prefect"
    events: frozenset[str] = ENDS_A_WAIT
    has_threads: bool = True

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Prefect | None:
        """Return the channel of PREFECT_API_URL, or None if it is not set."""
        url = (environment.get("PREFECT_API_URL") or "").strip().rstrip("/")
        key, login = (environment.get(f"PREFECT_API_{name}") for name in ("KEY", "AUTH_STRING"))
        basic = base64.b64encode(login.encode()).decode() if login else ""
        claim = f"Bearer {key}" if key else f"Basic {basic}" if basic else None
        return cls(url, claim) if url else None

    def send(self, notice: Notice) -> Delivery:
        """Resume the flow run of the run, if there is one; return what became of it."""
        if not notice.flow_run:
            return Delivery.of(None)
        url = f"{self.url}/flow_runs/{quote(notice.flow_run, safe='')}/resume"
        answer = {"run_input": resume_input(notice.event, notice.actor, notice.comment)}
        return Delivery.of(post_json(url, answer, headers=lambda body: self.headers))

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that log in to the API."""
        return {"Authorization": self.authorization} if self.authorization else {}


def resume_input(event: str, actor: str, reason: str | None) -> dict[str, str]:
    """Return a valid answer to the form of a flow that finds the decision in the record."""
    decision = "yes" if event in ("approved", "published", "interrupted") else "no"
    return {"decision": decision, "reason": reason or "", "who": actor}
