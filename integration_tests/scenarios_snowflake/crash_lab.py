"""A small project on the emulator, its states at every statement of a command, what is true there.

A process that is killed leaves what the statements before have made: one run of a command shows
all states in which it can die. An error at a statement is another thing, for the process lives on
and tidies up: that needs a run for each statement.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dbt_wap.dbt.dbt
import pytest
from engine_snowflake import DATABASE, Database, profile
from shop import LATE, ORDERS, SHOP, Project, Result, new_project

FILES = {
    "dbt_project.yml": """
name: shop
version: "1.0"
profile: shop
flags: {send_anonymous_usage_stats: false}
models:
  shop:
    core: {+schema: core, +materialized: table}
    marts: {+schema: marts, +materialized: view}
""",
    "macros/generate_schema_name.sql": SHOP["macros/generate_schema_name.sql"],
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/core/orders.sql": "select id, region, amount from {{ source('raw', 'orders') }}",
    "models/core/order_log.sql": """
{{ config(materialized='incremental', unique_key='id') }}
select id, day from {{ source('raw', 'orders') }}
{% if is_incremental() %} where day > (select max(day) from {{ this }}) {% endif %}
""",
    "models/marts/totals.sql": """
select region, sum(amount) as amount from {{ ref('orders') }} group by region
""",
    "models/marts/sizes.sql": """
{{ config(materialized='table') }}
select region, count(*) as n from {{ ref('orders') }} group by region
""",
    "models/models.yml": """
models: [{name: orders, columns: [{name: id, data_tests: [unique]}]}]
""",
}
CHANGES = {
    "models/core/orders.sql": """
select id, region, amount, amount / 10 as tax from {{ source('raw', 'orders') }}
""",
    "models/marts/taxes.sql": """
select region, sum(tax) as tax from {{ ref('orders') }} group by region
""",
}
"""What the second run publishes: `taxes` needs a column that only the candidate has."""

READERS = """
create role reader; grant usage on database shop to role reader;
grant usage on schema main_core to role reader; grant usage on schema main_marts to role reader;
grant select on all tables in schema main_core to role reader;
grant select on all tables in schema main_marts to role reader;
grant select on all views in schema main_marts to role reader;
grant select on future views in schema main_marts to role reader;
alter schema main_core set comment = 'the core of it'
"""
PROD = ("MAIN_CORE", "MAIN_MARTS")
_READ = re.compile(r"\s*(select|with|show|desc|describe|alter session|use|begin)\b", re.I)

Facts = dict[str, Any]


def changes(text: str) -> bool:
    """The statement may change the warehouse."""
    return not _READ.match(text)


@dataclass
class Point:
    """The state that a process leaves when it dies right after the n-th statement of a command."""

    n: int
    text: str
    state: Any


class Lab:
    """The project and the emulator that it is on, which can be put into any state."""

    name = "snowflake"

    def __init__(self, root: Path) -> None:
        from integration_tests.snowflake_emulator import Emulator

        self._emulator = Emulator
        first = Emulator()
        self._port = first.port
        fields = {**first.connection(), "database": DATABASE}
        first.stop()
        self.profile = profile(**fields).replace('"threads": 2', '"threads": 1')
        self.live: Any = None
        self._connections: dict[str, Database] = {}
        self._shared = dbt_wap.dbt.backends.InProcess()
        self.project: Project = new_project(root, self)  # type: ignore[arg-type]

    # -- states --------------------------------------------------------------------------------

    def create(self, root: Path) -> Any:
        self.close()
        self.live = self._emulator(self._port, databases=(DATABASE,)).__enter__()
        return None

    def put(self, state: Any, *, dead: bool = True) -> None:
        """The emulator has this state; the time of who held the lock in it is over."""
        self.close()
        self.live = self._emulator(self._port, engine=state.copy()).__enter__()
        if dead and self.lock:
            self.sql(f"update {self.lock} set expires_at = 0")

    def keep(self) -> Any:
        """The state of now, for `put`."""
        return self.live.engine.copy()

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()
        if self.live:
            self.live.stop()
            self.live = None

    # -- commands ------------------------------------------------------------------------------

    def wap(self, *arguments: str) -> Result:
        """`wap` has run in a thread of its own: dbt looks at the whole stack again and again."""
        results: list[Result] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dbt_wap.dbt.dbt, "InProcess", lambda: self._shared)
            thread = threading.Thread(
                target=lambda: results.append(self.project.wap(*arguments, "--quiet"))
            )
            thread.start()
            thread.join()
        return results[0]

    def parse_again(self) -> None:
        """The files of the project have changed."""
        self._shared = dbt_wap.dbt.backends.InProcess()

    def fails_at(self, n: int, kind: str, *arguments: str) -> Result:
        """The command has run, and its n-th statement met the fault, if there was one."""
        self.live.fail_at(n, kind)
        result = self.wap(*arguments)
        self.live.clear_faults()
        return result

    def interrupted_at(self, call: int, *arguments: str) -> Result:
        """The command has run; Ctrl-C came during its n-th command of dbt, which ended well."""
        invoke, calls = self._shared.invoke, []

        def noticed(*args: Any) -> Any:
            calls.append(args)
            outcome = invoke(*args)
            if len(calls) == call:
                raise KeyboardInterrupt
            return outcome

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self._shared, "invoke", noticed)
            result = self.wap(*arguments)
        assert len(calls) >= call
        return result

    def statements(self, *arguments: str) -> list[Any]:
        """What the command sends, inner statements of blocks included."""
        before = len(self.live.statements())
        result = self.wap(*arguments)
        assert result.code == 0, result.err
        return list(self.live.statements()[before:])

    def points(self, *arguments: str, code: int | None = 0) -> list[Point]:
        """All states that the command goes through, as its statements bring them about."""
        found: list[Point] = []
        engine = self.live.engine
        with _told(engine, lambda text: self._record(found, text)):
            result = self.wap(*arguments)
        assert code is None or result.code == code, result.err
        return found

    def _record(self, found: list[Point], text: str) -> None:
        same = bool(found) and not changes(text)
        state = found[-1].state if same else self.keep()
        found.append(Point(len(found) + 1, " ".join(text.split("/* {")[0].split()), state))

    # -- facts ---------------------------------------------------------------------------------

    def sql(self, *statements: str, role: str = "ACCOUNTADMIN") -> list[Any]:
        if role not in self._connections:
            arguments = self.live.connection(database=DATABASE, role=role)
            self._connections[role] = Database(**arguments)
        return self._connections[role].sql(*statements)

    @property
    def lock(self) -> str | None:
        """The table of the lock, while it is held."""
        found = self.sql("show tables like 'LOCK__SHOP%' in database shop")
        return f"DBT_WAP.{found[0][1]}" if found else None

    def is_locked(self) -> bool:
        return self.lock is not None

    def status(self) -> Any:
        result = self.wap("status", "--json")
        assert result.code == 0, result.err
        return result.json

    def schemas(self) -> dict[str, str]:
        """The comments of all schemas, by name."""
        return {row[1]: row[6] for row in self.sql("show schemas in database shop")}

    def relations(self) -> list[tuple[str, str, str]]:
        """Schema, name and kind of everything but the state of wap."""
        return self.sql(
            "select table_schema, table_name, table_type from information_schema.tables"
            " where table_schema not in ('INFORMATION_SCHEMA', 'DBT_WAP') order by 1, 2"
        )

    def rows(self, schema: str, name: str, role: str = "ACCOUNTADMIN") -> Any:
        """What a role reads, or why it cannot."""
        from snowflake.connector.errors import Error

        try:
            return sorted(self.sql(f"select * from {schema}.{name}", role=role), key=repr)
        except Error as error:
            return f"unreadable: {error.msg}"

    def prod(self) -> Facts:
        """What readers see in prod."""
        return {
            f"{schema}.{name}": self.rows(schema, name, "READER")
            for schema, name, _ in self.relations()
            if schema in PROD
        }

    def warehouse(self) -> Facts:
        """All there is but the state of wap: schemas, rows, views, grants. Run ids are numbered."""
        views = "select table_schema, table_name, view_definition from information_schema.views"
        shown = "show grants to role reader"
        facts = {
            "schemas": self.schemas(),
            "rows": {f"{s}.{n}": self.rows(s, n) for s, n, _ in self.relations()},
            "views": sorted(
                [schema, name, text.partition(" as (")[2]]
                for schema, name, text in self.sql(views)
                if schema != "INFORMATION_SCHEMA"
            ),
            "grants": sorted([row[1], row[2], row[3], row[6]] for row in self.sql(shown)),
        }
        return self._numbered(facts)

    def records(self) -> Facts:
        """What wap itself knows, without times: an event that is repeated counts once."""
        events: list[Any] = []
        for event in self.sql("select run_id, event, status from dbt_wap.events order by seq"):
            if event not in events[-2:]:
                events.append(event)
        phases = "select distinct run_id, phase from dbt_wap.fingerprints"
        runs = "select run_id from dbt_wap.runs"
        return self._numbered(
            {
                "events": events,
                "phases": sorted(self.sql(phases)),
                "runs": sorted(self.sql(runs)),
                "locked": self.is_locked(),
            }
        )

    def _numbered(self, facts: Facts) -> Facts:
        text = json.dumps(facts, default=str, sort_keys=True)
        for number, (run,) in enumerate(self.sql("select run_id from dbt_wap.runs order by 1")):
            text = re.sub(run, f"RUN{number}", text, flags=re.I)
        again: Facts = json.loads(text)
        return again

    def digest(self) -> str:
        return json.dumps([self.warehouse(), self.records()], sort_keys=True)


@contextmanager
def _told(engine: Any, after: Callable[[str], None]) -> Iterator[None]:
    """After each statement, in blocks too, the function hears its text."""
    execute, inside = engine.execute, engine.run_inside

    def executed(session: Any, text: str, *rest: Any) -> Any:
        try:
            return execute(session, text, *rest)
        finally:
            after(text)

    def ran_inside(session: Any, text: str) -> Any:
        try:
            return inside(session, text)
        finally:
            after(text)

    engine.execute, engine.run_inside = executed, ran_inside
    try:
        yield
    finally:
        del engine.execute, engine.run_inside


class Story:
    """The states that the tests begin with: published once, a candidate that is approved, both."""

    def __init__(self, root: Path) -> None:
        lab = self.lab = Lab(root)
        lab.project.write(FILES)
        lab.sql(ORDERS)
        self._done("run", "--auto-approve")
        lab.sql(READERS, LATE)
        lab.project.write(CHANGES)
        lab.parse_again()
        self.published_once = lab.keep()
        self.first_run = lab.status()["run_id"]
        self.old = lab.prod()
        self._done("run", "--no-publish")
        self._done("approve")
        self.approved = lab.keep()
        self._done("publish")
        self.published = lab.keep()
        self.new = lab.prod()
        self.after_publish = lab.warehouse()
        self._done("rollback")
        self.after_rollback = lab.warehouse()
        assert lab.prod() == self.old
        lab.put(self.approved)
        self._done("reject", "--reason", "no")
        self.rejected = lab.keep()
        lab.put(self.approved)
        self._done("discard")
        self.after_discard = lab.warehouse()
        assert lab.prod() == self.old != self.new

    def _done(self, *arguments: str) -> None:
        result = self.lab.wap(*arguments)
        assert result.code == 0, result.err
