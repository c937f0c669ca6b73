"""The API of `wap serve` decides over runs of a real project, as the approval rule allows."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from dbt_wap.serve.openapi import document
from engines import PATIENCE
from jsonschema import Draft202012Validator
from serving import Served, add_token
from shop import LATE, ONCE, Project, wait_until

pytestmark = ONCE

RULE = "\nvars: {wap_approvers: [{name: ben, identity: token}]}\n"


def checked(answer: httpx.Response, schema: str, status: int = 200) -> Any:
    """The JSON of an answer, which has this schema of the OpenAPI document."""
    assert answer.status_code == status, answer.text
    made = {**document(), "$ref": f"#/components/schemas/{schema}"}
    found = answer.json()
    assert [each.message for each in Draft202012Validator(made).iter_errors(found)] == []
    return found


def refused(answer: httpx.Response, status: int, code: int) -> str:
    """What the error of an answer says."""
    error = checked(answer, "Error", status)["error"]
    assert (error["code"], error["prod"]) == (code, "unchanged")
    return str(error["what"])


def test_a_token_approves_publishes_and_rolls_back(published: Project) -> None:
    home = published.root.parent / "home"
    project = (published.root / "dbt_project.yml").read_text() + RULE
    published.write({"dbt_project.yml": project}).sql(LATE)
    before = published.snapshot()
    assert published.wap("run", "--no-publish").code == 0
    ben, eve = (add_token(published, home, name) for name in ("ben", "eve"))
    served = Served(published, home)

    with served.api(ben) as api, served.api(eve) as other, served.api("wrong") as stranger:
        run = checked(api.get("/runs?status=awaiting_approval"), "Runs")["runs"][0]
        at = f"/runs/{run['run_id']}"
        refused(stranger.get(at), 401, 2)
        refused(stranger.post(f"{at}/reject", json={"reason": "no"}), 401, 2)
        assert checked(other.get(at), "RunAnswer")["can_approve"]["allowed"] is False
        found = checked(api.get(at), "RunAnswer")
        assert found["can_approve"]["allowed"] is True
        assert found["tests"]["fail"] == 0
        seen = checked(api.get(f"{at}/report"), "Report")["created_at"]
        assert found["report_created_at"] == seen

        assert "eve" in refused(other.post(f"{at}/approve", json={"seen": seen}), 403, 4)
        refused(other.post(f"{at}/publish"), 403, 4)
        assert "not approved" in refused(api.post(f"{at}/publish"), 409, 4)
        refused(api.post(f"{at}/approve", json={"seen": "2026-01-01T00:00:00Z"}), 409, 6)
        given = {"seen": seen, "reason": "é 'quoted' 😀", "override": ["no_gate"]}
        assert "no_gate" in refused(api.post(f"{at}/approve", json=given), 409, 2)
        assert published.snapshot() == before
        assert published.events()[-1][1] == "audited"

        del given["override"]
        approved = checked(api.post(f"{at}/approve", json=given), "DecidedRun")
        assert approved["status"] == "approved"
        (approval,) = approved["approvals"]
        assert (approval["by"], approval["door"]) == ("ben", "api")
        assert (approval["identity"], approval["reason"]) == ("token", given["reason"])

        refused(api.post(f"{at}/publish", json={"seen": "2026-01-01T00:00:00Z"}), 409, 6)
        with pytest.raises(httpx.ReadTimeout):
            api.post(f"{at}/publish", timeout=httpx.Timeout(PATIENCE, read=0.01))
        wait_until(lambda: api.get(at).json()["status"] == "published", "a publish", served.process)
        assert published.sql("select count(*), sum(amount) from main_marts.orders") == [(4, 101)]

        rolled_back = checked(api.post(f"{at}/rollback", json={"reason": "oops"}), "DecidedRun")
        assert rolled_back["status"] == "rolled_back"
        assert rolled_back["outcome"].startswith(f"run {run['run_id']} rolled back")
        assert published.snapshot() == before

        removed = published.wap("serve", "--home", str(home), "--remove-token", "ben")
        assert removed.code == 0, removed.err
        refused(api.get(at), 401, 2)
    assert served.stop() == 0, served.said
    assert "Traceback" not in served.said
