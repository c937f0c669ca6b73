"""One contestant of benchmarks/diff.py in a process of its own: `python peers.py NAME SPEC`.

SPEC is JSON: the data file, its tables, threads, memory_limit and a folder for what is generated.
The answer is one line of JSON: the seconds of the comparison alone (imports, connecting and
parsing are not in them), the counts that it came to by table, notes, and the peak of its memory.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from floors import Spec, answer_forms, keyed_floor, read_answer

REPOSITORY = Path(__file__).resolve().parents[1]
MACROS = REPOSITORY / "benchmarks" / "macros"
SHARE_OF_MEMORY = 0.9
"""A contestant that takes more of the machine is ended, not the machine."""


def connect(spec: Spec) -> Any:
    """The data, in the DuckDB of this environment."""
    import duckdb

    connection = duckdb.connect(spec["file"])
    settle(connection.execute, spec)
    return connection


def settle(execute: Callable[[str], Any], spec: Spec) -> None:
    """The connection may use what all contestants may."""
    execute(f"set threads = {spec['threads']}")
    if spec["memory_limit"]:
        execute(f"set memory_limit = '{spec['memory_limit']}'")


def duckdb_version() -> str:
    import duckdb

    return f"DuckDB {duckdb.__version__}"


def run_floor(spec: Spec) -> Spec:
    """Every row of both sides is read and hashed once."""
    connection = connect(spec)
    counts: dict[str, dict[str, int]] = {}
    start = time.perf_counter()
    for table in spec["tables"]:
        found = counts.setdefault(table["name"], {})
        for side, schema in [("before", "prod"), ("after", "audit_prod")]:
            columns = ", ".join(table["columns"])
            sql = f"select count(*), sum(hash({columns})::hugeint) from {schema}.{table['name']}"
            found[side] = connection.execute(sql).fetchone()[0]
    return {"seconds": time.perf_counter() - start, "counts": counts, "versions": duckdb_version()}


def run_keyed_floor(spec: Spec) -> Spec:
    """The rows that differ by key, counted by one join of row hashes; without a key, by groups."""
    connection = connect(spec)
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        for table in spec["tables"]:
            connection.execute(keyed_floor(table)).fetchall()
        seconds.append(time.perf_counter() - start)
    cold, warm = seconds
    counts: dict[str, Spec] = {table["name"]: {} for table in spec["tables"]}
    return {"seconds": cold, "warm": warm, "counts": counts, "versions": duckdb_version()}


def run_answer_floor(spec: Spec) -> Spec:
    """What dbt-wap answers, by the form of the plain SQL for it that is faster here."""
    connection = connect(spec)
    counts: dict[str, Spec] = {}
    seconds: dict[str, list[float]] = {}
    for form in (*answer_forms(spec["tables"][0]),) * 2:
        start = time.perf_counter()
        for table in spec["tables"]:
            answer = connection.execute(answer_forms(table)[form])
            names = [column[0] for column in answer.description]
            found = dict(zip(names, answer.fetchall()[0], strict=True))
            counts[table["name"]] = read_answer(table, found)
        seconds.setdefault(form, []).append(time.perf_counter() - start)
    best = min(seconds, key=lambda form: seconds[form][1])
    cold, warm = seconds[best]
    versions = duckdb_version()
    return {"seconds": cold, "warm": warm, "counts": counts, "notes": best, "versions": versions}


def run_except(spec: Spec) -> Spec:
    """The rows that only one side has, counted on both sides."""
    connection = connect(spec)
    counts: dict[str, dict[str, int]] = {}
    start = time.perf_counter()
    for table in spec["tables"]:
        sides = [f"from prod.{table['name']}", f"from audit_prod.{table['name']}"]
        way = "except" if table["key"] else "except all"
        found = counts.setdefault(table["name"], {})
        for name, (left, right) in [("removed", sides), ("added", sides[::-1])]:
            sql = f"select count(*) from (select * {left} {way} select * {right})"
            found[name] = connection.execute(sql).fetchone()[0]
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "counts": counts, "multiset": True, "versions": duckdb_version()}


def run_reladiff(spec: Spec) -> Spec:
    """Its joindiff within one database, all columns, with its defaults."""
    import reladiff

    if not all(table["key"] for table in spec["tables"]):
        return {"refused": "it needs a key"}
    database = reladiff.connect({"driver": "duckdb", "filepath": spec["file"]})
    settle(database._conn.execute, spec)
    counts = {}
    start = time.perf_counter()
    for table in spec["tables"]:
        key = tuple(table["key"])
        rest = tuple(name for name in table["columns"] if name not in key)
        sides = [
            reladiff.TableSegment(database, (schema, table["name"]), key, extra_columns=rest)
            for schema in ("prod", "audit_prod")
        ]
        with reladiff.diff_tables(*sides, algorithm=reladiff.Algorithm.JOINDIFF) as diff:
            found = diff.get_stats_dict()
        counts[table["name"]] = {
            "before": found["rows_A"],
            "after": found["rows_B"],
            "added": found["exclusive_B"],
            "removed": found["exclusive_A"],
            "changed": found["updated"],
        }
    seconds = time.perf_counter() - start
    versions = f"reladiff {reladiff.__version__}, {duckdb_version()}"
    return {"seconds": seconds, "counts": counts, "versions": versions}


def run_sqlmesh(spec: Spec) -> Spec:
    """Its table_diff: schemas, counts, shares of equal values by column, samples."""
    import sqlmesh
    from sqlglot import exp
    from sqlmesh.core.engine_adapter import create_engine_adapter
    from sqlmesh.core.table_diff import TableDiff

    if not all(table["key"] for table in spec["tables"]):
        return {"refused": "it needs a grain"}
    connection = connect(spec)
    adapter = create_engine_adapter(connection.cursor, dialect="duckdb")
    settle(adapter.execute, spec)
    counts: dict[str, dict[str, Any]] = {}
    start = time.perf_counter()
    for table in spec["tables"]:
        name = table["name"]
        key = [exp.to_identifier(column) for column in table["key"]]
        diff = TableDiff(adapter, f"prod.{name}", f"audit_prod.{name}", on=key)
        diff.schema_diff()
        rows = diff.row_diff()
        shares = rows.column_stats["pct_match"].to_dict()
        counts[name] = {
            "before": rows.source_count,
            "after": rows.target_count,
            "added": rows.t_only_count,
            "removed": rows.s_only_count,
            "changed": rows.partial_match_count,
            "columns": columns_of(shares, rows.join_count),
        }
    seconds = time.perf_counter() - start
    versions = f"SQLMesh {sqlmesh.__version__}, {duckdb_version()}"
    return {"seconds": seconds, "counts": counts, "versions": versions}


def columns_of(shares: dict[str, float], rows: int) -> dict[str, int]:
    """The changed values by column, from the percentage of equal ones."""
    changed = {name: round(rows * (100 - share) / 100) for name, share in shares.items()}
    return {name: count for name, count in changed.items() if count}


def make_project(spec: Spec, package: str, source: Path, macros: Sequence[str]) -> Path:
    """A dbt project whose models are the tables, with one package, the checkout itself."""
    root = Path(spec["folder"]) / package
    settings = {"threads": spec["threads"]}
    if spec["memory_limit"]:
        settings["memory_limit"] = spec["memory_limit"]
    output = {"type": "duckdb", "path": spec["file"], "schema": "prod", "threads": spec["threads"]}
    profile = {"target": "prod", "outputs": {"prod": {**output, "settings": settings}}}
    models = [
        {"name": table["name"], "config": {"meta": {"dbt_wap": {"key": table["key"]}}}}
        for table in spec["tables"]
        if table["key"]
    ]
    files = {
        "dbt_project.yml": "name: bench\nversion: '1.0'\nprofile: bench\n"
        "models: {bench: {+materialized: table}}\nvars: {wap_profile_rows: 0}\n",
        "profiles.yml": json.dumps({"bench": profile}),
        "packages.yml": f"packages:\n  - local: {source}\n",
        "models/models.yml": json.dumps({"models": models}),
        **{f"models/{table['name']}.sql": "select 1 as id" for table in spec["tables"]},
        **{f"macros/{name}.sql": (MACROS / f"{name}.sql").read_text() for name in macros},
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():  # what was parsed in an earlier round counts again
            path.write_text(text)
    link = root / "dbt_packages" / package
    link.parent.mkdir(exist_ok=True)
    if not link.exists():
        link.symlink_to(source, target_is_directory=True)
    return root


def run_operation(root: Path, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """What the macro prints, called in this process on a project that is parsed before."""
    from dbt.cli.main import dbtRunner

    for variable in list(os.environ):
        if variable.startswith(("DBT_", "WAP_")):
            del os.environ[variable]
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    where = ["--project-dir", str(root), "--profiles-dir", str(root)]
    said: list[str] = []

    def listen(event: Any) -> None:
        message = str(getattr(event.data, "msg", "") or event.info.msg)
        if event.info.level == "error" or message.startswith("BENCH:"):
            said.append(message)

    parsed = dbtRunner(callbacks=[listen]).invoke(["--quiet", "parse", *where])
    if not parsed.success:
        raise RuntimeError("\n".join(said) or str(parsed.exception))
    runner = dbtRunner(manifest=parsed.result, callbacks=[listen])
    call = ["run-operation", name, "--args", json.dumps(arguments), *where]
    done = runner.invoke(["--quiet", *call])
    answers = [line for line in said if line.startswith("BENCH:")]
    if not done.success or not answers:
        raise RuntimeError("\n".join(said) or str(done.exception))
    answer: dict[str, Any] = json.loads(answers[-1].removeprefix("BENCH:"))
    return answer


def run_wap(spec: Spec) -> Spec:
    """The comparison of the report, of all relations of a run."""
    from dbt_wap.dbt.bytecode import keep_compiled

    keep_compiled()  # as `wap` does
    macros = ("generate_schema_name", "bench_compare")
    root = make_project(spec, "dbt_wap", REPOSITORY, macros)
    found = run_operation(root, "bench_compare", {"database": Path(spec["file"]).stem})
    counts = {
        entry["name"]: {**entry["rows"], "columns": entry["columns"]["changed"]}
        for entry in found["entries"]
    }
    return {
        "seconds": found["seconds"],
        "warm": found["warm"],
        "counts": counts,
        "complete": True,
        "versions": duckdb_version(),
    }


def run_audit_helper(spec: Spec) -> Spec:
    """Its rows by status and which columns differ; without a key its comparison of sets."""
    source = Path(spec["audit_helper"]).resolve()
    root = make_project(spec, "audit_helper", source, ("bench_audit_helper",))
    found = run_operation(root, "bench_audit_helper", {"tables": spec["tables"]})
    counts: dict[str, dict[str, Any]] = {}
    for table in spec["tables"]:
        mine = found["counts"][table["name"]]
        counts[table["name"]] = {
            "added": mine.get("added", 0),
            "removed": mine.get("removed", 0),
            "changed": mine.get("modified", 0) if table["key"] else None,
            "column_names": mine.get("names", []),
        }
    parts = found["seconds"]
    note = ", ".join(f"{part} {seconds:.2f} s" for part, seconds in parts.items() if seconds)
    return {
        "seconds": sum(parts.values()),
        "counts": counts,
        "notes": note,
        "versions": duckdb_version(),
    }


def run_make(spec: Spec) -> Spec:
    """The data of a case."""
    import diff_data

    return diff_data.make(spec)


RUNS: dict[str, Callable[[Spec], Spec]] = {
    "make": run_make,
    "wap": run_wap,
    "floor": run_floor,
    "keyed_floor": run_keyed_floor,
    "answer_floor": run_answer_floor,
    "audit_helper": run_audit_helper,
    "reladiff": run_reladiff,
    "sqlmesh": run_sqlmesh,
    "except": run_except,
}


def main() -> None:
    name, spec = sys.argv[1], json.loads(sys.argv[2])
    with contextlib.suppress(ValueError, OSError):
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        limit = int(size * SHARE_OF_MEMORY)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    with contextlib.redirect_stdout(io.StringIO()):
        answer = RUNS[name](spec)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer["memory"] = peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(json.dumps(answer, default=str))


if __name__ == "__main__":
    main()
