"""What stops a newcomer, and what the commands say then: each `next:` leads on."""

from __future__ import annotations

import shutil

from shop import LATE, ONCE, ORDERS, SHOP, Project, Result


def checks(result: Result) -> dict[str, tuple[bool, str, str]]:
    """What `wap doctor --json` found: ok, what, and what to do, by the name of the check."""
    return {row["name"]: (row["ok"], row["what"], row["do"]) for row in result.json}


@ONCE
def test_where_the_repository_cannot_be_reached(empty_project: Project) -> None:
    """From a failed dbt deps to a project that is ready, by following the messages."""
    shop = empty_project.write({n: text for n, text in SHOP.items() if n[:6] != "macros"})
    shutil.rmtree(shop.root / "dbt_packages")
    shop.write({"packages.yml": ""}).sql(ORDERS)
    assert "wap init" in checks(shop.wap("doctor", "--json"))["dbt-wap is installed"][2]
    assert shop.wap("init").code == 0
    text = (shop.root / "packages.yml").read_text()
    unreachable = text.replace("https://github.com/dbt-wap", str(shop.root / "gone"))
    shop.write({"packages.yml": unreachable})
    assert shop.dbt("deps").code != 0
    told = shop.wap("doctor", "--json")
    assert told.code == 2
    assert checks(told)["dbt-wap is installed"][2].startswith("dbt deps")
    assert "wap init --offline" in checks(told)["dbt-wap is installed"][2]

    done = shop.wap("init", "--offline", "--json")

    assert done.json["changed"] == ["packages.yml", "dbt_wap_package"]
    assert checks(shop.wap("doctor", "--json"))["dbt-wap is installed"][2] == "dbt deps"
    assert "  - local: dbt_wap_package\n" in (shop.root / "packages.yml").read_text()
    assert shop.dbt("deps").code == 0
    assert shop.wap("doctor").code == 0
    for command in (("init", "--offline"), ("init",)):
        assert shop.wap(*command, "--json").json == {"changed": [], "next": "wap doctor"}

    macros = shop.root / "dbt_packages" / "dbt_wap"
    macros.unlink()
    shutil.copytree(shop.root / "dbt_wap_package", macros)
    old = (macros / "dbt_project.yml").read_text().replace("version: ", "version: 0.0.")
    (macros / "dbt_project.yml").write_text(old)
    assert checks(shop.wap("doctor", "--json"))["dbt-wap is installed"][2] == "dbt deps"
    shop.write({"packages.yml": "packages: [{local: dbt_wap_package}, {local: more}]\n"})
    shutil.rmtree(macros)
    shutil.copytree(shop.root / "dbt_wap_package", macros)
    (name, (ok, _, do)) = list(checks(shop.wap("doctor", "--json")).items())[-1]
    assert (name, ok, do) == ("the project parses", False, "dbt deps")


SNAPSHOT = """
{% snapshot NAME %}
{{ config(
    unique_key='id', strategy='check', check_cols=['amount'],
    SETTING
) }}
select * from {{ ref('stg_orders') }}
{% endsnapshot %}
"""
PASSES = "\"{{ 'audit_' if var('dbt_wap_audit', false) else '' }}SCHEMA\""
IN_YAML = """
snapshots:
  - name: in_yaml
    relation: ref('stg_orders')
    config:
      unique_key: id
      strategy: check
      check_cols: [amount]
      target_schema: yamls
  - name: patched
    config:
      target_schema: patches
"""


def snapshot(name: str, setting: str = "") -> str:
    return SNAPSHOT.replace("NAME", name).replace("SETTING", setting)


@ONCE
def test_snapshots_whose_schema_is_written_down(shop: Project) -> None:
    """What doctor, init and run show in each place works there, and keeps prod's schema.

    The first lines show target, engine, file and schemas, and models without key or test.
    """
    project = SHOP["dbt_project.yml"] + "snapshots:\n  shop:\n    of: {+target_schema: projects}\n"
    shop.write(
        {
            "dbt_project.yml": project,
            "snapshots/in_sql.sql": snapshot("in_sql", "target_schema='sqls',"),
            "snapshots/by_macro.sql": snapshot("by_macro", "target_schema=target.schema,"),
            "snapshots/patched.sql": snapshot("patched"),
            "snapshots/of/of_project.sql": snapshot("of_project"),
            "snapshots/named.sql": snapshot("named", "target_schema=generate_schema_name('n'),"),
            "snapshots/snapshots.yml": IN_YAML,
            "models/marts/bare.sql": "select id, amount from {{ ref('stg_orders') }}",
        }
    )
    before = shop.schemas()
    places = (
        "snapshots/in_sql.sql, line 4: target_schema='sqls',",
        "snapshots/by_macro.sql, line 4: target_schema=target.schema,",
        "snapshots/snapshots.yml, line 8: target_schema: yamls",
        "snapshots/snapshots.yml, line 11: target_schema: patches",
        "dbt_project.yml, line 14: of: {+target_schema: projects}",
    )
    for command in (("run",), ("doctor", "--json"), ("init",)):
        told = shop.wap(*command)
        said = told.out + told.err
        assert told.code == (0 if command[0] == "init" else 2)
        assert [place for place in places if place not in said] == [], command
        assert "named" not in said
        assert "target_schema=dbt_wap.audit_schema_name('s" in said
        if command[0] != "init":
            place = f"target prod, the profile's default (duckdb, {shop.root}/shop.duckdb)"
            assert f"publishes to: {place}: audit_main -> main, audit_" in said
            assert "next: wap init" not in said
            assert "write target_schema=dbt_wap.audit_schema_name(target.schema)" in said
    assert shop.schemas() - {"dbt_wap"} == before

    def passing(schema: str) -> str:
        return PASSES.replace("SCHEMA", schema)

    macro = "target_schema=dbt_wap.audit_schema_name(SCHEMA),"
    shop.write(
        {
            "dbt_project.yml": project.replace("projects", passing("projects")),
            "snapshots/in_sql.sql": snapshot("in_sql", macro.replace("SCHEMA", "'sqls'")),
            "snapshots/by_macro.sql": snapshot(
                "by_macro", macro.replace("SCHEMA", "target.schema")
            ),
            "snapshots/snapshots.yml": IN_YAML.replace("yamls", passing("yamls")).replace(
                "patches", passing("patches")
            ),
        }
    )
    assert "target_schema" not in shop.wap("init").out
    told = shop.wap("doctor", "--target", "prod", "--json")
    assert told.code == 0
    names, said = [row["name"] for row in told.json], [row["what"] for row in told.json]
    head = f"publishes to: target prod (duckdb, {shop.root}/shop.duckdb): audit_main -> main, "
    (at,) = [at for at, name in enumerate(names) if name.startswith(head) and "and 3 more" in name]
    assert at < names.index("an audit build writes only to audit schemas")
    assert [text for text in said if text.startswith("1 model (bare) without a key")]
    assert [text for text in said if text.startswith("1 model (bare) without a test")]

    done = shop.wap("run", "--auto-approve", "--target", "prod")

    assert done.code == 0, done.err
    lines = [line for line in done.err.splitlines() if not line.startswith("  ")]
    assert lines[0] == names[at]
    assert len([line for line in lines if line.startswith("publishes to: ")]) == 1
    prod = {"sqls.in_sql", "main.by_macro", "yamls.in_yaml", "patches.patched"}
    prod |= {"projects.of_project", "main_n.named"}
    assert prod <= set(shop.kinds())
    assert not {name for name in shop.schemas() if name.startswith("audit_")}


@ONCE
def test_a_database_in_memory_is_refused_before_anything_is_built(shop: Project) -> None:
    """The default of dbt-duckdb, and one with a name."""
    for path, command in ("", "run"), ("path: ':memory:two', ", "doctor"):
        profile = shop.engine.profile.replace("path: shop.duckdb, ", path)
        told = shop.write({"profiles.yml": profile}).wap(command)
        said = told.out + told.err
        assert told.code == 2, (path, said)
        assert f"`shop: outputs: prod:` in {shop.root}/profiles.yml" in said
        assert "`path: shop.duckdb`" in said
        assert "1 of " not in said


@ONCE
def test_the_records_of_runs_are_read_without_the_project(published: Project) -> None:
    """A decision needs no parse, whatever the size of the project, even if it does not parse."""
    published.sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    run_id = published.wap("status", "--json").json["run_id"]
    report = published.wap("report", "--format", "json").json
    project = SHOP["dbt_project.yml"] + "query-comment: '{{ gone.comment(node) }}'\n"
    project += "dispatch: [{macro_namespace: dbt, search_order: [gone]}]\n"
    published.write(
        {
            "models/marts/broken.sql": "{{ config(",
            "dbt_project.yml": project
            + "dispatch: [{macro_namespace: dbt, search_order: [gone]}]\n",
        }
    )
    assert published.wap("doctor").code == 2

    assert published.wap("status", "--json").json["status"] == "awaiting_approval"
    assert published.wap("history", "--json").json[0]["run_id"] == run_id
    assert published.wap("report", "--format", "json").json == report
    assert published.wap("approve", "--reason", "seen").code == 0
    assert published.events()[-1] == (run_id, "approved", "approved")
    assert published.wap("publish").code == 2
    assert published.wap("reject", "--reason", "broken").code == 0
    assert published.events()[-1] == (run_id, "rejected", "rejected")
    assert published.locks() == []
    made = published.root / "target" / "wap" / "state_project"
    assert {path.name for path in made.iterdir()} == {"dbt_project.yml", "dbt_packages"}
