"""Passwords, sessions, the throttle, and one-time links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dbt_wap.serve.model import ServeOptions
from dbt_wap.serve.security import sessions, throttle
from secured_site import ANA, Browser, Site, audited, made_home

HOUR = 60 * 60


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(made_home(tmp_path, "ana"))


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site)


def cookies(answer: object) -> list[str]:
    return answer.headers.get_list("set-cookie")  # type: ignore[attr-defined]


def test_a_login_leads_back(browser: Browser) -> None:
    answer = browser.login(next="/runs/a?seen=b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs/a?seen=b")
    assert "name='ana', door='page', identity='password'" in (browser.who() or "")
    again = browser.get("/login?next=/runs/a")
    assert (again.status_code, again.headers["location"]) == (303, "/runs/a")


def test_a_login_leads_to_no_other_site(browser: Browser) -> None:
    assert browser.login(next="//evil.example").headers["location"] == "/"
    page = browser.get("/login?next=https://evil.example")
    assert page.headers["location"] == "/"


def test_the_name_is_the_one_that_was_added(browser: Browser) -> None:
    browser.login(name=" ANA ")
    assert "name='ana'" in (browser.who() or "")


@pytest.mark.parametrize(
    ("name", "password"), [("ana", "wrong horse"), ("ana", ""), ("eve", ANA), ("", "")]
)
def test_a_wrong_password_and_an_unknown_name_look_the_same(
    site: Site, name: str, password: str
) -> None:
    browser = Browser(site)
    with audited() as lines:
        answer = browser.login(name, password)
    assert answer.status_code == 403
    assert "The name or the password is wrong." in answer.text
    assert browser.who() is None
    [line] = lines
    assert line["who"] == ("ana" if name == "ana" else "unknown"), "it could be a password"
    if password:
        assert password not in answer.text
        assert password not in str(line)


def test_a_name_is_escaped_in_the_form(browser: Browser) -> None:
    assert '"><script>' not in browser.login(name='"><script>').text


def test_a_login_of_another_site_does_nothing(site: Site, browser: Browser) -> None:
    data = {"name": "ana", "password": ANA}
    assert browser.post("/login", data).status_code == 403
    browser.get("/login")
    assert browser.post("/login", data).status_code == 403
    token = Browser(site).token("/login")
    assert browser.post("/login", {**data, "csrf": token}).status_code == 403
    assert browser.who() is None


def test_the_cookie_is_not_for_scripts_nor_for_other_sites(browser: Browser) -> None:
    [cookie] = cookies(browser.login())
    assert cookie.startswith("wap_")
    assert re.search(r"HttpOnly.*Path=/.*SameSite=lax", cookie)
    assert "Domain" not in cookie
    assert "Secure" not in cookie, "a browser would not keep it without TLS"


def test_with_https_the_cookie_belongs_to_this_host_alone(tmp_path: Path) -> None:
    site = Site(made_home(tmp_path, "ana"), ServeOptions(public_url="https://wap.example"))
    browser = Browser(site, url="https://wap.example")
    [cookie] = cookies(browser.login())
    assert cookie.startswith("__Host-wap_")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert browser.who()


def test_two_servers_of_one_machine_do_not_take_each_others_cookies(tmp_path: Path) -> None:
    one, two = (Site(made_home(tmp_path / name, "ana")) for name in "ab")
    [first], [second] = cookies(Browser(one).login()), cookies(Browser(two).login())
    assert first.split("=")[0] != second.split("=")[0]


def test_a_login_gets_a_cookie_of_its_own(site: Site, browser: Browser) -> None:
    """An attacker who planted a session before the login does not have the one after it."""
    token = browser.token("/login")
    planted = dict(browser.client.cookies)
    browser.post("/login", {"csrf": token, "name": "ana", "password": ANA})
    attacker = Browser(site)
    attacker.client.cookies.update(planted)
    assert attacker.who() is None
    assert attacker.post("/login", {"csrf": token, "name": "ana"}).status_code == 403


def test_a_session_ends_without_requests_and_at_the_latest_after_twelve_hours(
    site: Site, browser: Browser
) -> None:
    browser.login()
    start = site.clock.now
    for passed in range(HOUR, 12 * HOUR, HOUR):
        site.clock.now = start + passed
        assert browser.who(), "each request puts the end off"
    site.clock.now = start + 12 * HOUR - 1
    assert browser.who()
    site.clock.now = start + 12 * HOUR
    assert browser.who() is None
    site.clock.now = start
    browser.login()
    site.clock.now = start + 2 * HOUR
    assert browser.who() is None


def test_a_cookie_from_the_future_is_not_believed(site: Site, browser: Browser) -> None:
    browser.login()
    site.clock.now -= 10
    assert browser.who(), "the clock was set right"
    site.clock.now -= 60
    assert browser.who() is None


def test_a_logout_ends_the_session_on_the_server(site: Site, browser: Browser) -> None:
    browser.login()
    thief, other = Browser(site), Browser(site)
    thief.client.cookies.update(browser.client.cookies)
    other.login()
    assert thief.who()
    answer = browser.form("/", "/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert browser.who() is None
    assert thief.who() is None
    assert other.who(), "only this session ends"


def test_a_logout_needs_a_token(browser: Browser) -> None:
    browser.login()
    assert browser.post("/logout").status_code == 403
    assert browser.get("/logout").status_code == 405
    assert browser.who()


def test_a_removed_user_and_another_password_end_all_sessions(site: Site) -> None:
    browser = Browser(site)
    browser.login()
    site.home.add_user("ana", ANA)
    assert browser.who() is None
    browser.login()
    assert browser.who()
    site.home.remove_user("ana")
    assert browser.who() is None
    site.home.add_user("ana", ANA)
    assert browser.who() is None, "another user of the same name is another person"


def test_a_removed_name_ends_its_session_of_a_one_time_link(site: Site, browser: Browser) -> None:
    path = f"/login/once/{site.home.add_login('ben')}"
    browser.form(path, path)
    ana = Browser(site)
    ana.login()
    assert browser.who()
    assert site.home.remove_user("Ben")
    assert browser.who() is None
    assert ana.who()


@pytest.mark.parametrize("change", ["cut", "swapped", "other key"])
def test_a_forged_cookie_logs_no_one_in(site: Site, tmp_path: Path, change: str) -> None:
    browser = Browser(site)
    browser.login()
    [(name, value)] = browser.client.cookies.items()
    if change == "other key":
        other = made_home(tmp_path / "other", "ana")
        forged = sessions.Sessions(other, https=False, clock=site.clock)
        session = forged.start("ana", "password")
        [cookie] = set_cookie(forged, session)
        value = cookie.partition("=")[2].partition(";")[0]
    else:
        value = value[:-1] if change == "cut" else value[1:] + value[0]
    browser.client.cookies.clear()
    browser.client.cookies.set(name, value)
    assert browser.who() is None


def set_cookie(made: sessions.Sessions, session: sessions.Session) -> list[str]:
    from starlette.responses import Response

    response = Response()
    made.set_cookie(response, session)
    return response.headers.getlist("set-cookie")


def test_after_five_failures_the_right_password_has_to_wait(
    site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = stopped_clock(monkeypatch)
    for _ in range(5):
        assert browser.login(password="x").status_code == 403
    for _ in range(5):
        assert browser.login(name="eve", password="x").status_code == 403
    for name in ("ana", "ANA", "eve"):
        answer = browser.login(name=name)
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "300"
        assert "Try again in 5 min." in answer.text
    assert browser.who() is None
    now.at += 299
    assert browser.login().headers["retry-after"] == "1"
    now.at += 2
    assert browser.login().status_code == 303


class StoppedClock:
    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def time(self) -> float:
        return self.at


def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    now = StoppedClock()
    monkeypatch.setattr("limits.storage.memory.time", now)
    monkeypatch.setattr(throttle, "time", now)
    return now


def test_a_success_forgets_the_failures_of_the_user() -> None:
    limit = throttle.Throttle()
    for _ in range(4):
        limit.failed("ana", "10.0.0.1")
    limit.succeeded("ANA")
    for _ in range(4):
        limit.failed("ana", "10.0.0.1")
    assert not limit.wait("ana", "10.0.0.1")
    limit.failed("ana", "10.0.0.1")
    assert limit.wait("ana", "10.0.0.2")
    assert not limit.wait("ben", "10.0.0.1")


def test_other_spellings_of_a_name_are_the_same_user() -> None:
    limit = throttle.Throttle()
    for name in ("jos\u00e9", "jose\u0301", "JOS\u00c9", "JOSE\u0301", "Jos\u00e9"):
        assert not limit.wait(name, "10.0.0.1")
        limit.failed(name, "10.0.0.1")
    assert limit.wait("jos\u00e9", "10.0.0.1")


def test_an_address_that_tries_many_names_has_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    now = stopped_clock(monkeypatch)
    limit = throttle.Throttle()
    for at in range(20):
        assert not limit.wait(f"user{at}", "10.0.0.1")
        limit.failed(f"user{at}", "10.0.0.1")
    assert limit.wait("ana", "10.0.0.1") == 300
    assert not limit.wait("ana", "10.0.0.2")
    now.at += 301
    assert not limit.wait("ana", "10.0.0.1")


def test_a_one_time_link_logs_in_once_after_a_click(site: Site, browser: Browser) -> None:
    path = f"/login/once/{site.home.add_login('ana')}"
    assert Browser(site).get(path).status_code == 200, "a preview does not use it up"
    assert Browser(site).post(path).status_code == 403
    answer = browser.form(path, path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "name='ana', door='page', identity='shell'" in (browser.who() or "")
    other = Browser(site)
    assert other.form(path, path).status_code == 410
    assert other.who() is None


def test_a_one_time_link_that_is_old_or_made_up_logs_no_one_in(site: Site) -> None:
    for token in (site.home.add_login("ana", seconds=-1), "x"):
        browser = Browser(site)
        answer = browser.form("/login", f"/login/once/{token}")
        assert answer.status_code == 410
        assert "wap serve --open" in answer.text
        assert browser.who() is None


def test_without_users_the_login_says_how_to_add_one(tmp_path: Path) -> None:
    page = Browser(Site(made_home(tmp_path))).get("/login").text
    assert "wap serve --add-user NAME" in page
    assert "password" not in re.findall(r"<input[^>]*>", page)
