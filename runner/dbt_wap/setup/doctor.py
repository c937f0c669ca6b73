"""`wap doctor`: checks the project, the connection and the privileges, with a fix for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError, WapError
from dbt_wap.model import Mode
from dbt_wap.pipeline.steps import Steps
from dbt_wap.pipeline.write import plan_build
from dbt_wap.profiles import read_profile
from dbt_wap.project_file import declared_var, mapping_in
from dbt_wap.setup.package_copy import FOLDER, version_in
from dbt_wap.setup.packages_edit import installed_version, is_named, local_folder
from dbt_wap.version import __version__

PARSES = "the project parses"


@dataclass(frozen=True)
class Check:
    """A check, and what to do if it fails; a check that is ok but has a `what` is a warning."""

    name: str
    ok: bool
    what: str = ""
    do: str = ""

    def __str__(self) -> str:
        mark = "fail" if not self.ok else "warn" if self.what else "ok  "
        what = f": {self.what}" if self.what else ""
        do = f"\n      do: {self.do}" if self.do else ""
        return f"{mark}  {self.name}{what}{do}"


def examine(at: Steps) -> Iterator[Check]:
    """Yield each check when it is done; stop where later ones depend on one that fails."""
    found: dict[str, Any] = {}
    steps: list[tuple[str, Callable[[], str | None], str]] = [
        (PARSES, lambda: _parses(at), "fix the project: dbt parse"),
        ("the macros match this version of wap", lambda: _version(at), "wap init, then dbt deps"),
        ("the database is persistent", lambda: _place(at, found), "dbt debug"),
        ("an audit build writes only to audit schemas", lambda: _naming(at, found), "wap doctor"),
        ("the warehouse responds", lambda: _answers(at, found), "dbt debug"),
    ]
    installed = _installed(at)
    yield installed
    if not installed.ok:
        return
    yield from targets_with_rules(at.settings)
    for name, step, do in steps:
        try:
            problem = step()
        except WapError as error:
            problem, do = error.what, _do(name, error, do)
        yield Check(name, problem is None, problem or "", do if problem else "")
        if problem:
            return
        if "place" in found:
            yield Check(found.pop("place"), True)
    yield from _rights(found)
    yield from _state(at, found)


def _do(name: str, error: WapError, otherwise: str) -> str:
    """Return the next command of an error, unless that is only `wap doctor` again."""
    told = error.next_command or ""
    if told.startswith("wap run"):
        return "fix this, then wap doctor"
    if told == "wap doctor" or (name == PARSES and "dbt deps" not in told):
        return otherwise
    return told


def _installed(at: Steps) -> Check:
    """Check by the project's files that `dbt deps` installed this version of the macros."""
    name, root = "dbt-wap is installed", at.settings.project_dir
    try:
        have, named, folder = installed_version(root), is_named(root), local_folder(root)
        source = version_in(folder) if folder else None
    except ConfigError as error:
        return Check(name, False, error.what, "fix this, then wap doctor")
    if have == __version__:
        return Check(name, True)
    what = f"the macros have version {have}, wap has version {__version__}"
    if have is None:
        what = "the package dbt_wap is not installed"
    if source == __version__:
        return Check(name, False, what, "dbt deps")
    if folder and source is not None and folder.name != FOLDER:
        do = f"update {folder} to {__version__}, then dbt deps; or install dbt-wap {source}"
    elif folder:
        do = "wap init, then dbt deps"
    elif have is not None:
        do = "wap init, then dbt deps; if init has nothing to change, dbt deps --upgrade"
    elif named:
        do = "dbt deps; if it cannot reach the repository, wap init --offline"
    else:
        what, do = "the project does not list the package dbt_wap", "wap init, then dbt deps"
    return Check(name, False, what, do)


def targets_with_rules(settings: Settings) -> list[Check]:
    """Check that the profile has every target in wap_targets; other rules would never apply."""
    rules = declared_var(mapping_in(settings.project_dir / "dbt_project.yml"), "wap_targets")
    try:
        profile = read_profile(settings)
    except ConfigError:
        return []  # dbt says why when it parses the project
    if not isinstance(rules, dict) or not rules:
        return []
    name, known = "the profile has the targets in wap_targets", ", ".join(profile.targets)
    do = f"use one of {known} in dbt_project.yml, or add the target to profiles.yml"
    unknown = [each for each in map(str, rules) if each not in profile.targets]
    what = "wap_targets names {}, which is not a target of profile " + profile.name
    return [Check(name, False, what.format(each), do) for each in unknown] or [Check(name, True)]


def _parses(at: Steps) -> str | None:
    at.dbt.parse(Mode.PROD)
    return None


def _version(at: Steps) -> str | None:
    found = at.store.call("package_version")["version"]
    if found == __version__:
        return None
    return f"the macros have version {found}, wap has version {__version__}"


def _place(at: Steps, found: dict[str, Any]) -> str | None:
    found["place"] = at.store.call("describe_target")["text"]
    return None


def _naming(at: Steps, found: dict[str, Any]) -> str | None:
    nodes = at.dbt.list_nodes([], Mode.AUDIT)
    plan = plan_build(at, nodes)
    at.store.call("check_places", places=plan["places"])
    found["hooks"] = plan["hooks"]
    return None


def _answers(at: Steps, found: dict[str, Any]) -> str | None:
    try:
        found.update(at.store.call("check_privileges"))
    except ConfigError as error:
        found["refused"] = error
    return None


def _rights(found: dict[str, Any]) -> list[Check]:
    if refused := found.get("refused"):
        return [Check("a run can start", False, refused.what, refused.next_command or "")]
    name, whole = "the role has the privileges it needs", "a publish keeps everything in prod"
    checks = [Check(name, False, row["what"], row["grant"] or "") for row in found["missing"]]
    apart = "move it to a separate schema, or add its schema to the var wap_exclude_schemas"
    checks += [Check(whole, False, sentence, apart) for sentence in found["blocked"]]
    later = [Check("only for a publish", True, r["what"], r["grant"]) for r in found["to_publish"]]
    told = [*found["warnings"], *(f"the hook {sentence}" for sentence in found["hooks"])]
    warnings = [Check("note", True, sentence) for sentence in told]
    return (checks or [Check(name, True)]) + later + warnings


def _state(at: Steps, found: dict[str, Any]) -> list[Check]:
    name = "the records of runs are readable"
    if found.get("refused") or found["missing"]:
        return []
    try:
        at.store.runs(1)
    except WapError as error:
        return [Check(name, False, error.what, error.next_command or "")]
    return [Check(name, True)]
