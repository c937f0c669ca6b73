"""Wrong input ends with exit code 2 and says what to type; nothing is changed to find it out."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping

import pytest
from dbt_wap.cli.commands import wap
from engine_duckdb import PROFILE
from shop import NEW, ONCE, Project, Result

OWN_NAMING = """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
"""


def assert_refused(result: Result, code: int = 2) -> None:
    """The three lines of an error, the last of them a command that there is."""
    assert result.code == code, (result.out, result.err)
    found = re.search(r"^wap\.\w+: .+\nprod: (.+)\nnext: (.+)\Z", result.err.strip(), re.S | re.M)
    assert found, result.err
    words = shlex.split(found[2].split(",")[0])
    assert words[0] in ("wap", "dbt"), found[2]
    if words[0] == "wap":
        assert words[1] in wap.commands or words[1] == "--help", found[2]


@ONCE
@pytest.mark.parametrize(
    ("files", "flags"),
    [
        pytest.param({"dbt_project.yml": None}, (), id="no project"),
        pytest.param({"dbt_project.yml": "name: [shop"}, (), id="broken yaml"),
        pytest.param({"models/models.yml": "models: [{name: orders"}, (), id="broken model yaml"),
        pytest.param({"profiles.yml": None}, (), id="no profiles"),
        pytest.param({"profiles.yml": PROFILE.replace("shop:", "store:")}, (), id="no profile"),
        pytest.param({}, ("--profile", "nosuch"), id="unknown profile"),
        pytest.param({}, ("--target", "nosuch"), id="unknown target"),
        pytest.param({}, ("--project-dir", "nosuch"), id="no such folder"),
        pytest.param({"profiles.yml": PROFILE.replace("duckdb,", "nosuch,")}, (), id="no adapter"),
        pytest.param({"models/marts/bad.sql": "select {{ ref('nothing') }}"}, (), id="bad ref"),
        pytest.param({"models/marts/bad.sql": "select {% if %}"}, (), id="bad jinja"),
        pytest.param({"macros/generate_schema_name.sql": None}, (), id="no naming"),
        pytest.param({"macros/generate_schema_name.sql": OWN_NAMING}, (), id="own naming"),
        pytest.param({}, ("--vars", "{wap_audit_prefix: ''}"), id="no prefix"),
        pytest.param({}, ("--vars", "{wap_expire_hours: soon}"), id="not a number"),
        pytest.param({}, ("--vars", "[1, 2]"), id="vars are a list"),
        pytest.param({}, ("--vars", "{a: "), id="vars are not YAML"),
        pytest.param({}, ("--select", "nosuch"), id="nothing selected"),
        pytest.param({}, ("--selector", "nosuch"), id="no selector"),
        pytest.param({}, ("--dbt-executable", "/no/such/dbt"), id="no executable"),
        pytest.param({}, ("--no-such-flag",), id="unknown flag"),
        pytest.param({}, ("--threads", "many"), id="bad number"),
    ],
)
def test_run_refuses(
    shop: Project, files: Mapping[str, str | None], flags: tuple[str, ...]
) -> None:
    for name, text in files.items():
        if text is None:
            shop.remove(name)
        else:
            shop.write({name: text})
    schemas = shop.schemas()

    result = shop.wap("run", "--auto-approve", *flags)

    assert_refused(result)
    assert shop.schemas() == schemas
    as_json = shop.wap("run", "--json", *flags)
    assert as_json.code == 2
    assert set(as_json.json["error"]) == {"code", "where", "what", "prod", "next"}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"models/marts/long.sql": "{{ config(schema='x' * 250) }} select 1 as id"},
            id="audit name too long",
            marks=ONCE,
        ),
        pytest.param(
            {"models/marts/long.sql": "{{ config(schema='x' * 230) }} select 1 as id"},
            id="archive name too long",
        ),
        pytest.param(
            {
                "macros/generate_schema_name.sql": """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.audit_schema_name(custom_schema_name or target.schema, node) }}
{%- endmacro %}
""",
                "models/marts/x.sql": "{{ config(schema='x') }} select 1 as id",
                "models/marts/y.sql": "{{ config(schema='audit_x') }} select 1 as id",
            },
            id="an audit schema is a prod schema",
            marks=ONCE,
        ),
    ],
)
def test_names_that_cannot_be_are_refused(shop: Project, files: dict[str, str]) -> None:
    schemas = shop.write(files).schemas()

    assert_refused(shop.wap("run", "--auto-approve"))

    assert shop.schemas() == schemas


@ONCE
def test_a_package_that_is_not_installed(shop: Project) -> None:
    (shop.root / "dbt_packages" / "dbt_wap").unlink()
    schemas = shop.schemas()

    result = shop.wap("run")
    assert_refused(result)
    assert "next: dbt deps" in result.err

    shop.remove("packages.yml")
    result = shop.wap("run")
    assert_refused(result)
    assert "next: wap init" in result.err
    assert shop.schemas() == schemas


@ONCE
@pytest.mark.parametrize(
    "arguments",
    [
        ("audit",), ("report",), ("approve",), ("reject", "--reason", "no"), ("publish",),
        ("rollback",), ("discard",), ("status",), ("publish", "--dry-run"), ("approve", "2024"),
        ("nosuch",), ("reject",), ("run", "2024"), ("history", "--limit", "0"), ("--nosuch", "run"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_before_the_first_run(shop: Project, arguments: tuple[str, ...]) -> None:
    schemas = shop.schemas()

    assert_refused(shop.wap(*arguments))

    assert shop.schemas() == schemas


def test_what_holds_already_before_the_first_run(shop: Project) -> None:
    schemas = shop.schemas()

    assert shop.wap("clean").code == 0
    assert shop.wap("unlock", "abc").code == 0
    assert shop.wap("history", "--json").json == []

    assert shop.schemas() == schemas


@ONCE
def test_a_run_that_is_not_meant(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    events, schemas = published.events(), published.schemas()
    first = events[0][0]

    for step in (
        ("approve",), ("reject", "--reason", "no"), ("publish",), ("rollback",), ("discard",),
        ("status",), ("report",), ("audit",), ("publish", "--dry-run"),
    ):  # fmt: skip
        assert_refused(published.wap(step[0], "19990101", *step[1:]))
        ambiguous = published.wap(step[0], first[:4], *step[1:])
        assert_refused(ambiguous)
        assert first in ambiguous.err
    assert published.events() == events
    assert published.schemas() == schemas
    assert published.wap("status", first[:-1], "--json").json["run_id"] == first


def test_a_schema_of_somebody_else_is_not_dropped(published: Project) -> None:
    published.sql(
        "create schema audit_main_marts", "create table audit_main_marts.mine as select 1 as x"
    )
    before = published.snapshot("main_marts", "audit_main_marts")

    for flags in ((), ("--supersede",)):
        assert_refused(published.wap("run", *flags))
        assert published.snapshot("main_marts", "audit_main_marts") == before

    published.sql("drop table audit_main_marts.mine", NEW)
    published.publish()


@ONCE
def test_an_error_is_one_json_document(published: Project) -> None:
    published.sql(NEW)
    for arguments, code in [
        (("status", "nosuch"), 2),
        (("run", "--nosuch"), 2),
        (("run", "--vars", "["), 2),
        (("run",), 4),
        (("run",), 7),
        (("publish",), 4),
    ]:
        result = published.wap(*arguments, "--json")
        assert result.code == code
        assert json.loads(result.out)["error"]["code"] == code
