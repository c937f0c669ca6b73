"""The API over HTTP, with a stand-in for the service."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dbt_wap.errors import (
    Cancelled,
    ConfigError,
    DbtFailed,
    Interrupted,
    Locked,
    Rejected,
    Stale,
    WapError,
)
from dbt_wap.model import Person
from dbt_wap.serve.app import create_app
from dbt_wap.serve.home import Home
from dbt_wap.serve.json_schema import faults
from dbt_wap.serve.model import Job, ServeOptions
from dbt_wap.serve.openapi import OPERATIONS, document
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from standin import PUBLISHED, SEEN, WAITS, WRITING, StandIn, TestClient
from starlette.applications import Starlette

OF_ALL = {"code", "where", "what", "prod", "next"}


def made_app(service: Any, folder: Path) -> tuple[Starlette, dict[str, str]]:
    """The application of `wap serve`, and the tokens of ben and eve."""
    home = Home(folder / "home", folder / "project")
    tokens = {name: home.add_token(name) for name in ("ben", "eve")}
    return create_app(service, home, ServeOptions(public_url="http://testserver")), tokens


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def service() -> StandIn:
    return StandIn()


@pytest.fixture
def site(service: StandIn, tmp_path: Path) -> tuple[Starlette, dict[str, str]]:
    return made_app(service, tmp_path)


@pytest.fixture
def client(site: tuple[Starlette, dict[str, str]]) -> Iterator[TestClient]:
    """A client with the token of ben."""
    app, tokens = site
    at = "http://testserver/api/v1"
    headers = bearer(tokens["ben"])
    with TestClient(app, at, headers=headers, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def eve(site: tuple[Starlette, dict[str, str]]) -> dict[str, str]:
    """The header of another person, who may not approve."""
    return bearer(site[1]["eve"])


def error_of(answer: Any, status: int) -> dict[str, Any]:
    """The error of an answer, which has the form of the contract."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == OF_ALL
    return dict(body["error"])


def test_health_and_the_document_need_no_token(client: TestClient) -> None:
    del client.headers["authorization"]
    assert client.get("/healthz").json()["status"] == "ok"
    answer = client.get("/openapi.json")
    assert answer.json() == document(("prod", "dev"))
    assert answer.headers["cache-control"] == "no-store"


def test_the_runs_are_those_of_all_targets_with_the_faults(
    client: TestClient, service: StandIn
) -> None:
    service.faults = {"dev": Locked("dbt", "the file is locked by process 7")}
    answer = client.get("/runs").json()
    assert [run["run_id"] for run in answer["runs"]] == [WRITING, WAITS, PUBLISHED]
    assert answer["runs"][1]["may"] == ["approve", "reject"]
    assert answer["faults"]["dev"]["what"] == "the file is locked by process 7"
    assert (answer["read_at"], answer["working"]) == (SEEN, None)


def test_the_runs_are_filtered_before_they_are_counted(
    client: TestClient, service: StandIn
) -> None:
    answer = client.get("/runs?status=published&target=prod&limit=1").json()
    assert [run["run_id"] for run in answer["runs"]] == [PUBLISHED]
    assert client.get("/runs?target=dev").json()["runs"] == []
    assert client.get("/runs?limit=2").json()["runs"][1]["run_id"] == WAITS
    assert service.limits == [200, 200, 2]


def test_the_runs_of_an_environment_are_listed_separately(
    client: TestClient, service: StandIn
) -> None:
    service.runs[WAITS] = replace(service.runs[WAITS], env="pr_1")
    assert [r["run_id"] for r in client.get("/runs?env=pr_1").json()["runs"]] == [WAITS]
    assert [r["env"] for r in client.get("/runs?env=-").json()["runs"]] == [None, None]
    assert client.get(f"/runs/{WAITS}").json()["env"] == "pr_1"


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("limit=0", "limit: expected 1 to 200, got 0"),
        ("limit=201", "limit: expected 1 to 200, got 201"),
        ("limit=ten", "limit: expected an integer, got 'ten'"),
        ("limit=1_0", "limit: expected an integer, got '1_0'"),
        ("limit=" + "9" * 5000, "limit: expected an integer, got '9999"),
        ("limit=", "limit: expected an integer, got ''"),
        ("limit=1&limit=2", "'limit': is given twice"),
        ("target=nowhere", "target: expected one of prod, dev, got 'nowhere'"),
        ("status=good", "status: expected one of writing,"),
        ("page=2", "'page': unknown, expected limit, target, status, env"),
    ],
)
def test_a_query_that_is_not_valid_is_refused(client: TestClient, query: str, what: str) -> None:
    assert error_of(client.get(f"/runs?{query}"), 422)["what"].startswith(what)


def test_a_run_has_the_conditions_of_the_caller(client: TestClient, eve: dict[str, str]) -> None:
    mine = client.get(f"/runs/{WAITS}").json()
    assert mine["can_approve"]["allowed"] is True
    assert mine["report_created_at"] == SEEN
    assert mine["tests"]["pass"] == 3
    assert mine["events"][0]["actor"] == "ada"
    theirs = client.get(f"/runs/{WAITS}", headers=eve).json()
    assert [each["holds"] for each in theirs["can_approve"]["conditions"]] == [True, False]
    writing = client.get(f"/runs/{WRITING}").json()
    assert (writing["tests"], writing["report_created_at"]) == (None, None)


def test_a_running_job_is_part_of_the_answers(client: TestClient, service: StandIn) -> None:
    service.job = Job("publish", WAITS, "prod", Person("ana"))
    service.job.say("swapping")
    job = client.get(f"/runs/{WAITS}").json()["job"]
    assert (job["action"], job["by"], job["lines"]) == ("publish", "ana", ["swapping"])
    assert client.get("/runs").json()["working"] == job
    service.job.end(None)
    assert client.get(f"/runs/{WAITS}").json()["job"] is None


def test_the_report_is_answered_as_stored(client: TestClient) -> None:
    report = client.get(f"/runs/{WAITS}/report").json()
    assert (report["run_id"], report["created_at"]) == (WAITS, SEEN)
    assert "has no report" in error_of(client.get(f"/runs/{WRITING}/report"), 404)["what"]


def test_decisions_reach_the_service_as_the_person_of_the_token(
    client: TestClient, service: StandIn
) -> None:
    body = {"seen": SEEN, "reason": "looks right"}
    answer = client.post(f"/runs/{WAITS}/approve", json=body)
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["run_id"]) == ("approved", WAITS)
    answer = client.post(f"/runs/{WAITS}/reject", json={"reason": "wrong", "seen": SEEN})
    assert answer.json()["status"] == "rejected"
    answer = client.post(f"/runs/{PUBLISHED}/rollback")
    assert answer.json()["outcome"] == f"run {PUBLISHED} rollbacked"
    assert service.done == [
        ("approve", WAITS, "ben", body),
        ("reject", WAITS, "ben", {"reason": "wrong", "seen": SEEN}),
        ("rollback", PUBLISHED, "ben", {}),
        ("rollback", PUBLISHED, "finished"),
    ]


def test_only_a_token_opens_the_api(client: TestClient, service: StandIn) -> None:
    secured = [each for each in OPERATIONS if 401 in each.fails]
    assert len(secured) == len(OPERATIONS) - 2
    del client.headers["authorization"]
    given = [{}, {"Cookie": "wap_session=x"}, bearer("no"), {"Authorization": "Basic YTpi"}]
    for each in secured:
        for headers in given:
            path = each.path.format(run_id=WAITS)
            answer = client.request(each.method, path, headers=headers, json={"seen": SEEN})
            assert error_of(answer, 401)["next"] == "wap serve --add-token NAME"
            assert answer.headers["www-authenticate"] == "Bearer"
    assert service.done == []


def test_a_person_who_may_not_approve_is_forbidden(
    client: TestClient, service: StandIn, eve: dict[str, str]
) -> None:
    answer = client.post(f"/runs/{WAITS}/approve", json={"seen": SEEN}, headers=eve)
    error = error_of(answer, 403)
    assert (error["code"], error["what"]) == (4, f"eve may not approve run {WAITS}")
    assert service.done == []


@pytest.mark.parametrize(
    ("error", "status", "headers"),
    [
        (DbtFailed("dbt", "no connection"), 502, {}),
        (ConfigError("approve", "the run is published"), 409, {}),
        (Rejected("publish", "the run was rejected"), 409, {}),
        (Stale("approve", "the run was audited again"), 409, {}),
        (Locked("publish", "another process holds the lock"), 503, {"retry-after": "10"}),
        (Cancelled("publish", "the server stops"), 503, {"retry-after": "10"}),
        (Interrupted("publish", "it stopped", prod="1 of 2 schemas swapped"), 500, {}),
        (WapError("x", "anything else"), 500, {}),
    ],
)
def test_each_error_of_the_service_has_its_status(
    client: TestClient, service: StandIn, error: WapError, status: int, headers: dict[str, str]
) -> None:
    service.fails = error
    answer = client.post(f"/runs/{WAITS}/reject", json={"reason": "wrong"})
    assert error_of(answer, status) == {
        "code": int(error.exit_code),
        "where": error.where,
        "what": error.what,
        "prod": error.prod or "unchanged",
        "next": error.next_command,
    }
    assert headers.items() <= dict(answer.headers).items()


def test_an_error_after_a_decision_says_that_it_was_made(
    client: TestClient, service: StandIn
) -> None:
    service.locked_after = "rollback"
    error = error_of(client.post(f"/runs/{PUBLISHED}/rollback"), 503)
    assert (error["code"], error["prod"]) == (7, f"run {PUBLISHED} rollbacked")


def test_a_bug_is_answered_as_json(client: TestClient, service: StandIn) -> None:
    service.fails = KeyError("odd")
    assert "KeyError: 'odd' (a bug in wap" in error_of(client.get("/runs"), 500)["what"]


def test_what_is_no_operation_is_answered_as_json(client: TestClient) -> None:
    for path in ("/nothing", "/runs/", f"/runs/{WAITS}/discard", "/runs/a/b/c", "/RUNS"):
        what = f"GET '/api/v1{path}': Not Found"
        assert error_of(client.get(path), 404)["what"] == what
    for run_id in ("20261126_101500_k00z", "20261126", "%00", "..", "%F0%9F%92%A9", "k" * 3000):
        assert error_of(client.get(f"/runs/{run_id}"), 404)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "POST"):
        answer = client.request(method, "/runs")
        assert error_of(answer, 405)
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert client.get(f"/runs/{WAITS}/approve").headers["allow"] == "POST"


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "what"),
    [
        (b"seen=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "expected the"),
        (b"{}", {}, 415, "expected the header Content-Type"),
        (b"{", JSON, 400, "the body is not JSON"),
        (b"\xff", JSON, 400, "the body is not JSON"),
        (b'{"seen": NaN}', JSON, 400, "the body is not JSON: NaN"),
        (b"[" * 50_000, JSON, 400, "the body is not JSON"),
        (b"1" * 10_000, JSON, 400, "the body is not JSON"),
        (b" " * 65_537, JSON, 413, "the body of a request has at most 64 KiB"),
        (b"[]", JSON, 422, "the body: expected an object, got list"),
        (b"null", JSON, 422, "the body: expected an object, got None"),
        (b"", {}, 422, "seen: is missing"),
        (b"{}", JSON, 422, "seen: is missing"),
        (b'{"seen": ""}', JSON, 422, "seen: is an empty string"),
        (b'{"seen": 5, "seem": 1}', JSON, 422, "seen: expected a string, got 5; 'seem': unknown"),
        (b'{"seen": null}', JSON, 422, "seen: expected a string, got None"),
        (b'{"seen": "a\\u0000"}', JSON, 422, "seen: has a NUL character"),
        (b'{"seen": "\\ud800"}', JSON, 422, "seen: has a surrogate without its pair"),
        (b'{"seen": "a", "reason": " \\n"}', JSON, 422, "reason: is an empty string"),
        (b'{"seen": "a", "override": ["x"]}', JSON, 422, "reason: is missing, override requires"),
        (b'{"seen": "a", "override": []}', JSON, 422, "override: expected 1 to 100 items, got 0"),
        (b'{"seen": "a", "override": "x"}', JSON, 422, "override: expected an array, got 'x'"),
        (b'{"seen": "a", "override": [true]}', JSON, 422, "override[0]: expected a string"),
        (b'{"\\ud800": 1}', JSON, 422, "seen: is missing; '\\ud800': unknown"),
    ],
)
def test_a_body_that_is_not_valid_is_refused(
    client: TestClient,
    service: StandIn,
    body: bytes,
    headers: dict[str, str],
    status: int,
    what: str,
) -> None:
    answer = client.post(f"/runs/{WAITS}/approve", content=body, headers=headers)
    assert error_of(answer, status)["what"].startswith(what)
    assert service.done == []


def test_a_body_without_a_length_is_limited_too(client: TestClient) -> None:
    chunks = iter([b" " * 40_000] * 2)
    answer = client.post(f"/runs/{WAITS}/approve", content=chunks, headers=JSON)
    assert error_of(answer, 413)["what"].endswith("the body of a request has at most 64 KiB")


def test_a_body_with_a_charset_is_read(client: TestClient, service: StandIn) -> None:
    kind = {"Content-Type": "Application/JSON; charset=utf-8"}
    body = json.dumps({"reason": "é 😀", "seen": SEEN}).encode()
    assert client.post(f"/runs/{WAITS}/approve", content=body, headers=kind).status_code == 200
    assert service.done[0][3]["reason"] == "é 😀"


def test_a_publish_goes_on_when_the_client_has_gone(
    service: StandIn, site: tuple[Starlette, dict[str, str]]
) -> None:
    app, tokens = site

    async def disconnect() -> None:
        service.gate = asyncio.Event()
        path = f"/api/v1/runs/{PUBLISHED}/rollback"
        headers = {"host": "testserver", **bearer(tokens["ben"])}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "POST", "path": path, "root_path": "", "headers": raw}
        scope |= {"query_string": b"", "server": ("localhost", 80), "scheme": "http"}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            raise AssertionError("the client has gone")

        task = asyncio.ensure_future(app(scope, receive, send))
        while not service.done:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        service.gate.set()
        while len(service.done) < 2:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(disconnect(), 20))
    assert service.done[1] == ("rollback", PUBLISHED, "finished")


def test_every_schema_of_the_document_is_one() -> None:
    made = document()
    for schema in made["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    text = json.dumps(made)
    for found in {part.split('"')[0] for part in text.split('"#/components/')[1:]}:
        group, _, name = found.partition("/")
        assert name in made["components"][group], found


def test_the_check_knows_every_keyword_of_a_request() -> None:
    known = {
        *("type", "description", "properties", "required", "additionalProperties", "enum"),
        *("dependentRequired", "items", "minItems", "maxItems", "minimum", "maximum", "default"),
        *("maxLength", "pattern"),
    }

    def keywords(schema: dict[str, Any]) -> Iterator[str]:
        yield from schema
        if schema["type"] == "object":
            assert schema["additionalProperties"] is False
        for each in (*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])):
            yield from keywords(each)

    for operation in (each for path in document()["paths"].values() for each in path.values()):
        body = operation.get("requestBody", {}).get("content", {})
        schemas = [each["schema"] for each in (*body.values(), *operation.get("parameters", ()))]
        assert {name for schema in schemas for name in keywords(schema)} <= known


BODIES = {
    each.name: document()["paths"][each.path]["post"]["requestBody"]["content"]["application/json"]
    for each in OPERATIONS
    if each.body
}
LETTERS = st.text("a \n\x00é😀\x1f\u3000", max_size=5)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), LETTERS, st.lists(LETTERS, max_size=3), st.just({})
)
NAMES = st.sampled_from(["seen", "reason", "override", "x"])


@given(st.one_of(VALUES, st.dictionaries(NAMES, st.one_of(LETTERS, VALUES))))
@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@pytest.mark.parametrize("name", BODIES)
def test_the_check_agrees_with_json_schema(name: str, body: Any) -> None:
    schema = BODIES[name]["schema"]
    assert Draft202012Validator(schema).is_valid(body) is (list(faults(body, schema)) == [])
