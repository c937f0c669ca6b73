"""Sign and read the links that messages carry to the approval page, and say which URLs are links.

A link names a run, its target and the report that the message showed. It grants nothing: the page
that it opens asks you to log in and to decide.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from itsdangerous import URLSafeSerializer

SHORTEST_SECRET = 32
LONGEST = timedelta(days=7)
"""The longest time that a link is valid, even if its run expires later."""

_PURPOSE = b"dbt-wap link to a run"
"""The salt: texts that the same key signs for other purposes are not valid links."""


@dataclass(frozen=True)
class Link:
    """The content of a link: the run, its target, and the `created_at` of the report shown."""

    run_id: str
    target: str
    seen: str


def is_web_page(url: str | None) -> bool:
    """Return whether a page may link to the URL: it has a host, and no credentials."""
    if not url or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


class LinkFault(Exception):
    """A link that is "expired" or "not valid"; `sentence` says so to people.

    `link` is what an expired link says, and None for one that is not valid.
    """

    def __init__(self, kind: str, sentence: str, link: Link | None = None) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence
        self.link = link


def key(environment: Mapping[str, str], home_dir: Path | None) -> bytes | None:
    """Return the key that signs links: WAP_SERVE_SECRET, or else that in the home of `wap serve`.

    WAP_SERVE_SECRET may list several secrets, separated by commas: the first signs, all are
    accepted. If one of them is too short, there is no key.
    """
    if secrets := environment.get("WAP_SERVE_SECRET", "").strip():
        return None if secret_fault(environment) else secrets.encode()
    try:
        found = (home_dir / "secret.key").read_bytes().strip() if home_dir else b""
    except OSError:
        return None
    return found if re.fullmatch(rb"[\w-]{%d,}" % SHORTEST_SECRET, found) else None


def secret_fault(environment: Mapping[str, str]) -> str | None:
    """Return what is wrong with WAP_SERVE_SECRET, or None."""
    secrets = environment.get("WAP_SERVE_SECRET", "").strip()
    if secrets and any(len(each.strip()) < SHORTEST_SECRET for each in secrets.split(",")):
        return f"WAP_SERVE_SECRET must have at least {SHORTEST_SECRET} characters"
    return None


def default_home(app_dir: str | Path, project_dir: Path, project: str) -> Path:
    """Return the home of `wap serve` for a project, in dbt-wap's folder of the user.

    Projects of the same name in different directories have different users and keys.
    """
    name = re.sub(r"[^\w-]", "_", project) or "_"
    path = hashlib.sha256(os.fsencode(project_dir.resolve())).hexdigest()
    return Path(app_dir) / f"{name}-{path[:8]}"


def sign(
    key: bytes,
    run_id: str,
    target: str,
    seen: str,
    expires_at: str | None,
    *,
    now: datetime | None = None,
) -> str:
    """Return the link to a run, valid until the run expires, for at most 7 days."""
    latest = (now or _now()) + LONGEST
    until = min(latest, _moment(expires_at)) if expires_at else latest
    return str(_signer(key).dumps([run_id, target, seen, int(until.timestamp())]))


def read(key: bytes, text: str, *, now: datetime | None = None) -> Link:
    """Return what a link says; raise LinkFault if it expired or another key signed it."""
    from itsdangerous import BadData

    try:
        run_id, target, seen, until = _signer(key).loads(text)
    except (BadData, ValueError, TypeError):
        raise LinkFault(
            "not valid",
            "This link is not valid: it was changed or cut off, or signed with another secret.",
        ) from None
    if (now or _now()).timestamp() >= until:
        sentence = "This link has expired, so nothing can be decided with it."
        raise LinkFault("expired", sentence, Link(run_id, target, seen))
    return Link(run_id, target, seen)


def _signer(key: bytes) -> URLSafeSerializer:
    from itsdangerous import URLSafeSerializer

    newest_last = [each.strip() for each in key.split(b",")][::-1]
    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(newest_last, salt=_PURPOSE, signer_kwargs=how)


def _moment(text: str) -> datetime:
    """Parse the time in a record; without a time zone, it is UTC."""
    at = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    return at if at.tzinfo else at.replace(tzinfo=timezone.utc)


def _now() -> datetime:
    return datetime.now(timezone.utc)
