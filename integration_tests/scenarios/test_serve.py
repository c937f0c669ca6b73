"""`wap serve` on a real project: what it answers, what it holds, and how it ends."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from serving import Asked, Served, add_token
from shop import LATE, ONCE, Project, wait_until

pytestmark = ONCE

BROKEN = """
    dev: {type: duckdb, path: "{{ env_var('NOT_SET') }}", schema: dev}
    cloud: {type: not_an_adapter, schema: main}
"""
"""Two more targets: one lacks a variable, the other an adapter."""


@pytest.fixture
def waiting(published: Project) -> Project:
    """The shop with a run that needs approval, and two targets that cannot be read."""
    published.sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    profiles = (published.root / "profiles.yml").read_text()
    return published.write({"profiles.yml": profiles + BROKEN.lstrip("\n")})


def test_it_lists_what_waits_and_leaves_the_file_to_others(waiting: Project) -> None:
    run_id = waiting.events()[-1][0]
    token = add_token(waiting, waiting.root.parent / "home", "ana")
    served = Served(waiting, waiting.root.parent / "home")
    assert served.client.get("/healthz").json()["status"] == "ok"
    assert served.client.get("/").status_code in (303, 401, 403)
    with served.api(token) as api, closing(served.log_in()) as browser:
        assert run_id in browser.get("/").text
        found = api.get("/runs").json()
        assert found["runs"][0]["run_id"] == run_id
        assert set(found["faults"]) == {"dev", "cloud"}
        assert "NOT_SET" in found["faults"]["dev"]["what"]

        with duckdb.connect(str(waiting.root / "shop.duckdb")):
            held, page = api.get(f"/runs/{run_id}"), browser.get(f"/runs/{run_id}")
        assert held.status_code == page.status_code == 503
        assert str(os.getpid()) in page.text
        assert str(os.getpid()) in held.json()["error"]["what"]
        assert api.get(f"/runs/{run_id}").json()["status"] == "awaiting_approval"
        assert waiting.sql("select count(*) from main_marts.orders") == [(3,)]
        assert api.get("/runs/20200101_000000_zzzz").status_code == 404

        waiting.write({"models/marts/more.sql": "select 1 as id"})
        rejected = api.post(f"/runs/{run_id}/reject", json={"reason": "not today"})
        assert rejected.json()["status"] == "rejected"
    assert waiting.events()[-1] == (run_id, "rejected", "rejected")
    assert served.stop() == 0, served.said
    assert served.process.stdout
    assert served.process.stdout.read() == ""
    assert "Traceback" not in served.said


GATED_VIEW = """
{{ config(materialized='view', post_hook='select 1') }}
{% if execute and env_var('GATE', '') and not dbt_wap.is_audit() %}
    {% do run_query(
        "select * from read_csv('" ~ env_var('GATE')
        ~ "', header=false, auto_detect=false, columns={'n': 'integer'})"
    ) %}
{% endif %}
select region, sum(amount) as amount, count(*) as orders from {{ ref('orders') }} group by region
"""
"""A view that dbt builds again after the swap, which waits at a named pipe while it is built."""


class Gate:
    """A named pipe: whatever reads it waits until the gate is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._end: int | None = None
        os.mkfifo(path)

    def is_reached(self) -> bool:
        try:
            self._end = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # it has no reader yet
            return False
        return True

    def open(self) -> None:
        assert self._end is not None
        os.write(self._end, b"3\n")
        self.close()

    def close(self) -> None:
        if self._end is not None:
            os.close(self._end)
            self._end = None


@pytest.fixture
def gate(published: Project) -> Gate:
    """The gate of a publish; the run of the shop needs approval."""
    published.write({"models/marts/totals.sql": GATED_VIEW}).sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    gate = Gate(published.root / "gate")
    published.env["GATE"] = str(gate.path)
    return gate


def test_a_publish_survives_the_end_of_its_server(published: Project, gate: Gate) -> None:
    """Killed, another server finishes it; asked to stop, the server finishes it first."""
    home, run_id = published.root.parent / "home", published.events()[-1][0]
    token = add_token(published, home, "ana")

    served = Served(published, home)
    with served.api(token) as api:
        seen = api.get(f"/runs/{run_id}/report").json()["created_at"]
        assert api.post(f"/runs/{run_id}/approve", json={"seen": seen}).status_code == 200
        asked = Asked(served.api(token), f"/runs/{run_id}/publish")
        wait_until(gate.is_reached, "a publish at the gate", served.process)
        meanwhile = api.get("/runs", timeout=10).json()
        assert meanwhile["working"]["run_id"] == run_id
        assert meanwhile["runs"][0]["status"] == "approved", "as it was read before the publish"
        assert api.get(f"/runs/{run_id}", timeout=10).json()["job"]["by"] == "ana"
    served.kill()
    gate.close()
    assert asked.answer() is None
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    published.expire_locks()

    served = Served(published, home)
    with served.api(token) as api:
        found = api.get(f"/runs/{run_id}").json()
        assert found["status"] == "publish_interrupted"
        assert "publish" in found["may"]
    asked = Asked(served.api(token), f"/runs/{run_id}/publish")
    wait_until(gate.is_reached, "a publish at the gate", served.process)
    served.process.send_signal(signal.SIGTERM)
    wait_until(lambda: "waiting up to 60 s" in served.said, "its last words", served.process)
    gate.open()
    assert served.wait() == 0, served.said
    answer = asked.answer()
    assert answer is not None
    assert answer.json()["status"] == "published", answer.text
    assert (run_id, "published", "published") in published.events()
    assert published.sql("select sum(orders) from main_marts.totals") == [(4,)]


@pytest.mark.slow
def test_a_second_signal_stops_at_once_and_says_what_is_left(
    published: Project, gate: Gate
) -> None:
    home, run_id = published.root.parent / "home", published.events()[-1][0]
    assert published.wap("approve").code == 0
    token = add_token(published, home, "ana")
    served = Served(published, home)
    asked = Asked(served.api(token), f"/runs/{run_id}/publish")
    wait_until(gate.is_reached, "a publish at the gate", served.process)
    served.process.send_signal(signal.SIGTERM)
    wait_until(lambda: "waiting up to 60 s" in served.said, "its last words", served.process)
    served.process.send_signal(signal.SIGTERM)
    assert served.wait() == 8, served.said
    asked.answer()
    gate.close()
    assert f"next: wap status {run_id} --target prod" in served.said
    assert "terminate called" not in served.said
    published.expire_locks()
    assert published.wap("status", "--json").json["status"] == "publish_interrupted"
