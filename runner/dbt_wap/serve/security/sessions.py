"""Signed cookies that remember who has logged in.

A session ends 12 hours after the login, after 2 hours without a request, on logout, and when the
user gets another password or is removed. The cookie is SameSite=Lax: with Strict, a browser would
not send it when you follow a link from Slack, and you would have to log in again each time.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsdangerous import BadData, URLSafeSerializer
from starlette.responses import Response

from dbt_wap.model import Person

if TYPE_CHECKING:
    from dbt_wap.serve.home import Home

ABSOLUTE = 12 * 60 * 60
IDLE = 2 * 60 * 60
REFRESHED_AFTER = 60
SKEW = 60
"""How many seconds the machine's clock may be set back before sessions end."""

_REVOKED = "session "


@dataclass(frozen=True)
class Session:
    """A browser and who has logged in with it; the login form has a session without a name."""

    id: str
    started: int
    name: str = ""
    identity: str = ""
    stamp: str = ""
    last: int = 0

    @property
    def person(self) -> Person | None:
        """Return who has logged in."""
        return Person(self.name, "page", self.identity) if self.name else None


class Sessions:
    """Starts, reads and ends sessions."""

    def __init__(self, home: Home, *, https: bool, clock: Callable[[], float] = time.time) -> None:
        self._home = home
        self._https = https
        self._clock = clock
        self._key = home.key.encode()
        self._signer = _signer(self._key)
        # Browsers ignore the port: two servers on one machine need cookies of different names.
        own = self.seal("cookie")[:8]
        self.cookie = f"__Host-wap_{own}" if https else f"wap_{own}"

    def read(self, cookies: Mapping[str, str]) -> Session | None:
        """Return the session of a request, or None if it has no valid one."""
        try:
            session = Session(*self._signer.loads(cookies.get(self.cookie, "")))
        except (BadData, ValueError, TypeError):
            return None
        now = self._clock()
        begun = session.started - SKEW <= now
        if not begun or now >= session.started + ABSOLUTE or now >= session.last + IDLE:
            return None
        if session.name and session.stamp != self._home.stamp(session.name):
            return None
        return None if self._home.was_used(_REVOKED + session.id) else session

    def start(self, name: str = "", identity: str = "") -> Session:
        """Return a new session. A login never keeps the id that the browser had before."""
        now = int(self._clock())
        stamp = self._home.stamp(name) if name else None
        return Session(secrets.token_urlsafe(18), now, name, identity, stamp or "", now)

    def end(self, session: Session) -> None:
        """End a session on the server, so that copies of its cookie are worthless."""
        self._home.use_once(_REVOKED + session.id, session.started + ABSOLUTE)

    def is_stale(self, session: Session) -> bool:
        """Return whether the cookie should be sent again with the time of this request."""
        return bool(session.name) and self._clock() - session.last >= REFRESHED_AFTER

    def set_cookie(self, response: Response, session: Session) -> None:
        """Add the cookie of a session to a response."""
        now = int(self._clock())
        s = session
        value = [s.id, s.started, s.name, s.identity, s.stamp, now]
        left = s.started + ABSOLUTE - now
        self._set(response, str(self._signer.dumps(value)), left)

    def seal(self, purpose: str, *values: str) -> str:
        """Return a code of the values that only this server can compute."""
        made = json.dumps(["dbt-wap", purpose, *values]).encode()
        return hmac.new(self._key, made, hashlib.sha256).hexdigest()

    def delete_cookie(self, response: Response) -> None:
        """Tell the browser to forget the cookie."""
        self._set(response, "", 0)

    def _set(self, response: Response, value: str, seconds: int) -> None:
        response.set_cookie(
            self.cookie,
            value,
            max_age=seconds,
            path="/",
            secure=self._https,
            httponly=True,
            samesite="lax",
        )


def _signer(key: bytes) -> URLSafeSerializer:
    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(key, salt=b"dbt-wap session", signer_kwargs=how)
