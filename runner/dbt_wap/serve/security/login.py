"""Log in with a password or a one-time local link, and log out."""

from __future__ import annotations

from asyncio import get_running_loop
from concurrent.futures import ThreadPoolExecutor

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dbt_wap.serve.home import Home
from dbt_wap.serve.model import ServeOptions
from dbt_wap.serve.render import render
from dbt_wap.serve.security import audit_log, paths
from dbt_wap.serve.security.throttle import Throttle

_WRONG = "The name or the password is wrong."
_NOT_VALID = (
    "This link is not valid: it was used before, is older than 5 minutes, or is from another "
    "server. Create a new one with: wap serve --open"
)


def routes(home: Home, options: ServeOptions) -> list[Route]:
    """Return the pages that log people in and out."""
    login = _Login(home)
    return [
        Route("/login", login.show, methods=["GET"]),
        Route("/login", login.password, methods=["POST"]),
        Route("/login/once/{token}", login.show_once, methods=["GET"]),
        Route("/login/once/{token}", login.once, methods=["POST"]),
        Route("/logout", login.out, methods=["POST"]),
    ]


class _Login:
    def __init__(self, home: Home) -> None:
        self._home = home
        self._throttle = Throttle()
        # One at a time: attempts in parallel would all pass the limit, and Argon2 needs memory.
        self._one = ThreadPoolExecutor(1, "login")

    async def show(self, request: Request) -> Response:
        """Show the form."""
        if request.state.person:
            return _to(paths.local(request.query_params.get("next")))
        return self._page(request, paths.local(request.query_params.get("next")))

    async def password(self, request: Request) -> Response:
        """Check a name and a password."""
        form = request.state.form
        name, password = form.get("name", "").strip(), form.get("password", "")
        back = paths.local(form.get("next"))
        address = request.client.host if request.client else ""
        attempt = get_running_loop().run_in_executor(self._one, self._try, name, password, address)
        known, wait = await attempt
        if known:
            return self._in(request, known, "password", back)
        outcome = "refused: too many failures" if wait else "refused: wrong name or password"
        # Only names that exist: people type passwords into the wrong field.
        audit_log.record("login", outcome, who=name if self._home.has_user(name) else "unknown")
        if not wait:
            return self._page(request, back, 403, name=name, wrong=_WRONG)
        minutes = -(-wait // 60)
        many = f"Too many failed logins. Try again in {minutes} min."
        page = self._page(request, back, 429, name=name, wrong=many)
        page.headers["Retry-After"] = str(wait)
        return page

    def _try(self, name: str, password: str, address: str) -> tuple[str | None, int]:
        """Return the name of the user, or None and the seconds to wait, in the login thread."""
        if wait := self._throttle.wait(name, address):
            return None, wait
        known = self._home.check_password(name, password)
        if known:
            self._throttle.succeeded(name)
        else:
            self._throttle.failed(name, address)
        return known, 0

    async def show_once(self, request: Request) -> Response:
        """Ask before a one-time link is used: programs that preview links must not use it up."""
        return render(request, "login_once.html")

    async def once(self, request: Request) -> Response:
        """Log in the user of this machine with a one-time link."""
        if name := self._home.use_login(request.path_params["token"]):
            return self._in(request, name, "shell", "/")
        audit_log.record("login by one-time link", "refused: not valid")
        shown = {"title": "You are not logged in", "what": _NOT_VALID, "link": None}
        return render(request, "refused.html", 410, **shown)

    async def out(self, request: Request) -> Response:
        """Log out, on the server too."""
        if session := request.state.session:
            request.state.sessions.end(session)
            audit_log.record("logout", "done", person=request.state.person)
        request.state.session = None
        return _to("/login")

    def _in(self, request: Request, name: str, identity: str, back: str) -> Response:
        """Start a session."""
        state = request.state
        if state.session:
            state.sessions.end(state.session)
        state.session = state.new_session = state.sessions.start(name, identity)
        audit_log.record("login", "done", person=state.session.person)
        return _to(back)

    def _page(
        self, request: Request, back: str, status: int = 200, *, name: str = "", wrong: str = ""
    ) -> Response:
        users = bool(self._home.users())
        shown = {"back": back, "given": name, "wrong": wrong, "users": users}
        return render(request, "login.html", status, **shown)


def _to(path: str) -> Response:
    return RedirectResponse(path, status_code=303)
