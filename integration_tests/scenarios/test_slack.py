"""Approve and reject in Slack: the real `wap serve --slack` on a real project, and a Slack that is
emulated."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from serving import Served, add_user
from shop import LATE, ONCE, SHOP, Project
from test_gates import with_options

from integration_tests.slack_emulator import Message, Person, SlackEmulator

pytestmark = [ONCE, pytest.mark.slow]

MANIFEST = Path(__file__).parents[2] / "examples/slack/manifest.yml"
RULE = "vars: {wap_approvers: [{name: ana, identity: slack}]}\n"
EVENTS = "select run_id, event, status from dbt_wap.events order by seq"
AMOUNTS = "select sum(amount) from main_marts.orders"


@pytest.fixture
def slack() -> Iterator[SlackEmulator]:
    with SlackEmulator(MANIFEST, seconds=20) as emulator:
        yield emulator


@pytest.fixture
def home(published: Project) -> Path:
    folder = published.root.parent / "home"
    for name in ("ana", "ben"):
        add_user(published, folder, name)
    return folder


def asks(project: Project, slack: SlackEmulator, *sql: str, code: int = 4) -> Message:
    """Run `wap`; return its message about the run, which needs ana, and her from Slack."""
    project.write({"dbt_project.yml": SHOP["dbt_project.yml"] + RULE})
    project.env = slack.env
    project.sql(*sql)
    assert project.wap("run").code == code
    return slack.messages[0]


def serve(project: Project, home: Path, slack: SlackEmulator, **env: str) -> Served:
    """Start the server, by Socket Mode unless `env` says otherwise; wait until it is connected."""
    project.env = {**slack.env, **(env or {"WAP_SLACK_APP_TOKEN": slack.app_token})}
    served = Served(project, home, "--slack")
    if "WAP_SLACK_SIGNING_SECRET" in env:
        slack.app_url = served.url
        slack.until(lambda: any(answer["ok"] for answer in slack.answers("auth.test")))
    else:
        slack.until(lambda: slack.connections)
    return served


def link(served: Served, person: Person) -> tuple[httpx.Client, str]:
    """Link a person by the page; return the browser and the path of the link."""
    person.slack.until(lambda: person.command("/wap link").acked)  # the server may still connect
    url = re.search(r"<(\S+)\|", person.note("ten minutes").text)
    assert url
    path = urlsplit(url[1]).path
    browser = served.browser(person.name)
    page = browser.get(path)
    assert page.status_code == 200, page.text + served.said
    for word in (person.name, person.id, person.team, "Link this Slack user"):
        assert word in page.text
    done = browser.post(path, data={"csrf": csrf(page.text)})
    assert "Linked." in done.text
    return browser, path


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def dialog(slack: SlackEmulator, person: Person, word: str) -> Any:
    """Wait for a dialog of the person that has the word."""
    return slack.until(lambda: (v := slack.view_of(person.id)) and word in v.words and v)


def says_nothing_is_left(person: Any) -> bool:
    """Whether `/wap status` said so; it may still show the run until the publish has ended."""
    return any("Nothing needs attention" in note.words for note in person.notes)


def test_an_approver_links_overrides_a_gate_and_prod_changes(
    published: Project, home: Path, slack: SlackEmulator
) -> None:
    published.write(with_options(max_removed=0))
    asked = asks(published, slack, "delete from raw.orders where id = 1", code=3)
    ana, ben, eve = (slack.person(name) for name in ("ana", "ben", "eve"))
    before = published.sql(AMOUNTS)
    slack.fail("auth.test", error="internal_error", times=2)
    served = serve(published, home, slack)
    assert "Slack is not connected yet" in served.said

    browser, path = link(served, ana)
    again = browser.post(path, data={"csrf": csrf(browser.get("/").text)})
    assert again.status_code == 410
    assert httpx.get(served.url + path).status_code == 303, "a login first"
    other, _ = link(served, ben)
    for client in (browser, other):
        client.close()

    eve.click(asked, "wap_approve")
    assert eve.note("/wap link")
    ben.click(asked, "wap_approve")
    assert not dialog(slack, ben, "ben is not an approver").can_submit
    assert published.sql(AMOUNTS) == before

    assert ana.click(asked, "wap_approve").acked
    view = dialog(slack, ana, "Override the gates")
    assert "orders" in view.words
    ana.submit(override=["max_removed"], publish=["yes"])
    assert view.errors == {"reason": "An override needs a reason."}
    submitted = ana.submit(override=["max_removed"], reason="It was a <test>", publish=["yes"])
    assert submitted.acked
    slack.until(lambda: "Published" in asked.text, 120)
    slack.until(lambda: any("Published" in reply.words for reply in slack.thread(asked)))
    assert not asked.buttons.keys() & {"wap_approve", "wap_reject"}
    assert len([m for m in slack.messages if m.thread_ts is None]) == 1
    assert published.sql(AMOUNTS) != before
    detail = "select actor, detail from dbt_wap.events where event = 'approved'"
    actor, said = published.sql(detail)[-1]
    known = json.loads(said)
    assert (actor, known["door"], known["identity"]) == ("ana", "slack", "slack")
    assert (known["override"], known["reason"]) == (["max_removed"], "It was a <test>")

    recorded = published.sql(EVENTS)
    assert slack.envelope("interactive", submitted.payload).acked
    slack.until(lambda: ana.command("/wap status") and says_nothing_is_left(ana))
    assert published.sql(EVENTS) == recorded
    assert served.stop() == 0, served.said
    assert slack.until(lambda: slack.connections == 0)
    for secret in (slack.app_token, slack.bot_token, path):
        assert secret not in served.said


def test_attacks_by_http_leave_no_trace_and_a_rejection_does(
    published: Project, home: Path, slack: SlackEmulator
) -> None:
    asked = asks(published, slack, LATE)
    (file,) = slack.thread(asked)
    assert b"# " in (file.files[0].content or b"")
    ana, path = slack.person("ana"), "/slack/interactions"
    served = serve(published, home, slack, WAP_SLACK_SIGNING_SECRET=slack.signing_secret)
    link(served, ana)[0].close()
    ana.command("/wap status")
    recorded, prod = published.sql(EVENTS), published.sql(AMOUNTS)
    assert ana.note(recorded[-1][0], "Needs approval")
    clicked = ana.click(asked, "wap_reject")
    dialog(slack, ana, "Reason")
    forged = urlencode({"payload": json.dumps(ana.filled(reason="Too many orders"))})
    good = slack.signed(forged)
    for headers in (
        {},
        slack.signed(forged, at=time.time() - 301),
        slack.signed(forged, secret="another"),
        {**good, "X-Slack-Signature": good["X-Slack-Signature"][:-1] + "x"},
    ):
        assert slack.post(path, forged, headers).status == 401
    for changed in (
        {"team": {"id": "T0OTHER"}},
        {"team": None, "is_enterprise_install": True},
        {"user": {"id": ana.id, "username": "ana", "team_id": "T0OTHER"}},
    ):
        assert ana.submit(changed=changed, reason="Too many orders").status == 200
        ana.click(asked, "wap_reject")
        dialog(slack, ana, "Reason")
    assert slack.post(path, clicked.body, clicked.headers).status == 200
    assert published.sql(EVENTS) == recorded

    done = ana.submit(reason="Too many <orders>")
    slack.until(lambda: "Rejected" in asked.text, 60)
    assert published.sql(EVENTS)[-1][1:] == ("rejected", "rejected")
    assert published.sql(AMOUNTS) == prod
    slack.until(lambda: any("Too many &lt;orders&gt;" in m.words for m in slack.thread(asked)))
    recorded = published.sql(EVENTS)
    retry = {**slack.signed(done.body), "X-Slack-Retry-Num": "1"}
    for headers in (retry, done.headers):
        assert slack.post(path, done.body, headers).status == 200
    assert published.sql(EVENTS) == recorded
    assert served.stop() == 0, served.said
