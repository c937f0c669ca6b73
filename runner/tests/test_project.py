"""What `wap init` writes into a project, and what it leaves alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt_wap.errors import ConfigError
from dbt_wap.naming_edit import NEW_MACRO
from dbt_wap.packages_edit import REPOSITORY
from dbt_wap.project import Edit, apply, plan_init

VERSION = "0.1.0"
GIT = {"git": REPOSITORY, "revision": "v0.1.0"}
MACRO = "macros/generate_schema_name.sql"

GROWN = {
    "plain": "packages:\n  - package: a/b\n    version: 1.1.1\n",
    "dashes at the margin": "packages:\n- package: a/b\n  version: 1.1.1\n",
    "wide": "packages:\n    -   package: a/b\n        version: 1.1.1\n",
    "dash alone": "packages:\n  -\n    package: a/b\n    version: 1.1.1\n",
    "windows": 'packages:\r\n  - package: a/b\r\n    version: [">=1.0", "<2"]\r\n',
    "no final newline": "packages:\n  - package: a/b\n    version: 1.1.1",
    "byte order mark": "\ufeffpackages:\n  - package: a/b\n    version: '1.1.1'\n",
    "comments": (
        "# ours\n---\npackages:   # all\n\n  # utils\n  - package: 'a/b'  # why\n"
        "    version: '1'\n    # keep at 1\n\n  # - package: c/d\n  #   version: 2\n\n# end\n"
    ),
    "another key after": "packages:\n- git: x # y\n  revision: main\n\n# z\nprojects:\n- name: z\n",
    "jinja": "packages:\n  - git: \"h://{{ env_var('T') }}@h/r\"\n    revision: '{{ 1 }}'\n",
    "anchors": "x: &v 1.1.1\npackages:\n  - package: a/b\n    version: *v\n",
    "merge": "x: &b {version: 1}\npackages:\n  - <<: *b\n    package: a/b\n",
    "key twice": "packages: []\npackages:\n  - {local: ../p, local: ../q}\n",
    "long and odd": "packages:\n  - {git:   'é 😀' ,  subdirectory: %s}\n" % ("long " * 40),
    "document end": "packages:\n  - local: ../p\n...\n",
    "block text": "packages:\n  - local: >-\n      ../p\n\nprojects: []\n",
    "null": "# a\npackages:\n\n# b\nprojects: []\n",
    "null, commented": "packages: # none yet\n  # - package: a/b\n",
    "no key": "# only\nprojects: []\n",
    "only comments": "# nothing\n\n# here",
    "only a marker": "---\n",
    "empty": "",
}
REWRITTEN = {
    "empty list": "packages: []  # none\nprojects: []\n",
    "empty list, own line": "packages: # none\n  [\n  ]\n",
    "explicit null": "packages: ~",
    "inline": "packages: [{local: ../p}]\n",
    "inline, lines": "packages: [\n  {local: ../p},  # p\n]\n",
}
OWN = {
    "text": (
        "{% macro generate_schema_name(custom_schema_name, node) -%}\n"
        "    own_{{ custom_schema_name or target.schema }}_{{ node.name }}\n{%- endmacro %}"
    ),
    "return": (
        "{% macro generate_schema_name(custom=none, node=none) %}\n"
        "    {% do return('own_' ~ custom ~ '_' ~ node.name) %}\n    unreachable\n{% endmacro %}\n"
    ),
}
BOTH = "custom_schema_name, node"
TAKEN = "{% macro prod_schema_name() %}{% endmacro %}"
WRAPPER = """
{# Added by `wap init`: the name above, moved to the audit schema while a candidate is built. #}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.audit_schema_name(prod_schema_name(custom_schema_name, node) | trim, node) }}
{%- endmacro %}
"""


def project(root: Path, files: dict[str, str] | None = None) -> Path:
    """A project with these files stands in `root`."""
    for name, text in {"dbt_project.yml": "name: shop\n", **(files or {})}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    return root


def edits(root: Path, **options: Any) -> dict[str, Edit]:
    return {e.path.relative_to(root).as_posix(): e for e in plan_init(root, VERSION, **options)}


def data(text: str | None) -> dict[str, Any]:
    return yaml.safe_load(text or "") or {}


def init(root: Path, **options: Any) -> dict[str, Edit]:
    """The plan was shown as a patch, applied, and leaves nothing to do."""
    done = edits(root, **options)
    patch = "".join(edit.diff(root) for edit in done.values())
    check = ["git", "apply", "--check", "--allow-empty", "--whitespace=nowarn", "-"]
    subprocess.run(check, cwd=root, input=patch.encode(), check=True)
    apply(list(done.values()))
    assert edits(root, **options) == {}
    return done


def added_only(edit: Edit) -> bool:
    """Every line of before is in after, in the same order."""
    left = iter(edit.after.splitlines())
    return all(line in left for line in (edit.before or "").splitlines())


@pytest.mark.parametrize("name", ["packages.yml", "dependencies.yml"])
@pytest.mark.parametrize("case", [*GROWN, *REWRITTEN])
def test_package_is_added(tmp_path: Path, case: str, name: str) -> None:
    text = {**GROWN, **REWRITTEN}[case]
    text += "" if name == "packages.yml" or "packages" in data(text) else "\npackages:\n"
    edit = init(project(tmp_path, {name: text}))[name]
    entries = data(text).get("packages") or []
    assert data(edit.after) == {**data(text), "packages": [*entries, GIT]}
    assert case in REWRITTEN or added_only(edit)
    assert text.count("#") == edit.after.count("#")
    assert ("\r\n" in text) == ("\r\n" in edit.after)
    assert edit.after.count("\r\n") in (0, edit.after.count("\n"))


def test_layout_of_the_list_is_kept(tmp_path: Path) -> None:
    edit = init(project(tmp_path, {"packages.yml": GROWN["comments"]}))["packages.yml"]
    added = f'    # keep at 1\n  - git: "{REPOSITORY}"\n    revision: "v0.1.0"\n\n'
    assert added in edit.after
    edit = init(project(tmp_path / "w", {"packages.yml": GROWN["wide"]}))["packages.yml"]
    assert f'\n    -   git: "{REPOSITORY}"\n        revision: "v0.1.0"\n' in edit.after
    edit = init(project(tmp_path / "e", {"packages.yml": REWRITTEN["empty list"]}))["packages.yml"]
    assert edit.after.startswith("packages:  # none\n  - git: ")


def test_new_project_gets_both_files(tmp_path: Path) -> None:
    done = init(project(tmp_path, {"dependencies.yml": "projects: [{name: a}]\n"}))
    assert list(done) == ["packages.yml", MACRO]
    text = f'packages:\n  - git: "{REPOSITORY}"\n    revision: "v0.1.0"\n'
    assert done["packages.yml"].after == text
    assert done[MACRO].after == NEW_MACRO
    assert done[MACRO].diff(tmp_path).startswith(f"--- /dev/null\n+++ b/{MACRO}\n@@")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- git: {U}  # us\n  revision: v0.0.9 # x", "- git: {U}  # us\n  revision: v0.1.0 # x"),
        ("- git: h:f/dbt-wap\n  revision: '0.0.9'", "- git: h:f/dbt-wap\n  revision: 'v0.1.0'"),
        ('- {package: x/dbt_wap, version: "0.0.9"}', '- {package: x/dbt_wap, version: "0.1.0"}'),
        ("- package: x/dbt-wap\n  version: [=0.0.9]", "- package: x/dbt-wap\n  version: [0.1.0]"),
        ("- package: x/dbt_wap\n  version: 0.9", "- package: x/dbt_wap\n  version: 0.1.0"),
        ("- git: {U}\n  revision: v0.1.0", None),
        ("- git: {U}\n  revision: main", None),
        ("- git: {U}\n  revision: 3f786850e387550fdab836ed7e6dc881de23001b", None),
        ("- git: {U}\n  revision: \"{{ env_var('REV') }}\"", None),
        ("- git: {U}", None),
        ("- package: x/dbt_wap\n  version: '=0.1.0'", None),
        ("- package: x/dbt_wap\n  version: ['>=0.0.1', '<0.2.0']", None),
        ("- local: wap", None),
        ("- local: \"{{ env_var('NOT_SET', 'wap') }}\"", None),
    ],
)
def test_known_package_is_kept_and_pinned(tmp_path: Path, before: str, after: str | None) -> None:
    text = f"packages:\n{before}\n- local: ../p\n".replace("{U}", REPOSITORY)
    files = {"packages.yml": text, "wap/dbt_project.yml": "name: dbt_wap\n", MACRO: NEW_MACRO}
    done = init(project(tmp_path, files))
    want = f"packages:\n{after}\n- local: ../p\n".replace("{U}", REPOSITORY)
    assert [edit.after for edit in done.values()] == ([want] if after else [])


def test_local_package_within_and_outside(tmp_path: Path) -> None:
    shop = project(tmp_path / "shop", {"sub/wap/dbt_project.yml": "name: dbt_wap\n"})
    outside = project(tmp_path / "my wap", {"dbt_project.yml": "name: dbt_wap\n"})
    away = edits(shop, package_dir=outside)["packages.yml"]
    assert data(away.after) == {"packages": [{"local": outside.resolve().as_posix()}]}
    done = init(shop, package_dir=shop / "sub" / "wap")
    assert done["packages.yml"].after == "packages:\n  - local: sub/wap\n"
    with pytest.raises(ConfigError, match="does not hold the dbt package dbt_wap"):
        plan_init(project(tmp_path / "b"), VERSION, package_dir=shop)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("packages.yml", "packages:\n  - a: [\n", r"packages\.yml, line 3"),
        ("packages.yml", "packages: yes please\n", "is not a list"),
        ("packages.yml", "- package: a/b\n", "is not a list"),
        ("packages.yml", "x: &p [a]\npackages: *p\n", "write this there by hand:\n  - git:"),
        ("packages.yml", "{}\n", "by hand"),
        (
            "packages.yml",
            f"v: &v v0.9\npackages: [{{git: '{REPOSITORY}', revision: *v}}]",
            "by hand",
        ),
        ("dbt_project.yml", "name: shop\nvars: {a: b\nx: [", r"dbt_project\.yml, line \d"),
        ("dbt_project.yml", "name: shop\nvars: {{ x }}\n", r"dbt_project\.yml, line 2"),
        ("dbt_project.yml", "just text\n", "not a mapping"),
        ("dbt_project.yml", "macro-paths: []\n", "macro-paths"),
        ("dbt_project.yml", "macro-paths: [\"{{ env_var('NOT_SET') }}\"]\n", "macro-paths"),
        (MACRO, OWN["text"] * 2, r"twice: .*line 1 and .*line 3"),
        (MACRO, OWN["text"].replace("own_", "{{ generate_schema_name(1) }}"), "calls itself"),
        (MACRO, OWN["text"].replace("own_", "{{ shop.generate_schema_name() }}"), "calls itself"),
        ("dbt_packages/p/m.sql", OWN["text"], "`dbt deps` overwrites"),
    ],
)
def test_refusals(tmp_path: Path, name: str, text: str, message: str) -> None:
    config = "name: shop\nmacro-paths: [macros, dbt_packages/p]\n"
    project(tmp_path, {"dbt_project.yml": config, name: text})
    with pytest.raises(ConfigError, match=message):
        plan_init(tmp_path, VERSION)
    with pytest.raises(ConfigError, match=r"dbt_project\.yml does not exist"):
        plan_init(tmp_path / "elsewhere", VERSION)


def test_odd_dbt_project_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACROS", "m")
    config = (
        "name: &n shop\r\nprofile: *n\r\npackages-install-path: \"{{ env_var('P', 'x') }}\"\r\n"
        "macro-paths: [\"{{ env_var('MACROS') }}/a\", b]\r\non-run-end: '{{ x() }}'\r\n"
    )
    assert "m/a/generate_schema_name.sql" in init(project(tmp_path, {"dbt_project.yml": config}))


@pytest.mark.parametrize(
    ("header", "renamed", "passed"),
    [
        ("{% macro {} (a, b=none) -%}", "prod_schema_name", BOTH),
        ("{%-macro\n  {}(\n  a,\n  b,\n)\n%}", "prod_schema_name", BOTH),
        ("{%- macro {}(a=f(1, [2, 3])~'),%}') -%}", "prod_schema_name", "custom_schema_name"),
        ("{% macro {}() %}", "prod_schema_name", ""),
        ("{% macro {}() %}{{ varargs }}", "prod_schema_name", BOTH),
        (f"{TAKEN}{{% macro {{}}(a: str, b) %}}", "prod_schema_name_2", BOTH),
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_own_macro_wrapped(
    tmp_path: Path, header: str, renamed: str, passed: str, eol: str
) -> None:
    own = (
        "{# {% macro generate_schema_name( #}{% raw %}{% macro generate_schema_name() %}"
        f"{{% endraw %}}{{{{ '{{#' }}}}\n{header}\n  {{# dbt_wap. generate_schema_name( #}}\n"
        "  {{ dbt.generate_schema_name(a, b) }}{{ default__generate_schema_name(a) }}\n"
        "{%- endmacro %} {# two\nlines #}\n\n{% macro z() %}{% endmacro %}"
    ).replace("\n", eol)
    before = own.replace("{}", "generate_schema_name")
    done = init(project(tmp_path, {"macros/deep/x.SQL": before}))
    wrapper = WRAPPER.replace("prod_schema_name(custom_schema_name, node)", f"{renamed}({passed})")
    above, below = own.replace("{}", renamed).split(f"lines #}}{eol}")
    want = f"{above}lines #}}{eol}" + wrapper.replace("\n", eol) + below
    assert done["macros/deep/x.SQL"].after == want


def test_files_dbt_does_not_read_or_cannot(tmp_path: Path) -> None:
    own = OWN["text"]
    project(tmp_path, {"macros/.old.sql": own, "macros/old.txt": own, MACRO: "{# none #}"})
    (tmp_path / "macros" / "latin.sql").write_bytes(b"-- caf\xe9")
    assert init(tmp_path)[MACRO].after == "{# none #}\n\n" + NEW_MACRO
    (tmp_path / "macros" / "latin.sql").write_bytes(b"-- caf\xe9\n" + own.encode())
    with pytest.raises(ConfigError, match=r"latin\.sql is not UTF-8"):
        plan_init(tmp_path, VERSION)


def test_apply_keeps_mode_and_links_and_refuses_a_changed_file(tmp_path: Path) -> None:
    project(tmp_path, {"real.yml": "packages: []\n"})
    (tmp_path / "real.yml").chmod(0o640)
    (tmp_path / "packages.yml").symlink_to("real.yml")
    plan = plan_init(tmp_path, VERSION)
    apply(plan)
    assert (tmp_path / "packages.yml").is_symlink()
    assert (tmp_path / "real.yml").stat().st_mode & 0o777 == 0o640
    assert len(list(tmp_path.iterdir())) == 4
    with pytest.raises(ConfigError, match="changed in the meantime"):
        apply(plan)


@pytest.mark.parametrize(
    ("case", "schema"),
    [("none", "audit_main_s"), ("text", "audit_own_s_m"), ("return", "audit_own_s_m")],
)
def test_dbt_names_schemas_through_the_package(tmp_path: Path, case: str, schema: str) -> None:
    wap = project(tmp_path / "wap", {
        "dbt_project.yml": "name: dbt_wap\nversion: 0.1.0\nconfig-version: 2\n",
        "macros/m.sql": (
            "{% macro audit_schema_name(name, node) %}{{ 'audit_' ~ name }}{% endmacro %}"
            "{% macro generate_schema_name(custom, node) %}{% do return(dbt_wap.audit_schema_name("
            "dbt.generate_schema_name(custom, node) | trim, node)) %}{% endmacro %}"
        ),
    })  # fmt: skip
    shop = project(tmp_path / "shop", {
        "dbt_project.yml": "name: shop\nprofile: shop\nversion: 1.0.0\nconfig-version: 2\n",
        "profiles.yml": "shop: {target: d, outputs: {d: {type: duckdb, path: ':memory:'}}}\n",
        "models/m.sql": "{{ config(schema='s') }} select 1 as a",
        **({MACRO: OWN[case]} if case in OWN else {}),
    })  # fmt: skip
    init(shop, package_dir=wap)
    env = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    for command in ("deps", "parse"):
        line = [sys.executable, "-m", "dbt.cli.main", command, "--profiles-dir", "."]
        done = subprocess.run(line, cwd=shop, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((shop / "target" / "manifest.json").read_text())
    assert manifest["nodes"]["model.shop.m"]["schema"] == schema
