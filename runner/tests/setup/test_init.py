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
from dbt_wap.setup.editing import Edit, apply
from dbt_wap.setup.init import plan_init
from dbt_wap.setup.naming_edit import NEW_MACRO
from dbt_wap.setup.packages_edit import REPOSITORY

VERSION = "0.1.0"
BUNDLED = Path(__file__).parents[3]
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
{# Added by `wap init`: the schema name from above, or its audit schema in an audit build. #}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.audit_schema_name(prod_schema_name(custom_schema_name, node) | trim, node) }}
{%- endmacro %}
"""


def project(root: Path, files: dict[str, str] | None = None) -> Path:
    """Write a project with these files to `root`."""
    for name, text in {"dbt_project.yml": "name: shop\n", **(files or {})}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    return root


def edits(root: Path, **options: Any) -> dict[str, Any]:
    options = {"package_dir": BUNDLED, **options}
    return {e.path.relative_to(root).as_posix(): e for e in plan_init(root, VERSION, **options)}


def data(text: str | None) -> dict[str, Any]:
    return yaml.safe_load(text or "") or {}


def init(root: Path, **options: Any) -> dict[str, Any]:
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


BEFORE_OFFLINE = {
    "git": f"packages:\n  - git: '{REPOSITORY}'  # us\n    revision: v1 # x\n  - local: ../p\n",
    "branch": f"packages:\n- {{git: '{REPOSITORY}', revision: main}}\n- local: ../p\n",
    "hub": "packages:\r\n-   package: x/dbt_wap\r\n    version: ['1']\r\n-   local: ../p\r\n",
    "tarball": "packages: [{tarball: 'h://w.tgz', name: dbt_wap}, {local: ../p}]\n",
    "private": "packages:\n  - private: x/dbt-wap\n    revision: v9.9.9\n  - local: ../p\n",
    "of another machine": "packages:\n- local: /v/lib/dbt_wap/package\n- local: ../p\n",
    "of this machine": f"packages:\n- local: '{BUNDLED}'\n- local: ../p\n",
    "commented out": f"packages:\n  # - git: '{REPOSITORY}'\n  - local: ../p\n",
    "none": "",
}
"""Lists of packages that an offline `wap init` finds."""


@pytest.mark.parametrize("name", ["packages.yml", "dependencies.yml"])
@pytest.mark.parametrize("case", BEFORE_OFFLINE)
def test_offline_the_entry_becomes_a_copy_inside_the_project(
    tmp_path: Path, case: str, name: str
) -> None:
    text = BEFORE_OFFLINE[case] or ("" if name == "packages.yml" else "packages: []\n")
    shop = project(tmp_path / "shop", {name: text, MACRO: NEW_MACRO})
    wap = {"dbt_project.yml": "name: dbt_wap\n", "macros/a/a.sql": "1", "macros/.b": "", "c": ""}

    done = init(shop, package_dir=project(tmp_path / "wap", wap), offline=True)

    assert list(done) == [name, "dbt_wap_package"]
    entries = data(done[name].after)["packages"]
    others = [{"local": "../p"}] if "../p" in text else []
    assert [each for each in entries if each != {"local": "dbt_wap_package"}] == others
    assert len(entries) == len(others) + 1
    assert ("\r\n" in text) == ("\r\n" in done[name].after)
    assert edits(shop, package_dir=tmp_path / "wap") == {}, "without --offline the copy is kept"
    copied = everything(shop / "dbt_wap_package")
    assert set(copied) == {"README.md", "dbt_project.yml", "macros/a/a.sql"}


def test_the_copy_is_renewed_and_never_over_a_change_of_the_user(tmp_path: Path) -> None:
    old = project(tmp_path / "old", {"dbt_project.yml": "name: dbt_wap\n", "macros/a.sql": "1\n"})
    shop = project(tmp_path / "shop", {MACRO: NEW_MACRO})
    init(shop, package_dir=old, offline=True)
    copy = shop / "dbt_wap_package"
    (copy / "macros" / "a.sql").write_bytes(b"1\r\n")  # git on Windows
    written = (shop / "packages.yml").read_bytes()

    assert list(init(shop)) == ["dbt_wap_package"]

    assert not (copy / "macros" / "a.sql").exists()
    assert (shop / "packages.yml").read_bytes() == written
    assert not list(shop.glob(".dbt_wap*"))
    (copy / "macros" / "mine.sql").write_text("{# mine #}")
    for offline in (True, False):
        with pytest.raises(ConfigError, match="was edited after `wap init` created it"):
            edits(shop, offline=offline)
    (copy / "README.md").unlink()
    with pytest.raises(ConfigError, match="was not created by `wap init`"):
        edits(shop, offline=True)
    for path in sorted(copy.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    copy.rmdir()
    assert list(edits(shop, offline=True)) == ["dbt_wap_package"]
    assert data(init(shop)["packages.yml"].after) == {"packages": [GIT]}, "back to git"


def test_a_copy_that_the_user_keeps_elsewhere_stays(tmp_path: Path) -> None:
    files = {"sub/wap/dbt_project.yml": "name: dbt_wap\n", MACRO: NEW_MACRO}
    shop = project(tmp_path, {**files, "packages.yml": "packages: [{local: ./sub/wap}]\n"})
    assert edits(shop, offline=True) == edits(shop) == {}


def everything(root: Path) -> dict[str, bytes | str]:
    """All that is in the folder, links as what they say."""
    return {
        str(p.relative_to(root)): os.readlink(p) if p.is_symlink() else p.read_bytes()
        for p in root.rglob("*")
        if p.is_symlink() or p.is_file()
    }


PLACES = {
    "macros outside": ("macro-paths: [../shared]", {}, "no folder of `macro-paths` is inside"),
    "macros outside, whole path": ("macro-paths: ['{base}/shared']", {}, "is inside the project"),
    "own macro outside": ("macro-paths: [../shared, macros]", {"../shared/g.sql": OWN["text"]},
        "outside the project"),
    "own macro behind a link": ("", {"macros": "-> ../shared", "../shared/g.sql": OWN["text"]},
        "outside the project"),
    "linked folder outside": ("", {"macros": "-> ../shared"}, "no folder of `macro-paths`"),
    "dangling folder": ("", {"macros": "-> gone"}, "a link to gone, which does not exist"),
    "dangling file": ("", {"packages.yml": "-> gone.yml"}, "a link to gone.yml"),
    "dangling macro": ("", {MACRO: "-> gone.sql"}, "a link to gone.sql"),
    "list outside": ("", {"../all.yml": "packages: []\n", "packages.yml": "-> ../all.yml"},
        "outside the project"),
    "link to itself": ("", {"packages.yml": "-> packages.yml"}, "packages.yml"),
    "folder for the list": ("", {"packages.yml/a": ""}, "could not read"),
    "folder for the macro": ("", {f"{MACRO}/a": ""}, "could not read"),
    "file for the folder": ("", {"macros": "x"}, "needs a folder there"),
    "file for the copy": ("", {"dbt_wap_package": "x"}, "was not created by `wap init`"),
    "UTF-16": ("", {"packages.yml": "packages: []".encode("utf-16").decode("latin-1")}, "UTF-8"),
}  # fmt: skip
"""Settings, files (`->` is a link) and what the refusal says of them."""


@pytest.mark.parametrize("case", PLACES)
def test_what_cannot_be_written_is_refused_before_anything_is(tmp_path: Path, case: str) -> None:
    setting, files, message = PLACES[case]
    (tmp_path / "shared").mkdir()
    config = "name: shop\n" + setting.replace("{base}", str(tmp_path))
    shop = project(tmp_path / "shop", {"dbt_project.yml": config})
    for name, text in files.items():
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("-> "):
            (shop / name).symlink_to(text[3:])
        else:
            (shop / name).write_bytes(text.encode("latin-1"))
    before = everything(tmp_path)

    with pytest.raises(ConfigError, match=message):
        apply(list(edits(shop, offline=True).values()))

    assert everything(tmp_path) == before


def test_macros_go_to_the_first_folder_inside(tmp_path: Path) -> None:
    config = f"name: shop\nmacro-paths: [../shared, '{tmp_path}/shop/own']\n"
    assert "own/generate_schema_name.sql" in init(
        project(tmp_path / "shop", {"dbt_project.yml": config})
    )


def test_all_is_written_or_nothing(tmp_path: Path) -> None:
    shop = project(tmp_path, {"packages.yml": "packages: []\n"})
    plan = list(edits(shop, offline=True).values())
    before = everything(shop)
    wrong = Edit(shop / "dbt_project.yml" / "x", None, "x", "Cannot write below a file.")

    with pytest.raises(ConfigError, match="nothing was changed"):
        apply([*plan, wrong])

    assert everything(shop) == before
    assert not (shop / "macros").exists()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("packages.yml", "packages:\n  - a: [\n", r"packages\.yml, line 3"),
        ("packages.yml", "packages: yes please\n", "is not a list"),
        ("packages.yml", "- package: a/b\n", "is not a list"),
        ("packages.yml", "x: &p [a]\npackages: *p\n", "add this by hand:\n  - git:"),
        ("packages.yml", "{}\n", "by hand"),
        (
            "packages.yml",
            f"v: &v v0.9\npackages: [{{git: '{REPOSITORY}', revision: *v}}]",
            "by hand",
        ),
        ("dbt_project.yml", "name: shop\nvars: {a: b\nx: [", r"dbt_project\.yml, line \d"),
        ("dbt_project.yml", "name: shop\nvars: {{ x }}\n", r"dbt_project\.yml, line 2"),
        ("dbt_project.yml", "just text\n", "expected a mapping"),
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
        edits(tmp_path)
    with pytest.raises(ConfigError, match=r"dbt_project\.yml does not exist"):
        edits(tmp_path / "elsewhere")


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
        edits(tmp_path)


def test_apply_keeps_mode_and_links_and_refuses_a_changed_file(tmp_path: Path) -> None:
    project(tmp_path, {"real.yml": "packages: []\n"})
    (tmp_path / "real.yml").chmod(0o640)
    (tmp_path / "packages.yml").symlink_to("real.yml")
    plan = list(edits(tmp_path).values())
    apply(plan)
    assert (tmp_path / "packages.yml").is_symlink()
    assert (tmp_path / "real.yml").stat().st_mode & 0o777 == 0o640
    assert len(list(tmp_path.iterdir())) == 4
    with pytest.raises(ConfigError, match="changed while wap init ran"):
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
    init(shop, package_dir=wap, offline=True)
    env = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    for command in ("deps", "parse"):
        line = [sys.executable, "-m", "dbt.cli.main", command, "--profiles-dir", "."]
        done = subprocess.run(line, cwd=shop, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((shop / "target" / "manifest.json").read_text())
    assert manifest["nodes"]["model.shop.m"]["schema"] == schema
