"""Refuse forms that another site sends.

A form has a token that belongs to the session of the browser and to the person. The browser's
`Sec-Fetch-Site` and `Origin` are checked as well. A token is valid for many forms: sending one
twice is harmless, because a run that was decided cannot be decided again.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request

from dbt_wap.serve.security.sessions import Sessions

NAME = "csrf"
ANOTHER_SITE = "Another site sent this request, so nothing was done."
NO_TOKEN = (
    "This form is out of date, so nothing was done. You logged in or out since it was shown, or "
    "your browser does not keep cookies. Go back, reload the page and try again."
)


class CsrfFault(Exception):
    """A form that none of our pages sent; `why` is for the audit log."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(text)
        self.why = why


class Field:
    """The hidden input of a form. Only a page that shows it starts a session for its browser."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def __html__(self) -> str:
        return field(self._request)

    __str__ = __html__


def field(request: Request) -> Markup:
    """Return the hidden input that every form must have."""
    state = request.state
    if state.session is None:
        state.session = state.new_session = state.sessions.start()
    return Markup('<input type="hidden" name="{}" value="{}">').format(NAME, _token(request))


def check(request: Request, form: Mapping[str, str]) -> None:
    """Raise CsrfFault unless the form has the token of this session and person."""
    given = form.get(NAME, "")
    known = _token(request) if request.state.session else ""
    if not known or not hmac.compare_digest(given.encode(), known.encode()):
        raise CsrfFault(NO_TOKEN, "no valid form token")


def check_origin(request: Request, public_url: str | None) -> None:
    """Raise CsrfFault if the browser says that another site made it send this request."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site not in (None, "same-origin"):
        raise CsrfFault(ANOTHER_SITE, "sent by another site")
    if origin == "null" and site:
        return
    if origin is not None and origin.lower() not in _own(request, public_url):
        raise CsrfFault(ANOTHER_SITE, "sent by another site")


def _own(request: Request, public_url: str | None) -> set[str]:
    """Return our origins; the Host header was checked before."""
    own = {f"http://{request.headers['host']}".lower()}
    if public_url:
        url = urlsplit(public_url)
        own.add(f"{url.scheme}://{url.netloc}".lower())
    return own


def _token(request: Request) -> str:
    sessions: Sessions = request.state.sessions
    person = request.state.person
    return sessions.seal("csrf", request.state.session.id, person.name if person else "")
