"""The generic webhook: one JSON document for each event, signed if there is a secret."""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from dbt_wap.notify.notice import FOR_MACHINES, Delivery, Notice
from dbt_wap.notify.web import post_json
from dbt_wap.notify.webhook_message import payload


@dataclass(frozen=True)
class Webhook:
    """A webhook; its URL and its secret are secrets."""

    url: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    name: str = "the webhook"
    events: frozenset[str] = FOR_MACHINES
    has_threads: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Webhook | None:
        """Return the channel of WAP_WEBHOOK_URL, or None if it is not set."""
        url = environment.get("WAP_WEBHOOK_URL")
        return cls(url, environment.get("WAP_WEBHOOK_SECRET") or None) if url else None

    def send(self, notice: Notice) -> Delivery:
        """Send the document; return what became of it."""
        return Delivery.of(post_json(self.url, payload(notice), headers=self.headers))

    def headers(self, body: bytes) -> dict[str, str]:
        """Return the headers of a delivery: its id, its time and its signature.

        Retries of a delivery have the same headers.
        """
        at = str(int(time.time()))
        made = {"Wap-Delivery": str(uuid.uuid4()), "Wap-Timestamp": at}
        if self.secret:
            made["Wap-Signature"] = f"v1={signature(self.secret, at, body)}"
        return made


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of `timestamp.body` in hexadecimal."""
    signed = timestamp.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
