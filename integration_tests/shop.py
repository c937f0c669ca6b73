"""What scenarios are made of: a small dbt project, and `wap` or `dbt` run on it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from engines import PATIENCE, Engine, Gate, Row, Warehouse
from report_contract import faults_of

REPOSITORY = Path(__file__).resolve().parents[1]
DBT = str(Path(sys.executable).with_name("dbt"))
ONCE = pytest.mark.only_on("duckdb", reason="the engine makes no difference to it")

SHOP = {
    "dbt_project.yml": """
name: shop
version: "1.0"
profile: shop
flags:
  send_anonymous_usage_stats: false
models:
  shop:
    core: {+schema: core, +materialized: view}
    marts: {+schema: marts, +materialized: table}
seeds:
  shop: {+schema: core}
""",
    "macros/generate_schema_name.sql": """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
""",
    "models/sources.yml": """
sources:
  - name: raw
    tables: [{name: orders}]
""",
    "models/core/stg_orders.sql": """
select id, region, amount, day from {{ source('raw', 'orders') }}
""",
    "models/marts/orders.sql": """
select o.id, o.region, r.label, o.amount, o.day
from {{ ref('stg_orders') }} o left join {{ ref('regions') }} r using (region)
""",
    "models/marts/totals.sql": """
{{ config(materialized='view') }}
select region, sum(amount) as amount from {{ ref('orders') }} group by region
""",
    "models/marts/order_log.sql": """
{{ config(materialized='incremental', unique_key='id') }}
select id, amount, day from {{ ref('stg_orders') }}
{% if is_incremental() %} where day > (select max(day) from {{ this }}) {% endif %}
""",
    "models/models.yml": """
models:
  - name: orders
    columns:
      - {name: id, data_tests: [unique, not_null]}
      - {name: amount, data_tests: [not_null]}
  - name: order_log
    columns: [{name: id, data_tests: [unique]}]
  - name: stg_orders
    columns: [{name: id, data_tests: [not_null]}]
  - name: totals
    columns: [{name: region, data_tests: [unique]}]
""",
    "seeds/regions.csv": "region,label\nn,North\ns,South\n",
}
"""Two schemas, main_core and main_marts: a seed, a view, a table, a view on it, an incremental."""

BASE = {name: text for name, text in SHOP.items() if not name.startswith(("models/", "seeds/"))}
"""The same project without its models and seeds."""

ORDERS = """
create schema if not exists raw;
create or replace table raw.orders (id integer, region varchar, amount integer, day date);
insert into raw.orders values (1, 'n', 10, date '2024-01-01'), (2, 's', 20, date '2024-01-02'),
    (3, 'n', 30, date '2024-01-03')
"""

FOURTH = "insert into raw.orders values (4, 's', 40, date '2024-01-04')"
LATE = f"{FOURTH};\nupdate raw.orders set amount = 11 where id = 1"
NEW = "insert into raw.orders values (9, 's', 90, date '2024-01-09')"
"""What comes into the source later: one order more, the same and another amount, a later order."""

PRODS = ("main_core", "main_marts")
INTERRUPTED = ("publishing", "publish_interrupted")
TESTED = "models: [{name: orders, columns: [{name: id, data_tests: [unique]}]}]"
"""The schemas that the shop publishes to; the statuses of a publish that has not ended; the least
test that an audit needs."""


EPOCH = {
    "duckdb": "select cast(epoch(now()) as bigint)",
    "snowflake": "select date_part(epoch_second, current_timestamp())",
}


@dataclass
class Result:
    """What one command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Project:
    """A dbt project in a folder of its own, and the warehouse that it builds."""

    root: Path
    engine: Engine
    warehouse: Warehouse
    env: dict[str, str] = field(default_factory=dict)
    checked: dict[Path, int] = field(default_factory=dict)

    def write(self, files: Mapping[str, str]) -> Project:
        """The files are in the project, in place of what was there."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.lstrip("\n"))
        return self

    def write_gated(self, model: str, forever: bool = False) -> Gate:
        """A table whose build waits at a gate; behind it, it may go on until it is stopped."""
        gate = self.warehouse.gate(self.root, forever)
        self.write({f"models/marts/{model}.sql": gate.model})
        return gate

    def remove(self, *names: str) -> Project:
        for name in names:
            (self.root / name).unlink()
        return self

    def sql(self, *statements: str) -> list[Row]:
        """The statements have run on the warehouse, by their own connection; rows of the last."""
        return self.warehouse.sql(*statements)

    def schemas(self) -> set[str]:
        return self.warehouse.schemas()

    def kinds(self, *schemas: str) -> dict[str, str]:
        """What is in these schemas, or in all of them: table or view, by schema.name."""
        found = self.warehouse.relations().items()
        return {f"{s}.{n}": kind for (s, n), kind in found if not schemas or s in schemas}

    def view_texts(self) -> dict[str, str]:
        """The definitions of all views, in lower case, by schema.name."""
        return {
            f"{schema}.{name}": self.warehouse.definition(schema, name).lower()
            for (schema, name), kind in self.warehouse.relations().items()
            if kind == "view"
        }

    def snapshot(self, *schemas: str) -> dict[str, Any]:
        """Everything there is to know of these schemas: definitions and rows, for equality."""
        found: dict[str, Any] = {}
        for (schema, name), kind in self.warehouse.relations().items():
            if schema in (schemas or ("main_marts",)):
                text = self.warehouse.definition(schema, name)
                rows = self.warehouse.rows(schema, name)
                found[f"{schema}.{name}"] = (kind, text, rows)
        return found

    def hold_lock(self, seconds: int) -> str:
        """Take the lock for some seconds, under the id feedbeef; return its table."""
        place = {"duckdb": "shop.main", "snowflake": "SHOP.MAIN"}[self.engine.name]
        table = f"dbt_wap.lock__shop__{hashlib.md5(place.encode()).hexdigest()[:8]}"
        now = self.sql(EPOCH[self.engine.name])[0][0]
        self.sql(
            f"create table {table} as select 'feedbeef' as token, 'bob' as holder, 'elsewhere' as "
            "host, '4711' as pid, '2026-01-01T00:00:00.000000Z' as since, "
            f"cast({now} + {seconds} as bigint) as expires_at"
        )
        return table

    def locks(self) -> list[str]:
        """The tables of all locks that are held."""
        return [name for name in self.kinds("dbt_wap") if ".lock__" in name]

    def expire_locks(self) -> None:
        """Let a held lock expire."""
        for name in self.locks():
            self.sql(f"update {name} set expires_at = expires_at - 1000000")

    def events(self) -> list[tuple[str, str, str]]:
        """Run id, event and status of everything that was recorded, in order."""
        found = self.sql("select run_id, event, status from dbt_wap.events order by seq")
        return [(str(run_id), str(event), str(status)) for run_id, event, status in found]

    def report(self) -> dict[str, Any]:
        """The relations of the last report by schema.name, with all names as in `snapshot`."""
        shown, found = self.engine.shown, {}
        for entry in self.wap("report", "--format", "json").json["relations"]:
            columns = entry["columns"]
            entry["key"] = entry["key"] and [shown(name) for name in entry["key"]]
            columns["added"] = [shown(name) for name in columns["added"]]
            columns["removed"] = [shown(name) for name in columns["removed"]]
            columns["changed"] = {shown(name): n for name, n in columns["changed"].items()}
            found[f"{shown(entry['schema'])}.{shown(entry['name'])}"] = entry
        return found

    def wap(self, *arguments: str) -> Result:
        """`wap` has run in this process, as a user off a terminal would see it."""
        from dbt_wap.cli.commands import spread, wap

        result = self._in_process(lambda: wap.main(spread(arguments), prog_name="wap"))
        if {"run", "audit"} & set(arguments):
            self._check_reports()
        return result

    def publish(self, *flags: str) -> Result:
        """`wap run --auto-approve` has published what the project makes now."""
        result = self.wap("run", "--auto-approve", *flags)
        assert result.code == 0, result.out + result.err
        return result

    def dbt(self, *arguments: str) -> Result:
        """`dbt` has run in this process, as a user off a terminal would see it."""
        from dbt.cli.main import cli

        return self._in_process(lambda: cli.main(arguments, prog_name="dbt"))

    def _in_process(self, main: Callable[[], object]) -> Result:
        """The command has run in the project's folder and environment; nothing of it is open."""
        from dbt_wap.dbt.backends import InProcess

        out, err = io.StringIO(), io.StringIO()
        codes: list[int] = []

        def run() -> None:
            try:
                main()
            except SystemExit as end:
                codes.append(end.code if isinstance(end.code, int) else int(end.code is not None))
            finally:
                InProcess().release()
                for handler in logging.getLogger("file_log").handlers:
                    handler.close()

        with self._environment(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            # dbt walks the stack at every command, which is deep and slow under pytest.
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
        (code,) = codes or [1]
        return Result(code, out.getvalue(), err.getvalue())

    def _check_reports(self) -> None:
        """Each report.json that was written since keeps to what is published of it."""
        for path in (self.root / "target" / "wap" / "runs").glob("*/report.json"):
            written = path.stat().st_mtime_ns
            if self.checked.get(path) != written:
                assert faults_of(json.loads(path.read_text(encoding="utf-8"))) == []
                self.checked[path] = written

    def command(self, *command: str) -> Result:
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.variables(),
            capture_output=True,
            text=True,
            timeout=300,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str, **how: Any) -> subprocess.Popen[str]:
        """`wap` as a process of its own, which goes on running; its output is one stream."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
        process = subprocess.Popen(
            [sys.executable, "-c", "from dbt_wap.cli.commands import main; main()", *arguments],
            cwd=self.root,
            env=self.variables(),
            text=True,
            start_new_session=True,
            **{**streams, "stderr": subprocess.STDOUT, **how},
        )
        _started.append(process)
        return process

    def variables(self) -> dict[str, str]:
        """The environment of a command."""
        return {
            **os.environ,
            "PYTHONPATH": str(REPOSITORY / "runner"),
            "DBT_PROFILES_DIR": str(self.root),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "NO_COLOR": "1",
            **self.env,
        }

    @contextlib.contextmanager
    def _environment(self) -> Iterator[None]:
        before = dict(os.environ)
        cwd = os.getcwd()
        os.environ.update(self.variables())
        os.chdir(self.root)
        try:
            yield
        finally:
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(before)


def wait_until(
    fact: Callable[[], object], words: str, process: subprocess.Popen[str] | None = None
) -> None:
    """The fact holds; the process that is to bring it about has not ended before."""
    end = time.monotonic() + PATIENCE
    while not fact():
        if process and process.poll() is not None:
            said = process.stdout.read() if process.stdout else ""
            raise AssertionError(f"it ended with {process.returncode}, awaiting {words}:\n{said}")
        assert time.monotonic() < end, f"waited in vain for {words}"
        time.sleep(0.05)


_started: list[subprocess.Popen[str]] = []


def stop_started() -> None:
    """No process of the last scenario goes on, nor one that it started."""
    for process in _started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()
    _started.clear()


def clean(patch: pytest.MonkeyPatch) -> None:
    """No variable of the caller reaches wap or dbt."""
    for name in list(os.environ):
        if name.startswith(("WAP_", "DBT_", "GITHUB_", "GITLAB_")):
            patch.delenv(name)


def new_project(root: Path, engine: Engine) -> Project:
    """A folder with the package installed, a profile, and nothing else."""
    package = root / "dbt_packages" / "dbt_wap"
    package.parent.mkdir(parents=True)
    package.symlink_to(REPOSITORY, target_is_directory=True)
    return Project(root, engine, engine.create(root)).write(
        {
            "packages.yml": f"packages:\n  - local: {REPOSITORY}\n",
            "profiles.yml": engine.profile,
        }
    )


class Shelf:
    """Projects that many scenarios begin with, each made once; a scenario gets a copy."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._made: dict[str, Project] = {}

    def take(
        self,
        root: Path,
        engine: Engine,
        files: Mapping[str, str],
        sql: tuple[str, ...],
        *commands: tuple[str, ...],
    ) -> Project:
        """A project of these files in the folder; the SQL has run, then these commands of wap."""
        if not commands or not engine.copies:
            project = new_project(root, engine).write(files)
            project.sql(*sql)
            for command in commands:
                _run(project, command)
            return project
        key = json.dumps([engine.name, dict(files), sql, commands])
        if key not in self._made:
            folder = self._factory.mktemp("shelf") / "shop"
            project = self.take(folder, engine, files, sql, *commands[:-1])
            _run(project, commands[-1])
            engine.keep(project.warehouse)
            self._made[key] = project
        kept = self._made[key]
        shutil.copytree(kept.root, root, symlinks=True)
        return Project(root, engine, engine.copy(kept.warehouse, root))


Publish = Callable[..., Project]


def _run(project: Project, command: tuple[str, ...]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        clean(patch)
        result = project.wap(*command)
    assert result.code == 0, result.out + result.err
