"""The Prefect channel resumes the flow run that waits for a decision."""

from __future__ import annotations

import base64
import json

import pytest
from dbt_wap.model import RunEvent
from dbt_wap.notify.message import message
from dbt_wap.notify.prefect import ENDS_A_WAIT, Prefect
from dbt_wap.notify.threads import flow_run_of
from local_server import Local, answer
from made_notices import notice

FLOW_RUN = "0a1b2c3d-0000-4000-8000-000000000001"


def channel(local: Local, **secrets: str) -> Prefect:
    made = Prefect.of({"PREFECT_API_URL": f"{local.url}/api/", **secrets})
    assert made
    return made


@pytest.mark.parametrize(
    ("event", "decision"),
    [("approved", "yes"), ("published", "yes"), ("rejected", "no"), ("discarded", "no")],
)
def test_a_decision_elsewhere_resumes_the_flow_run(local: Local, event: str, decision: str) -> None:
    made = notice(event, actor="ben", comment="it is fine").in_thread(None, FLOW_RUN)

    assert channel(local).send(made).arrived

    (request,) = local.requests
    assert request.path.endswith(f"/api/flow_runs/{FLOW_RUN}/resume")
    told = json.loads(request.body)
    assert told == {"run_input": {"decision": decision, "reason": "it is fine", "who": "ben"}}
    assert "Authorization" not in request.headers


def test_a_run_of_no_flow_is_left_alone(local: Local) -> None:
    assert channel(local).send(notice("approved")).arrived
    assert local.requests == []


def test_only_the_end_of_a_wait_is_told() -> None:
    assert {"waiting", "partly_approved", "audit_failed", "rolled_back"}.isdisjoint(ENDS_A_WAIT)


def test_without_an_api_url_there_is_no_channel() -> None:
    assert Prefect.of({}) is None
    assert Prefect.of({"PREFECT_API_URL": " "}) is None


@pytest.mark.parametrize(
    ("secrets", "header"),
    [
        ({"PREFECT_API_KEY": "pnu_1"}, "Bearer pnu_1"),
        (
            {"PREFECT_API_AUTH_STRING": "admin:pass"},
            "Basic " + base64.b64encode(b"admin:pass").decode(),
        ),
    ],
)
def test_it_logs_in_with_the_variables_of_prefect(
    local: Local, secrets: dict[str, str], header: str
) -> None:
    made = channel(local, **secrets)

    assert made.send(notice("approved").in_thread(None, FLOW_RUN)).arrived

    (request,) = local.requests
    assert request.headers["Authorization"] == header
    assert not any(secret in repr(made) for secret in secrets.values())


def test_an_api_that_fails_is_a_problem_in_words(local: Local) -> None:
    local.script = [answer(404)]

    delivery = channel(local).send(notice("approved").in_thread(None, FLOW_RUN))

    assert not delivery.arrived
    assert "404" in delivery.problems[0]


def test_more_pages_about_the_run_are_links_of_the_message() -> None:
    pages = (("Open the flow run", "https://prefect.example/runs/1"), ("Local", "not a link"))

    links = message(notice("waiting", links=pages)).links

    assert [(link.label, link.url) for link in links][-1:] == [pages[0]]


def test_the_newest_flow_run_is_the_one_that_waits() -> None:
    events: list[RunEvent] = [
        {"at": "", "event": event, "status": "", "actor": "", "detail": detail}
        for event, detail in (
            ("notified", {"channel": "Prefect", "flow_run_id": "old"}),
            ("notified", {"channel": "Prefect", "flow_run_id": "new"}),
            ("notified", {"channel": "Slack", "ts": "1", "channel_id": "C1"}),
            ("approved", {"flow_run_id": "not this"}),
        )
    ]

    assert flow_run_of(events) == "new"
    assert flow_run_of(events[2:]) is None
