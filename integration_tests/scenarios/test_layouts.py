"""State tables of an older dbt-wap are brought up to date; those of a newer one are left alone."""

from __future__ import annotations

import shutil

import pytest
from engines import Row
from shop import NEW, ONCE, PRODS, REPOSITORY, Project

UNRECORDED = "drop table dbt_wap.layout_3"
SINCE = (
    *(("runs", name) for name in ("place", "env")),
    ("reports", "part"),
    *(("fingerprints", name) for name in ("taken_at", "database_name")),
    *(("results", n) for n in ("prod_reads", "made_from", "settings", "failing_sql", "code")),
)
OLDER = {
    "the layout": (UNRECORDED,),
    "environments and code": (
        "alter table dbt_wap.runs drop column env",
        "alter table dbt_wap.results drop column code",
        UNRECORDED,
    ),
    "a column": ("alter table dbt_wap.results drop column failing_sql", UNRECORDED),
    "tables": ("drop table dbt_wap.movements", "drop table dbt_wap.places", UNRECORDED),
    "all since 0.1.0": (
        *(f"drop table dbt_wap.{table}" for table in ("grants", "movements", "places")),
        *(f"alter table dbt_wap.{table} drop column {name}" for table, name in SINCE),
        UNRECORDED,
    ),
}
"""What an older layout lacks, and the statements that make a current one such."""


def columns(project: Project) -> set[tuple[str, str]]:
    """The columns of all state tables; of locks there are none between commands."""
    found = project.sql(
        "select lower(table_name), lower(column_name) from information_schema.columns"
        " where lower(table_schema) = 'dbt_wap'"
    )
    return {(str(table), str(column)) for table, column in found}


def records(project: Project) -> list[Row]:
    return project.sql("select * from dbt_wap.events order by seq")


@pytest.mark.parametrize("missing", [*OLDER])
@pytest.mark.everywhere
def test_an_older_layout_is_migrated_and_keeps_its_history(
    published: Project, missing: str
) -> None:
    whole, (old_run, *_) = columns(published), published.events()[0]
    before, recorded = published.snapshot(), records(published)
    published.sql(*OLDER[missing])
    older = columns(published)
    assert older < whole

    for command in ("history", "status", "report"):
        shown = published.wap(command)
        assert shown.code == 0, shown.err
        assert old_run in shown.out
    assert columns(published) == older

    published.sql(NEW)
    published.publish()
    assert columns(published) == whole
    assert records(published)[: len(recorded)] == recorded
    assert published.snapshot() != before

    assert published.wap("rollback").code == 0
    assert published.snapshot() == before
    assert [entry["run_id"] for entry in published.wap("history", "--json").json][-1] == old_run
    assert len({run_id for run_id, _, _ in published.events()}) == 2


def test_a_newer_layout_is_refused(published: Project) -> None:
    published.sql("create table dbt_wap.layout_7 as select 'x' as made_at", NEW)
    state, prod = published.snapshot("dbt_wap"), published.snapshot(*PRODS)

    for command in ("run", "status", "history", "report", "rollback", "clean"):
        refused = published.wap(command, "--json")
        assert refused.code == 2, refused.err
        error = refused.json["error"]
        assert "written by a newer dbt-wap (layout 7, this package knows 3)" in error["what"]
        assert error["prod"] == "unchanged"
        assert error["next"].startswith("wap init, after you upgrade")
    assert published.snapshot("dbt_wap") == state
    assert published.snapshot(*PRODS) == prod


@ONCE
def test_only_the_holder_of_the_lock_migrates(published: Project) -> None:
    published.sql(*OLDER["a column"], NEW)
    published.hold_lock(600)
    older = columns(published)

    assert published.wap("run", "--auto-approve").code == 7
    assert columns(published) == older

    published.expire_locks()
    published.publish()
    assert ("results", "failing_sql") in columns(published)


@ONCE
def test_a_later_package_adds_and_fills_a_column(published: Project) -> None:
    """The package of today is the older one here; its copy is one layout ahead."""
    package = published.root / "dbt_packages" / "dbt_wap"
    package.unlink()
    shutil.copytree(REPOSITORY / "macros", package / "macros")
    shutil.copy(REPOSITORY / "dbt_project.yml", package)
    change = "update \" ~ dbt_wap.state_table('runs') ~ \" set team = 'a team' where team is null"
    for name, old, new in (
        ("project/state_layout", "return(3)", "return(4)"),
        ("project/state_columns", " vars schemas", " vars team schemas"),
        ("state/layout_changes", "return({})", f'return({{4: ["{change}"]}})'),
        ("steps/clone_schema", "[tojson(dbt_vars or {}),", "[tojson(dbt_vars or {}), 'new',"),
    ):
        path = package / "macros" / f"{name}.sql"
        text = path.read_text()
        assert text.count(old) == 1, name
        path.write_text(text.replace(old, new))

    published.sql(NEW)
    published.publish()

    teams = published.sql("select team from dbt_wap.runs order by created_at")
    assert teams == [("a team",), ("new",)]
    assert published.wap("rollback").code == 0
    shutil.rmtree(package)
    package.symlink_to(REPOSITORY, target_is_directory=True)
    refused = published.wap("status")
    assert refused.code == 2
    assert "layout 4, this package knows 3" in refused.err


OLD_RECORD = (
    "alter table dbt_wap.runs drop column place",
    "update dbt_wap.events set event = 'build' where event = 'built'",
    'update dbt_wap.events set detail = \'{"verdict": "needs_approval"}\''
    " where event in ('audited', 'approved')",
    "delete from dbt_wap.fingerprints where phase = 'archived'",
    UNRECORDED,
)
"""Runs as dbt-wap 0.1.0 recorded them, before a table said which event leads where."""


@ONCE
def test_a_run_that_lacks_the_facts_of_its_archive_is_not_rolled_back(published: Project) -> None:
    published.sql(NEW)
    published.publish()
    run_id = published.wap("history", "--json").json[0]["run_id"]
    published.sql(*OLD_RECORD)
    prod = published.snapshot(*PRODS)

    shown = published.wap("status", "--json").json
    assert (shown["status"], shown["next"]) == ("published", "wap run")
    refused = published.wap("rollback", run_id, "--json")
    assert refused.code == 6, refused.err
    assert "was published by an older dbt-wap" in refused.json["error"]["what"]
    assert published.snapshot(*PRODS) == prod


@ONCE
def test_an_open_run_of_an_older_record_can_only_be_discarded(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("approve").code == 0
    run_id = published.events()[-1][0]
    published.sql(*OLD_RECORD)
    prod = published.snapshot(*PRODS)

    refused = published.wap("publish", run_id, "--json")
    assert refused.code == 6, refused.err
    assert refused.json["error"]["next"] == f"wap discard {run_id}"
    assert published.snapshot(*PRODS) == prod
    assert published.wap("discard", run_id).code == 0
    published.publish()
