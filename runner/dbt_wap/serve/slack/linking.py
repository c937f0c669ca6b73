"""Link a Slack user to a user of the page: a one-time link, and the page that it opens."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dbt_wap.model import Person
from dbt_wap.serve.render import render
from dbt_wap.serve.security import audit_log
from dbt_wap.serve.slack.payload import Sender

if TYPE_CHECKING:
    from dbt_wap.serve.home import Home

SECONDS = 600
_SALT = "dbt-wap.slack-link"
_PROVEN = ("password", "proxy")
"""The logins that prove a name. Anyone on this machine can use the link of `--open`."""

_EXPIRED = "This link is no longer valid. Type /wap link in Slack to get a new one."
_UNPROVEN = (
    "You are logged in by a link for the user of this machine. Log out, log in with your password, "
    "and open the link again."
)


@dataclass(frozen=True)
class Identity:
    """The Slack user that a link is for."""

    team: str
    domain: str
    user: str
    name: str


class Links:
    """Creates links that work once, for ten minutes."""

    def __init__(self, home: Home, url: str, clock: Callable[[], float] = time.time) -> None:
        self._home = home
        self._url = url
        self._clock = clock

    def make(self, sender: Sender) -> str:
        """Return the URL of a new link for a Slack user."""
        values = [sender.team, sender.domain, sender.user, sender.name, self._clock()]
        return f"{self._url}/slack/link/{self._signer.dumps(values)}"

    def read(self, token: str) -> Identity | None:
        """Return the Slack user that a link is for, or None if the link is no longer valid."""
        try:
            team, domain, user, name, made = self._signer.loads(token, max_age=None)
        except (BadData, ValueError):
            return None
        is_fresh = 0 <= self._clock() - made <= SECONDS
        return Identity(team, domain, user, name) if is_fresh else None

    def use(self, token: str) -> Identity | None:
        """Use up a link: return the Slack user the first time, and None after that."""
        identity = self.read(token)
        # Without the signature: the last character of Base64 has more than one spelling.
        used = hashlib.sha256(token.rpartition(".")[0].encode()).hexdigest()
        expires_at = self._clock() + SECONDS
        fresh = identity and self._home.use_once(f"slack-link:{used}", expires_at)
        return identity if fresh else None

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._home.key, salt=_SALT)


def routes(links: Links, home: Home) -> list[Route]:
    """Return the page of a link. The middleware asks for a login and checks the form's token."""

    async def page(request: Request) -> Response:
        person: Person = request.state.person
        identity = links.read(request.path_params["token"])
        if identity is None:
            return _shown(request, 410, what=_EXPIRED)
        if person.identity not in _PROVEN:
            return _shown(request, 403, what=_UNPROVEN)
        return _shown(request, identity=identity)

    async def confirm(request: Request) -> Response:
        person: Person = request.state.person
        if person.identity not in _PROVEN:
            return _shown(request, 403, what=_UNPROVEN)
        identity = links.use(request.path_params["token"])
        if identity is None:
            audit_log.record("slack link", "refused: no longer valid", person=person)
            return _shown(request, 410, what=_EXPIRED)
        home.link_slack(identity.team, identity.user, person.name)
        audit_log.record("slack link", f"linked to {identity.team}/{identity.user}", person=person)
        return _shown(request, identity=identity, linked=True)

    path = "/slack/link/{token}"
    return [Route(path, page), Route(path, confirm, methods=["POST"])]


def _shown(
    request: Request,
    status: int = 200,
    *,
    what: str = "",
    identity: Identity | None = None,
    linked: bool = False,
) -> Response:
    values = {"what": what, "identity": identity, "linked": linked}
    return render(request, "slack_link.html", status, **values)
