"""Who gets in: through a cookie, a proxy header or a token; and forms of other sites do nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from dbt_wap.serve.model import ServeOptions
from dbt_wap.serve.security import csrf
from secured_site import ANA, Browser, Site, audited, made_home

PROXY = ServeOptions(
    proxy_header="X-User", proxy_groups_header="X-Groups", proxy_addresses=("10.0.0.0/24",)
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(made_home(tmp_path, "ana"))


@pytest.fixture
def proxied(tmp_path: Path) -> Site:
    return Site(made_home(tmp_path), PROXY)


@pytest.fixture
def ana(site: Site) -> Browser:
    browser = Browser(site)
    assert browser.login().status_code == 303
    return browser


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/", "/login"),
        ("/runs/a?seen=b%26c", "/login?next=%2Fruns%2Fa%3Fseen%3Db%2526c"),
        ("/nowhere", "/login?next=%2Fnowhere"),
        ("//evil.example", "/login"),
        ("/logins", "/login?next=%2Flogins"),
    ],
)
def test_a_page_leads_to_the_login_and_the_login_back(site: Site, path: str, back: str) -> None:
    answer = Browser(site).get("http://127.0.0.1:8765" + path)
    assert (answer.status_code, answer.headers["location"]) == (303, back)


def test_a_form_of_someone_who_is_not_logged_in_does_nothing(site: Site) -> None:
    answer = Browser(site).post("/runs/a/approve", {"reason": "x"})
    assert answer.headers["location"] == "/login?next=%2Fruns%2Fa"
    assert not site.decided


def test_open_paths_need_no_one(site: Site) -> None:
    stranger = Browser(site)
    assert stranger.get("/healthz").text == "None"
    assert stranger.get("/static/app.css").text == "None"
    assert stranger.get("/api/v1/healthz").status_code == 200
    assert stranger.get("/login").status_code == 200
    assert stranger.post("/slack/commands", {"text": "x" * 100_000}).text == "100005"


def test_a_form_of_ours_is_read_and_given_on(site: Site, ana: Browser) -> None:
    answer = ana.form("/runs/a", "/runs/a/approve", reason="é & b")
    [(person, reasons)] = site.decided
    assert (person and person.name, person and person.identity) == ("ana", "password")
    assert person
    assert person.door == "page"
    assert reasons == ["é & b"]
    assert "reason=%C3%A9" in answer.text, "the body can be read again"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8765"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8765"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_a_form_that_another_site_sends_does_nothing(
    site: Site, ana: Browser, headers: dict[str, str]
) -> None:
    data = {"csrf": ana.token("/runs/a"), "reason": "x"}
    answer = ana.post("/runs/a/approve", data, headers)
    assert answer.status_code == 403
    assert csrf.ANOTHER_SITE in answer.text
    assert not site.decided


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {},
    ],
)
def test_a_form_that_our_page_sends_works(
    site: Site, ana: Browser, headers: dict[str, str]
) -> None:
    assert ana.post("/runs/a/approve", {"csrf": ana.token("/")}, headers).status_code == 200
    assert len(site.decided) == 1


def test_the_origin_behind_a_proxy_is_the_public_one(tmp_path: Path) -> None:
    site = Site(made_home(tmp_path, "ana"), ServeOptions(public_url="https://wap.example"))
    browser = Browser(site, url="https://wap.example")
    browser.login()
    data = {"csrf": browser.token("/")}
    evil = browser.post("/runs/a/approve", data, {"Origin": "https://wap.example.evil"})
    assert (evil.status_code, len(site.decided)) == (403, 0)
    browser.post("/runs/a/approve", data, {"Origin": "https://wap.example"})
    assert len(site.decided) == 1


def test_a_form_without_the_token_of_this_session_does_nothing(site: Site, ana: Browser) -> None:
    other = Browser(site)
    other.login()
    stranger = Browser(site)
    for token in ("", "x", "é", other.token("/"), stranger.token("/login")):
        answer = ana.post("/runs/a/approve", {"csrf": token, "reason": "x"})
        assert answer.status_code == 403
        assert "out of date" in answer.text
    assert ana.post("/runs/a/approve", {"reason": "x"}).status_code == 403
    assert not site.decided


def test_the_token_is_not_read_from_the_url(site: Site, ana: Browser) -> None:
    answer = ana.post(f"/runs/a/approve?csrf={ana.token('/')}", {"reason": "x"})
    assert (answer.status_code, site.decided) == (403, [])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"csrf=x", "text/plain", 415),
        (b"csrf=x", "multipart/form-data; boundary=x", 415),
        (b"reason=%ff", "application/x-www-form-urlencoded", 400),
        (b"reason=\xff", "application/x-www-form-urlencoded", 400),
        (b"&".join([b"a=1"] * 101), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_a_body_that_is_not_a_small_form_is_refused(
    site: Site, ana: Browser, body: bytes, kind: str, status: int
) -> None:
    async def send() -> int:
        headers = {"Content-Type": kind}
        answer = await ana.client.post("/runs/a/approve", content=body, headers=headers)
        return answer.status_code

    import asyncio

    assert asyncio.run(send()) == status
    assert not site.decided


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "QUERY"])
def test_every_other_method_needs_a_token_too(site: Site, ana: Browser, method: str) -> None:
    import asyncio

    answer = asyncio.run(ana.client.request(method, "/runs/a"))
    assert answer.status_code == 403


def test_the_api_takes_tokens_and_nothing_else(site: Site, ana: Browser) -> None:
    token = site.home.add_token("bot")
    assert "name='bot', door='api', identity='token'" in _api(ana, f"Bearer {token}").text
    assert _api(ana, f"bearer {token}").status_code == 200
    for given in (None, "", f"Basic {token}", f"Bearer {token}x", "Bearer", f"{token}"):
        answer = _api(ana, given)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["error"]["prod"] == "unchanged"
    data = {"csrf": ana.token("/")}
    assert ana.post("/api/v1/runs/a/approve", data).status_code == 401
    assert not site.decided
    site.home.remove_token("bot")
    assert _api(ana, f"Bearer {token}").status_code == 401


def _api(browser: Browser, authorization: str | None):  # type: ignore[no-untyped-def]
    headers = {} if authorization is None else {"Authorization": authorization}
    return browser.get("/api/v1/runs", headers)


def test_a_token_opens_no_page(site: Site) -> None:
    headers = {"Authorization": f"Bearer {site.home.add_token('bot')}"}
    assert Browser(site).get("/", headers).status_code == 303


def test_a_person_of_the_proxy_decides_with_a_token_of_their_own(proxied: Site) -> None:
    browser = Browser(proxied, address="10.0.0.7")
    ana = {"X-User": "ana", "X-Groups": "data-leads, all"}
    assert browser.form("/runs/a", "/runs/a/approve", ana, reason="x").status_code == 200
    [(person, _)] = proxied.decided
    assert person
    assert (person.name, person.door, person.identity) == ("ana", "page", "proxy")
    assert person.groups == ("data-leads", "all")
    token = browser.token("/runs/a", ana)
    ben = browser.post("/runs/a/approve", {"csrf": token}, {"X-User": "ben"})
    assert (ben.status_code, len(proxied.decided)) == (403, 1)


def test_a_name_of_the_proxy_is_one_that_can_be_linked_to_slack(proxied: Site) -> None:
    browser = Browser(proxied, address="10.0.0.7")
    for sent in ("jose\u0301@example.com".encode(), ("x" * 200).encode()):
        browser.form("/runs/a", "/runs/a/approve", {"X-User": sent}, reason="x")
    names = [person.name for person, _ in proxied.decided if person]
    assert names == ["jos\u00e9@example.com", "x" * 200]
    for name in names:
        proxied.home.link_slack("T1", "U1", name)
        assert proxied.home.slack_name("T1", "U1") == name


def test_a_request_of_the_proxy_without_the_header_is_not_logged_in(proxied: Site) -> None:
    browser = Browser(proxied, address="10.0.0.7")
    assert browser.get("/", {"X-User": "ana"}).status_code == 200
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("10.0.1.7", [("X-User", "ana")]),
        ("127.0.0.1", [("X-User", "ana"), ("X-Forwarded-For", "10.0.0.7")]),
        ("10.0.1.7", [("x-user", "")]),
        ("10.0.1.7", [("X-Groups", "data-leads")]),
        ("10.0.0.7", [("X-User", "ana"), ("X-User", "ben")]),
        ("10.0.0.7", [("X-User", "ana, ben")]),
        ("10.0.0.7", [("X-User", " ")]),
        ("10.0.0.7", [("X-User", "ana"), ("X-Groups", "a"), ("X-Groups", "data-leads")]),
        ("10.0.0.7", [("X-User", b"\xff\xfe")]),
        ("10.0.0.7", [("X-User", "an\x7fa")]),
        ("10.0.0.7", [("X-User", "x" * 201)]),
    ],
)
def test_a_header_that_cannot_be_believed_is_refused(
    proxied: Site, address: str, headers: list[tuple[str, str]]
) -> None:
    with audited() as lines:
        answer = Browser(proxied, address=address).get("/", headers)
    assert answer.status_code == 400
    assert "Nothing was done." in answer.text
    assert [line["address"] for line in lines] == [address]


def test_a_header_that_is_not_switched_on_means_nothing(site: Site) -> None:
    headers = {"X-User": "ana", "Remote-User": "ana", "X-Forwarded-User": "ana"}
    assert Browser(site).get("/", headers).status_code == 303


def test_with_a_proxy_users_can_still_log_in_by_password(tmp_path: Path) -> None:
    site = Site(made_home(tmp_path, "ana"), PROXY)
    browser = Browser(site, address="10.0.0.7")
    assert browser.login().status_code == 303
    assert "name='ana'" in (browser.who() or "")
    ben = browser.get("/", {"X-User": "ben"})
    assert "ben" in ben.text, "the proxy knows better who that is"


def test_a_refused_request_is_in_the_audit_log_without_its_secrets(
    site: Site, ana: Browser
) -> None:
    with audited() as lines:
        ana.post("/go/SECRET", {"reason": "x", "csrf": ANA})
        ana.post("/login/once/SECRET", {"csrf": "SECRET"})
        _api(ana, "Bearer SECRET")
    assert [line["what"] for line in lines] == [
        "POST /go/...",
        "POST /login/once/...",
        "GET /api/v1/runs",
    ]
    assert lines[0]["who"] == "ana"
    assert not [line for line in lines if "SECRET" in str(line) or ANA in str(line)]
