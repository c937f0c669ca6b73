"""`wap serve` as an attacker meets it: links, forms and requests that must change nothing."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from dbt_wap import links
from dbt_wap.serve.home import Home
from engines import PATIENCE
from serving import PASSWORD, Served
from shop import LATE, ONCE, Project

pytestmark = ONCE

BEFORE = [(3, 60)]
"""Prod before the candidate of LATE is published: how many orders, and their amount."""

HOSTILE = """o'b"\\; drop schema main_marts cascade; -- {{ 1/0 }} {% x %}"""
"""A name and a reason that would break out of a string of SQL, Jinja, YAML or a shell."""


@pytest.fixture
def waiting(published: Project) -> Project:
    """The shop with a run that needs approval, and with the user ana."""
    published.sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    home_of(published).add_user("ana", PASSWORD)
    return published


def home_of(project: Project) -> Home:
    return Home(project.root.parent / "home", project.root)


def prod(project: Project) -> list[tuple[object, ...]]:
    return project.sql("select count(*), sum(amount) from main_marts.orders")


def token_of(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def seen_of(project: Project, run_id: str) -> str:
    return str(project.wap("report", run_id, "--format", "json").json["created_at"])


class Mail:
    """The links that messages about a run carry."""

    def __init__(self, project: Project, run_id: str) -> None:
        key = links.key({}, home_of(project).folder)
        assert key
        self.key = key
        self.run_id = run_id
        self.seen = seen_of(project, run_id)

    def link(
        self, *, target: str = "prod", run_id: str | None = None, expires_at: str | None = None
    ) -> str:
        named = (run_id or self.run_id, target, self.seen)
        return "/go/" + links.sign(self.key, *named, expires_at)


def test_a_link_decides_nothing_that_its_message_did_not_show(waiting: Project) -> None:
    served = Served(waiting, home_of(waiting).folder)
    run_id, before = waiting.events()[-1][0], waiting.events()
    mail = Mail(waiting, run_id)
    good, approve = mail.link(), f"/runs/{run_id}/approve"
    with closing(served.browser("ana")) as ana:

        def leads_to(link: str) -> tuple[int, str]:
            page = ana.get(link)
            return page.status_code, page.headers.get("location", page.text)

        def is_refused(link: str, status: int, why: str, with_run: bool) -> None:
            found, text = leads_to(link)
            assert (found, why in text) == (status, True), text
            assert (f'href="/runs/{run_id}"' in text) is with_run

        login = served.client.get(good)
        assert login.status_code == 303
        assert login.headers["location"] == f"/login?next={quote(good, safe='')}"
        assert leads_to(good) == (303, f"/runs/{run_id}?{urlencode({'seen': mail.seen})}")
        is_refused(mail.link(expires_at="2026-01-01T00:00:00Z"), 410, "has expired", True)
        is_refused(good[:-2] + ("AA" if good[-2:] != "AA" else "BB"), 400, "not valid", False)
        is_refused(good.partition(".")[0], 400, "not valid", False)
        is_refused(mail.link(target="elsewhere"), 404, "another project or target", False)
        other = "20200101_000000_zzzz"
        is_refused(mail.link(run_id=other), 404, f"no run {other}", False)

        old = {"seen": mail.seen, "csrf": token_of(ana.get(f"/runs/{run_id}")), "publish": "1"}
        assert waiting.wap("audit", run_id).code == 0
        is_refused(good, 409, "was audited again", True)
        assert ana.post(approve, data=old).status_code == 409
        rejection = {**old, "reason": "of what I saw"}
        assert ana.post(f"/runs/{run_id}/reject", data=rejection).status_code == 409
        assert [event for event in waiting.events() if event[1] != "audited"] == [
            event for event in before if event[1] != "audited"
        ]
        assert prod(waiting) == BEFORE

        mail = Mail(waiting, run_id)
        assert leads_to(mail.link())[0] == 303
        form = {**old, "seen": mail.seen, "publish": ""}
        assert ana.post(approve, data=form).status_code == 303
        decided = waiting.events()
        assert decided[-1] == (run_id, "approved", "approved")
        is_refused(mail.link(), 409, "Status: approved (ana", True)
        ana.post(approve, data=form)
        assert waiting.events() == decided
        assert prod(waiting) == BEFORE
    assert served.stop() == 0, served.said
    assert "what=approve outcome=" in served.said
    assert mail.key.decode() not in served.said
    assert good.removeprefix("/go/") not in served.said


def test_a_request_that_is_not_what_it_says_changes_nothing(waiting: Project) -> None:
    run_id, before = waiting.events()[-1][0], waiting.events()
    home = home_of(waiting)
    token = home.add_token(HOSTILE)
    proxied = ("--proxy-header", "X-User", "--proxy-address", "192.0.2.1", "--log-format", "json")
    served = Served(waiting, home.folder, *proxied)
    approve = f"/runs/{run_id}/approve"
    with closing(served.browser("ana")) as ana:
        page = ana.get(f"/runs/{run_id}")
        form = {"seen": seen_of(waiting, run_id), "publish": "1", "csrf": token_of(page)}

        def is_refused(status: int, client: httpx.Client = ana, **given: Any) -> None:
            answer = client.post(approve, **{"data": form, **given})
            assert answer.status_code == status, answer.text

        is_refused(403, data={**form, "csrf": ""})
        is_refused(403, headers={"Origin": "https://evil.example"})
        is_refused(403, headers={"Sec-Fetch-Site": "cross-site"})
        is_refused(421, headers={"Host": "evil.example"})
        is_refused(400, headers={"X-User": "ben"})
        is_refused(400, headers={"X-User": "ben", "X-Forwarded-For": "192.0.2.1"})
        is_refused(413, data={**form, "reason": "x" * 70_000})
        is_refused(415, data=None, json=form)
        is_refused(303, served.client)
        is_refused(303, served.client, headers={"Authorization": f"Bearer {token}"})
        assert ana.post(f"/api/v1{approve}", json={"seen": form["seen"]}).status_code == 401

        for _ in range(5):
            assert log_in(served, "ana", "wrong horse").status_code == 403
        late = log_in(served, "ana", PASSWORD)
        assert late.status_code == 429
        assert 0 < int(late.headers["retry-after"]) <= 300

        home.remove_user("ana")
        is_refused(303)
        assert ana.get("/").headers["location"] == "/login"
        cookies = list(ana.cookies.values())
    assert waiting.events() == before
    assert prod(waiting) == BEFORE
    with served.api(token) as api:
        answer = api.post(f"/runs/{run_id}/reject", json={"reason": HOSTILE})
        assert answer.status_code == 200, answer.text
    query = "select actor, detail from dbt_wap.events order by seq desc limit 1"
    [(actor, detail)] = waiting.sql(query)
    assert (actor, json.loads(detail)["reason"]) == (HOSTILE, HOSTILE)
    assert prod(waiting) == BEFORE
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "server" not in page.headers

    assert served.stop() == 0, served.said
    said = [json.loads(line) for line in served.said.splitlines()]
    audited = [line["data"] for line in said if line["info"]["name"] == "Audit"]
    logins = [line["outcome"] for line in audited if line["what"] == "login"]
    wrong = ["refused: wrong name or password"] * 5
    assert logins == ["done", *wrong, "refused: too many failures"]
    assert {line["address"] for line in audited} == {"127.0.0.1"}
    for secret in (PASSWORD, "wrong horse", token, form["csrf"], home.key, *cookies):
        assert secret not in served.said


def log_in(served: Served, name: str, password: str) -> httpx.Response:
    with httpx.Client(base_url=served.url, timeout=PATIENCE) as client:
        form = {"name": name, "password": password, "csrf": token_of(client.get("/login"))}
        return client.post("/login", data=form)
