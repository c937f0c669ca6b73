"""The generic webhook gets a JSON document that its secret signs."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import time
import uuid
from pathlib import Path

import pytest
from dbt_wap.notify.notice import FOR_MACHINES
from dbt_wap.notify.webhook import Webhook
from dbt_wap.notify.webhook_message import payload
from golden import golden_notice
from jsonschema import Draft202012Validator
from local_server import Local, answer
from made_notices import HOSTILE, NOTICE, VALUE, hostile, notice, relation, some_notice

ROOT = Path(__file__).parents[3]
DOCUMENTED = Draft202012Validator(json.loads((ROOT / "docs/webhook.schema.json").read_text()))


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature as a receiver computes it."""
    message = f"{timestamp}.".encode() + body
    return "v1=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def test_a_delivery_is_signed_over_its_time_and_its_exact_body(local: Local) -> None:
    assert Webhook(local.url, "s3cret").send(NOTICE).arrived
    (request,) = local.requests
    headers = request.headers
    assert abs(int(headers["Wap-Timestamp"]) - time.time()) < 60
    assert headers["Wap-Signature"] == signature("s3cret", headers["Wap-Timestamp"], request.body)
    assert uuid.UUID(headers["Wap-Delivery"]).version == 4
    assert headers["Content-Type"].startswith("application/json")
    assert json.loads(request.body) == payload(NOTICE)
    assert "s3cret" not in request.body.decode()


def test_every_delivery_has_another_id_and_a_retry_has_the_same(local: Local) -> None:
    local.script = [answer(503, Retry_After="0"), answer(200)]
    assert Webhook(local.url, "s").send(NOTICE).arrived
    assert Webhook(local.url, "s").send(NOTICE).arrived
    ids = [request.headers["Wap-Delivery"] for request in local.requests]
    signatures = {request.headers["Wap-Signature"] for request in local.requests[:2]}
    assert ids[0] == ids[1] != ids[2]
    assert len(signatures) == 1


def test_without_a_secret_there_is_no_signature(local: Local) -> None:
    channel = Webhook.of({"WAP_WEBHOOK_URL": local.url, "WAP_WEBHOOK_SECRET": ""})
    assert channel is not None
    assert channel.send(NOTICE).arrived
    assert "Wap-Signature" not in local.requests[0].headers
    assert "Wap-Timestamp" in local.requests[0].headers


def test_a_refusal_is_one_sentence_without_the_secret(local: Local) -> None:
    local.script = [answer(401, "bad signature")]
    made = Webhook(local.url, "s3cret").send(NOTICE)
    assert not made.arrived
    assert made.problems == ("The webhook answered 401 (bad signature).",)


def test_the_document_has_the_three_worst_relations_and_the_approvals() -> None:
    relations = [relation(f"t{n}", removed=n) for n in range(1, 6)]
    approvals = [{"by": "ana", "at": "2026-03-01T11:00:00Z", "door": "page", "override": []}]
    rule = {"approvers": [{"group": "leads"}], "min_approvals": 2}
    told = payload(notice(relations=relations, approval=rule, approvals=approvals))
    assert [each["name"] for each in told["relations"]["worst"]] == ["t5", "t4", "t3"]
    assert told["relations"]["worst"][0]["rows"]["removed"] == 5
    assert (told["relations"]["total"], told["relations"]["changed"]) == (5, 5)
    assert told["approval"]["needed"] == 2
    assert told["approval"]["rule"] == "2 approvals by group leads"
    assert told["approval"]["given"][0]["by"] == "ana"


def test_the_document_is_as_documented_and_has_the_same_fields_for_every_event() -> None:
    DOCUMENTED.check_schema(DOCUMENTED.schema)
    assert set(DOCUMENTED.schema["properties"]["event"]["enum"]) == FOR_MACHINES
    for event in FOR_MACHINES:
        told = payload(golden_notice(event))
        DOCUMENTED.validate(told)
        assert sorted(told) == sorted(DOCUMENTED.schema["required"])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_a_string_and_nothing_more(name: str) -> None:
    for made in (each for each in hostile(name) if each.event in FOR_MACHINES):
        told = payload(made)
        DOCUMENTED.validate(told)
        assert told["project"] == name
        assert json.loads(json.dumps(told, allow_nan=False)) == told
        assert told["links"] == {"run": None, "report": None}
        assert len(told["reasons"]) <= 100
        assert all(command.startswith("wap ") for command in told["next"])


@pytest.mark.parametrize("seed", range(30))
def test_no_document_has_a_value_of_a_row(seed: int) -> None:
    written = json.dumps(payload(some_notice(random.Random(seed))))
    assert VALUE.split("@")[0] not in written
