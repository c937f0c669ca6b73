"""The rules of this repository that a machine can check; each is shown to find a break of it."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt_wap import __version__
from dbt_wap.cli.commands import wap
from dbt_wap.errors import BY_CODE, ExitCode
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "runner" / "dbt_wap"
ENGINES = ("duckdb", "snowflake")
"""The engines with a body for every primitive; a new one is added here first."""

Sources = Mapping[str, str]
"""The text of files by their path, in the form `steps/approve.sql` or `cli/options.py`."""

STRATEGY = re.compile(r"strategies/(?P<name>\w+)/(?P<verb>\w+)\.sql$")
"""A file of a publish strategy: what it does for one verb of the contract."""

Length = tuple[str, int, int]
"""A file or function, its lines, and its soft limit; the rule is broken at twice that."""

MACRO = re.compile(
    r"(?:\{#(?P<header>(?:(?!#\}).)*)#\}\s*)?"
    r"\{%-?\s*macro\s+(?P<name>\w+)\s*\((?P<args>.*?)\)\s*-?%\}(?P<body>.*?)\{%-?\s*endmacro\s*-?%\}",
    re.DOTALL,
)
PREFIX = re.compile(rf"(default|{'|'.join((*ENGINES, 'postgres'))})__")
DISPATCH = re.compile(r"adapter\.dispatch\((?P<to>[^)]*)\)\((?P<given>[^)]*)\)")
TAG = re.compile(r"\{[%{]-?\s*(?P<word>\w+)(?P<rest>.*?)-?[%}]\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
DBT_MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)")
OVERRIDES = {"generate_schema_name"}
"""The macros of dbt that the package has under dbt's own name, because projects ask for it."""


@dataclass(frozen=True)
class Macro:
    """One macro as its file has it."""

    path: str
    name: str
    args: tuple[str, ...]
    header: str
    body: str
    lines: int

    @property
    def folder(self) -> str:
        return self.path.split("/")[0]

    @property
    def is_entry(self) -> bool:
        return not self.name.startswith("_") and not PREFIX.match(self.name)


def read(folder: Path, pattern: str) -> dict[str, str]:
    """The files of a folder by their path in it."""
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob(pattern))}


def macros(sources: Sources) -> list[Macro]:
    """Every macro of the .sql files, in order."""
    found = []
    for path, text in sources.items():
        for at in MACRO.finditer(text) if path.endswith(".sql") else ():
            args = [re.split(r"[=\s]", arg.strip())[0] for arg in at["args"].split(",")]
            named = tuple(arg for arg in args if arg)
            header, lines = at["header"] or "", at["body"].count("\n") + 1
            found.append(Macro(path, at["name"], named, header, at["body"], lines))
    return found


@cache
def names_of_dbt() -> frozenset[str]:
    """The names of all macros of dbt and of the adapters that are installed."""
    names: set[str] = set()
    for folder in import_module("dbt.include").__path__:
        for text in read(Path(folder), "*.sql").values():
            names.update(DBT_MACRO.findall(text))
    return frozenset(names)


# -- macros ----------------------------------------------------------------------------------------


def every_macro_is_read(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        told = len(re.findall(r"\{%-?\s*macro\b", text)) if path.endswith(".sql") else 0
        if told != len(macros({path: text})):
            yield f"{path}: {told} macro tag(s), not all of which could be read"


def a_file_holds_one_entry_macro_of_its_name(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        names = [macro.name for macro in macros({path: text}) if macro.is_entry]
        own = [] if STRATEGY.match(path) else [Path(path).stem]
        if path.endswith(".sql") and names != own:
            yield f"{path} holds the entry macros {names}"


def no_macro_has_the_name_of_one_of_dbt(sources: Sources) -> Iterator[str]:
    for macro in macros(sources):
        if macro.name in names_of_dbt() - OVERRIDES:
            yield f"{macro.path}: dbt calls its own {macro.name} by name, and would get this one"


FLOORS = (
    "sql",
    "adapter",
    "project",
    "naming",
    "state",
    "strategies",
    "compare",
    "gates",
    "checks",
    "hooks",
    "steps",
)
"""The folders of macros: one calls macros of its own floor and of those before it, no others."""

ENGINE_FLOORS = {"sql", "adapter", "strategies"}
"""The folders that hold what an engine does in a way of its own."""

CALLS_UPWARD = {
    ("refuse", "end_step"),
    ("event_statement", "describe_prod"),
    ("_snowflake_batches", "get_var"),
}
"""A refusal drops the lock of a step that was typed by hand, and says what became of prod: nothing
else could do so after it. How many queries run at the same time is a var, read where they run."""


def macros_call_their_own_floor_and_those_below(sources: Sources) -> Iterator[str]:
    floor = {macro.name: macro.folder for macro in macros(sources)}
    for macro in macros(sources):
        for called in sorted(set(re.findall(r"\bdbt_wap\.(\w+)", macro.body)) & set(floor)):
            above = FLOORS.index(floor[called]) > FLOORS.index(macro.folder)
            if above and (macro.name, called) not in CALLS_UPWARD:
                yield f"{macro.path}: {macro.name} calls {called} of the floor {floor[called]}"


CHANGES = re.compile(
    r"(?i)\b(?:insert\s+into|delete\s+from|truncate\s|update\s+\{\{|(?:create|drop|alter)\s+"
    r"(?:or\s|temporary\s|transient\s|if\s|table|view|schema|\{\{))"
)
"""What a statement begins with that changes something."""

ASKS = re.compile(
    r"\brun_query\(|\bstatement\(|dbt_wap\.(?:rows_of|_snowflake_block)\(|\badapter\.get_"
)
"""How a macro asks the warehouse."""


def come_to_call(sources: Sources, *folders: str) -> Iterator[tuple[Macro, Macro]]:
    """Each macro of the folders with itself and all that it comes to call, but for refusals."""
    known = {macro.name: macro for macro in macros(sources)}
    calls: dict[str, set[str]] = {}
    for macro in known.values():
        body = COMMENT.sub("", macro.body)
        engines = ENGINES if "adapter.dispatch" in body else ()
        calls[macro.name] = set(re.findall(r"\bdbt_wap\.(\w+)", body)) - {"refuse"}
        calls[macro.name] |= {f"{engine}__{macro.name}" for engine in engines}
    for macro in (macro for macro in known.values() if macro.folder in folders):
        reached, left = {macro.name}, [macro.name]
        while left:
            further = {name for name in calls[left.pop()] if name in known} - reached
            reached |= further
            left.extend(further)
        yield from ((macro, known[name]) for name in sorted(reached))


def a_check_runs_no_statements(sources: Sources) -> Iterator[str]:
    for macro, called in come_to_call(sources, "checks"):
        if re.search(r"\b(?:execute_statements|flush)\(", COMMENT.sub("", called.body)):
            yield f"{macro.path}: {macro.name} comes to call {called.name}, which runs statements"


def a_check_asks_and_changes_nothing(sources: Sources) -> Iterator[str]:
    for macro, called in come_to_call(sources, "checks"):
        body = COMMENT.sub("", called.body)
        if ASKS.search(body) and CHANGES.search(body):
            yield f"{macro.path}: {macro.name} comes to call {called.name}, whose query changes"


def project_and_naming_ask_nothing(sources: Sources) -> Iterator[str]:
    for macro, called in come_to_call(sources, "project", "naming"):
        body = COMMENT.sub("", called.body)
        if ASKS.search(body) or "execute_statements(" in body:
            yield f"{macro.path}: {macro.name} comes to call {called.name}, which asks"


def every_macro_that_is_called_exists(sources: Sources) -> Iterator[str]:
    known = {macro.name for macro in macros(sources)}
    for macro in macros(sources):
        for called in re.findall(r"\bdbt_wap\.(\w+)\(", macro.body):
            if called not in known:
                yield f"{macro.path}: {macro.name} calls {called}, which is not there"


def only_some_floors_dispatch_and_forward_by_keyword(sources: Sources) -> Iterator[str]:
    for macro in macros(sources):
        told = macro.body.count("adapter.dispatch")
        if told and macro.folder not in ENGINE_FLOORS:
            yield f"{macro.path} dispatches"
        elif told:
            at = DISPATCH.search(macro.body)
            given = re.sub(r"\s+", "", at["given"]).rstrip(",") if at else ""
            to = re.sub(r"\s+", "", at["to"]).replace("'", '"') if at else ""
            if to != f'"{macro.name}","dbt_wap"':
                yield f"{macro.path} dispatches to {to}"
            elif given != ",".join(f"{arg}={arg}" for arg in macro.args):
                yield f"{macro.path} forwards {given}"


def every_primitive_has_a_raising_default_and_a_body_for_each_engine(
    sources: Sources,
) -> Iterator[str]:
    known = {macro.name: macro for macro in macros(sources)}
    for macro in known.values():
        if "adapter.dispatch" not in macro.body:
            continue
        default = known.get(f"default__{macro.name}")
        if not default or f'dbt_wap.unsupported("{macro.name}")' not in default.body:
            yield f"{macro.path}: no default__ that raises"
        for body in [default, *(known.get(f"{engine}__{macro.name}") for engine in ENGINES)]:
            if not body:
                yield f"{macro.path}: no body for each of {ENGINES}"
            elif body.args != macro.args:
                yield f"{macro.path}: {body.name} takes {body.args}"


def every_strategy_fulfils_the_contract(sources: Sources) -> Iterator[str]:
    known = macros(sources)
    doors = {m.name: m for m in known if "engine.dispatch" in m.body and m.is_entry}
    verbs = {macro.name.removeprefix("strategy_"): macro for macro in doors.values()}
    for verb, door in verbs.items():
        given = ",".join(f"{arg}={arg}" for arg in door.args)
        call = f'engine.dispatch(dbt_wap.strategy()~"__{verb}","dbt_wap")({given})'
        if call not in re.sub(r"\s+", "", door.body):
            yield f"{door.path} does not say {call}"
    for name in sorted({at["name"] for path in sources if (at := STRATEGY.match(path))}):
        bodies = {m.path: m for m in known if re.match(rf"[a-z]+__{name}__", m.name)}
        for verb, door in verbs.items():
            body = bodies.pop(f"strategies/{name}/{verb}.sql", None)
            if not body or not body.name.endswith(f"__{name}__{verb}") or body.args != door.args:
                yield f"strategies/{name}/{verb}.sql is not {name}__{verb}({', '.join(door.args)})"
        yield from (f"{path} is no verb of the contract" for path in bodies)


def adapter_bodies_say_whether_they_are_atomic(sources: Sources) -> Iterator[str]:
    for macro in macros(sources):
        told = re.search(r"Atomic:\s+(yes|no)\b", macro.header)
        if PREFIX.match(macro.name) and not macro.name.startswith("default__") and not told:
            yield f"{macro.path}: the header of {macro.name} has no `Atomic: yes|no`"


NEUTRAL = ("state/", "compare/", "gates/", "checks/", "hooks/", "steps/")
"""Folders that serve all engines alike; what one says in a way of its own is a primitive."""

OF_ONE_ENGINE = re.compile(
    r"(?i)\b(?:duckdb|snowflake|postgres|bigquery|databricks)\b"
    r"|\b(?:temporary|transient|qualify|float8|hugeint|ilike|rlike|try_cast|tablesample)\b"
    r"|\b(?:list|unnest|flatten|arg_max|max_by|hash_agg|listagg|string_agg|iff|nvl|epoch"
    r"|date_part|to_varchar|regexp_matches|regexp_like|object_construct|struct_pack)\("
    r"|\bgroup\s+by\s+all\b|\bselect\s+\*\s+exclude\b|[\w)]::\w|\bsplit\(\s*[\"']:"
)
"""Names of engines, SQL that only some of them take, and the taking apart of what one has made."""


def the_folders_for_all_engines_hold_nothing_of_one(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        if path.startswith(NEUTRAL) and path.endswith(".sql"):
            for found in OF_ONE_ENGINE.findall(COMMENT.sub("", text)):
                yield f"{path} says {found}"


def the_warehouse_is_asked_nothing_in_gates(sources: Sources) -> Iterator[str]:
    asks = re.compile(r"\b(?:run_query|rows_of|get_results|get_report|list_\w+|keep_rows)\(")
    for macro in macros(sources):
        if macro.folder == "gates" and asks.search(COMMENT.sub("", macro.body)):
            yield f"{macro.path}: {macro.name} asks the warehouse"


GLUED = re.compile(
    r"(?i)[\"'](?:select|with|create|insert|drop|alter|update|delete|grant|revoke|show|comment on)"
    r"\s[^\"'\n]*[\"']\s*~"
)
"""A statement that is put together from texts, which nobody can read as SQL."""

NOT_RUN = {"adapter/get_definitions.sql"}
"""Files with the beginning of a statement that the engine wrote, and that is taken off."""


def steps_are_verbs(sources: Sources) -> Iterator[str]:
    for macro in macros(sources):
        if macro.folder == "steps" and macro.is_entry and "run-operation" not in macro.header:
            yield f"{macro.path}: {macro.name} is no run-operation"


def only_strategies_know_where_a_candidate_is(sources: Sources) -> Iterator[str]:
    address = re.compile(r"_(?:name|key)\([^()]*\[\"(?:audit|archive)\"\]")
    for path, text in sources.items():
        if not path.startswith("strategies/") and address.search(text):
            yield f"{path} makes an address of an audit or archive name, not by locate"


def queries_are_templates(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        for found in GLUED.findall(text) if path not in NOT_RUN else ():
            yield f"{path} glues {found}"


def lines_fit_on_a_screen(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        long = [at for at, line in enumerate(text.splitlines(), 1) if len(line) > 120]
        yield from (f"{path}: line {at} is longer than 120 columns" for at in long)


def no_variable_is_called_is(sources: Sources) -> Iterator[str]:
    named = re.compile(r"\{%-?\s*(?:set|for)\b[^=%]*?\bis\b\s*[,=]|[,.(]\s*is\s*=|\bat\.is\b")
    for path, text in sources.items():
        if path.endswith(".sql") and named.search(COMMENT.sub("", text)):
            yield f"{path} has a variable called `is`"


def the_target_decides_nothing_outside_project(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        for tag in TAG.finditer(COMMENT.sub("", text)):
            for which in re.findall(r"\btarget\.(name|type|profile_name)\b", tag["rest"]):
                if tag["word"] != "do" and not (which == "name" and path.startswith("project/")):
                    yield f"{path}: {{% {tag['word']} %}} uses target.{which}"


def only_flush_calls_statement(sources: Sources) -> Iterator[str]:
    for path in sorted(set(sources) - {"sql/flush.sql"}):
        if re.search(r"\bcall\s+statement\b", COMMENT.sub("", sources[path])):
            yield f"{path} has a call statement"


def every_begin_has_its_commit(sources: Sources) -> Iterator[str]:
    for macro in macros(sources):
        begins = len(re.findall(r"\bbegin\b\s*(?:transaction\s*)?;", macro.body, re.I))
        if begins != len(re.findall(r"\bcommit\s*;", macro.body, re.I)):
            yield f"{macro.path}: {macro.name} has a begin without its commit, or the reverse"


def every_entry_macro_is_documented_with_its_arguments(sources: Sources) -> Iterator[str]:
    documented: dict[str, tuple[str, Any]] = {}
    for path, text in sources.items():
        for entry in yaml.safe_load(text)["macros"] if path.endswith(".yml") else ():
            documented[entry["name"]] = (path, entry)
    for macro in (macro for macro in macros(sources) if macro.is_entry):
        path, entry = documented.pop(macro.name, ("nowhere", {}))
        arguments = entry.get("arguments", [])
        if path != f"{macro.folder}/_{macro.folder}.yml" or not entry.get("description"):
            yield f"{macro.path}: {macro.name} is documented in {path}"
        elif tuple(each["name"] for each in arguments) != macro.args:
            yield f"{path}: the arguments of {macro.name} are {macro.args}"
        elif not all(each.get("type") for each in arguments):
            yield f"{path}: {macro.name} has an argument without a type"
        elif macro.folder == "adapter" and entry.get("docs") != {"show": False}:
            yield f"{path}: {macro.name} is a primitive and must have `docs: {{show: false}}`"
    for name in documented.keys() - {macro.name for macro in macros(sources)}:
        yield f"{documented[name][0]}: there is no macro {name}"


GIVEN_BY_DBT = (
    "adapter api builtins context dbt dbt_wap dict env_var exceptions execute flags fromjson "
    "fromyaml get_columns_in_query graph invocation_args_dict invocation_id local_md5 log loop "
    "model modules namespace print project_name range render return run_query selected_resources "
    "statement target tojson var zip"
)
"""The names that dbt and Jinja define in a macro, as far as we use them."""


def every_name_is_set(sources: Sources) -> Iterator[str]:
    """In Jinja a name that was never set is empty, not an error."""
    parser = Environment(extensions=["jinja2.ext.do"])
    for path, text in sources.items():
        tree = parser.parse(text if path.endswith(".sql") else "")
        for macro in tree.find_all(nodes.Macro):
            names = list(macro.find_all(nodes.Name))
            known = {name.name for name in names if name.ctx != "load"} | {*GIVEN_BY_DBT.split()}
            for name in sorted({name.name for name in names} - known):
                yield f"{path}: {macro.name} reads {name}, which it never sets"


VERBS = (
    "Add Answer Approve Audit Build Check Commit Compare Convert Derive Do Drop Exchange "
    "Finish Fold Format Judge List Open Parse Prepare Print Publish Push Quote Raise Read "
    "Record Refuse Reject Remove Renew Replace Restore Return Revoke Rewrite Run Save Say "
    "Split Summarize Take "
)
"""How the header comment of a macro may begin."""


def every_header_begins_with_a_verb(sources: Sources) -> Iterator[str]:
    for macro in (macro for macro in macros(sources) if macro.is_entry):
        (word, *_) = [*re.findall(r"\w+", macro.header), ""]
        if word not in VERBS.split():
            yield f"{macro.path}: the header of {macro.name} begins with {word!r}"
        if re.search(r"\{[{%]", macro.header):
            yield f"{macro.path}: dbt would render the header of {macro.name}"


def every_code_of_a_refusal_is_known(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        for code in re.findall(r'\bcode="(\w+)"', text):
            if code not in BY_CODE:
                yield f'{path} refuses with code="{code}"'


def macro_lengths(sources: Sources) -> Iterator[Length]:
    for path, text in sources.items():
        yield path, text.count("\n") if path.endswith(".sql") else 0, 120
    for macro in macros(sources):
        yield f"{macro.path}: {macro.name}", macro.lines, 40


def macros_are_short(sources: Sources) -> Iterator[str]:
    yield from (what for what, lines, limit in macro_lengths(sources) if lines > 2 * limit)


MACRO_RULES: dict[Callable[[Sources], Iterator[str]], dict[str, str]] = {
    every_macro_is_read: {"steps/a.sql": "{% macro a() %} {% endmacro %} {% macro b() %}"},
    a_file_holds_one_entry_macro_of_its_name: {
        "steps/a.sql": "{% macro a() %}{% endmacro %}\n{% macro b() %}{% endmacro %}"
    },
    no_macro_has_the_name_of_one_of_dbt: {
        "adapter/list_schemas.sql": "{% macro list_schemas(database) %}{% endmacro %}"
    },
    macros_call_their_own_floor_and_those_below: {
        "adapter/a.sql": "{% macro a() %}{% do dbt_wap.b() %}{% endmacro %}",
        "state/b.sql": "{% macro b() %}{% endmacro %}",
    },
    a_check_runs_no_statements: {
        "checks/a.sql": "{% macro a() %}{% do dbt_wap.b() %}{% endmacro %}",
        "state/b.sql": "{% macro b() %}{% do dbt_wap.execute_statements([]) %}{% endmacro %}",
    },
    a_check_asks_and_changes_nothing: {
        "checks/a.sql": "{% macro a() %}{% do dbt_wap.b() %}{% endmacro %}",
        "state/b.sql": '{% macro b() %}{% do run_query("drop table " ~ x) %}{% endmacro %}',
    },
    project_and_naming_ask_nothing: {
        "project/a.sql": "{% macro a() %}{% do dbt_wap.b() %}{% endmacro %}",
        "sql/b.sql": '{% macro b() %}{{ adapter.dispatch("b", "dbt_wap")() }}{% endmacro %}'
        '{% macro duckdb__b() %}{% do run_query("select 1") %}{% endmacro %}',
    },
    every_macro_that_is_called_exists: {
        "steps/a.sql": "{% macro a() %}{% do dbt_wap.b() %}{% endmacro %}"
    },
    only_some_floors_dispatch_and_forward_by_keyword: {
        "adapter/a.sql": '{% macro a(x) %}{{ adapter.dispatch("a", "dbt_wap")(x) }}{% endmacro %}'
    },
    every_primitive_has_a_raising_default_and_a_body_for_each_engine: {
        "adapter/a.sql": '{% macro a() %}{{ adapter.dispatch("a", "dbt_wap")() }}{% endmacro %}'
        "{% macro default__a() %}{% endmacro %}{% macro duckdb__a() %}{% endmacro %}"
    },
    every_strategy_fulfils_the_contract: {
        "strategies/a.sql": "{% macro a(x) %}{{ engine.dispatch("
        'dbt_wap.strategy() ~ "__a", "dbt_wap")(x=x) }}{% endmacro %}',
        "strategies/odd/a.sql": "{% macro duckdb__odd__a(y) %}{% endmacro %}",
    },
    adapter_bodies_say_whether_they_are_atomic: {
        "adapter/a.sql": "{# Atomic: perhaps #}\n{% macro duckdb__a() %}{% endmacro %}"
    },
    the_folders_for_all_engines_hold_nothing_of_one: {
        "compare/a.sql": "{% macro a() %} select x from t group by all {% endmacro %}"
    },
    the_warehouse_is_asked_nothing_in_gates: {
        "gates/a.sql": "{% macro a(x) %}{% do return(dbt_wap.rows_of(x)) %}{% endmacro %}"
    },
    steps_are_verbs: {"steps/a.sql": "{# Helps. #}\n{% macro a() %}{% endmacro %}"},
    only_strategies_know_where_a_candidate_is: {
        "steps/a.sql": '{% macro a() %}{{ dbt_wap.schema_key(pair["database"], pair["audit"]) }}'
    },
    queries_are_templates: {
        "compare/a.sql": '{% macro a(x) %}{% do return("select 1 from " ~ x) %}{% endmacro %}'
    },
    lines_fit_on_a_screen: {"gates/a.sql": "{# " + "a " * 60 + "#}"},
    no_variable_is_called_is: {"steps/a.sql": "{% macro a() %}{% set is = 1 %}{% endmacro %}"},
    the_target_decides_nothing_outside_project: {
        "steps/a.sql": '{% macro a() %}{% if target.name == "prod" %}{% endif %}{% endmacro %}'
    },
    only_flush_calls_statement: {
        "steps/a.sql": '{% macro a() %}{% call statement("x") %}{% endcall %}{% endmacro %}'
    },
    every_begin_has_its_commit: {
        "state/a.sql": '{% macro a() %}{% do run_query("begin; x") %}{% endmacro %}'
    },
    every_entry_macro_is_documented_with_its_arguments: {
        "steps/a.sql": "{% macro a(x, y) %}{% endmacro %}",
        "steps/_steps.yml": "macros: [{name: a, description: A, arguments: [{name: x, type: s}]}]",
    },
    every_name_is_set: {"steps/a.sql": "{% macro a() %} {% do return(b) %} {% endmacro %}"},
    every_header_begins_with_a_verb: {
        "steps/a.sql": "{# The name. #} {% macro a() %} {% endmacro %}",
    },
    every_code_of_a_refusal_is_known: {"steps/a.sql": '{% do dbt_wap.refuse("a", code="odd") %}'},
    macros_are_short: {"steps/a.sql": "{% macro a() %}" + "\n" * 90 + "{% endmacro %}"},
}


# -- the runner ------------------------------------------------------------------------------------

LAYERS = (
    *("version", "words", "errors", "project_file", "given_vars", "config", "profiles", "links"),
    *("report", "model", "dbt", "pipeline", "notify", "setup", "project", "__init__", "demo"),
    *("serve", "prefect", "cli"),
)
"""A module imports from its own folder and from what stands before that, never from the rest."""

CONFINED = {
    "argon2": {"serve/home"},
    "click": {"cli/commands", "cli/options", "cli/serve"},
    "dbt": {"dbt/backends"},
    "dbt_common": {"dbt/bytecode"},
    "duckdb": {"demo/cycle", "demo/generate"},
    "google": {"dbt/backends"},
    "jinja2": {
        *("dbt/bytecode", "project_file", "report/templating", "report/html", "report/markdown"),
        "serve/render",
    },
    "markupsafe": {"report/html", "serve/security/csrf"},
    "itsdangerous": {"links", "serve/security/sessions", "serve/slack/linking"},
    "limits": {"serve/security/throttle"},
    "prefect": {"prefect/"},
    "prefect_dbt": {"prefect/workspace"},
    "pydantic": {"prefect/form", "prefect/waiting"},
    "requests": {"notify/web"},
    "slack_sdk": {"notify/slack_client", "serve/slack/http", "serve/slack/socket"},
    "starlette": {"serve/", "cli/server"},
    "subprocess": {"config", "dbt/backends"},
    "urllib3": {"notify/web"},
    "uvicorn": {"cli/server"},
    "yaml": {"project_file", "given_vars"},
}
"""Which module, or folder/, may import what, beside the standard library."""


def imports(path: str, text: str) -> Iterator[tuple[str, str]]:
    """What a file imports, as ("ours", module) or ("other", library)."""
    for node in ast.walk(ast.parse(text, path)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = [f"{module}.{a.name}" for a in node.names] if "dbt_wap" in module else [module]
        for name in names:
            library, *rest = name.split(".")
            found = "/".join(rest if "/".join(rest) in modules() else rest[:-1])
            yield ("ours", found or "__init__") if library == "dbt_wap" else ("other", library)


@cache
def modules() -> frozenset[str]:
    """All modules of the runner, in the form `cli/options`."""
    return frozenset(map(module_of, python_sources()))


def module_of(path: str) -> str:
    """`cli/options` for cli/options.py."""
    return path.removesuffix(".py")


def modules_import_from_earlier_layers_alone(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        mine = module_of(path).split("/")[0]
        if mine not in LAYERS:
            yield f"{path} has no layer"
            continue
        for kind, name in imports(path, text):
            theirs = name.split("/")[0]
            if kind == "ours" and LAYERS.index(theirs) > LAYERS.index(mine):
                yield f"{path} imports {name}, which is of a later layer"


def no_modules_import_one_another_in_a_circle(sources: Sources) -> Iterator[str]:
    left = {
        module_of(path): {name for kind, name in imports(path, text) if kind == "ours"}
        for path, text in sources.items()
    }
    while free := [module for module, needed in left.items() if not needed & set(left)]:
        for module in free:
            del left[module]
    if left:
        yield f"these import one another in a circle: {sorted(left)}"


def libraries_stay_where_they_belong(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        for kind, name in imports(path, text):
            ours = kind == "ours" or name == "__future__"
            free = name in sys.stdlib_module_names and name not in CONFINED
            places = {module_of(path), path.split("/")[0] + "/"}
            if not ours and not free and not places & CONFINED.get(name, set()):
                yield f"{path} imports {name}"


def only_console_writes_to_the_terminal(sources: Sources) -> Iterator[str]:
    for path, text in sources.items():
        if path != "cli/console.py" and re.search(r"(?<![\w.])print\(|click\.echo|sys\.std", text):
            yield f"{path} prints"


def python_lengths(sources: Sources) -> Iterator[Length]:
    for path, text in sources.items():
        yield path, text.count("\n"), 300
        for node in ast.walk(ast.parse(text, path)):
            if isinstance(node, ast.FunctionDef):
                yield f"{path}: {node.name}", (node.end_lineno or 0) - node.lineno + 1, 40


def python_is_short(sources: Sources) -> Iterator[str]:
    yield from (what for what, lines, limit in python_lengths(sources) if lines > 2 * limit)


PYTHON_RULES: dict[Callable[[Sources], Iterator[str]], dict[str, str]] = {
    modules_import_from_earlier_layers_alone: {"slack.py": "from dbt_wap.cli.commands import wap"},
    no_modules_import_one_another_in_a_circle: {
        "dbt/dbt.py": "from dbt_wap.dbt.wire import fitted",
        "dbt/wire.py": "def f():\n    from dbt_wap.dbt.dbt import Dbt",
    },
    libraries_stay_where_they_belong: {"pipeline/store.py": "def f():\n    import dbt.version"},
    only_console_writes_to_the_terminal: {"pipeline/store.py": "print('x')"},
    python_is_short: {"pipeline/store.py": "x = 1\n" * 601},
}


# -- commands, versions, words ---------------------------------------------------------------------


def bad_commands(text: str) -> Iterator[str]:
    """What a text tells people to type that `wap` does not know; `/wap` is typed in Slack."""
    for name, rest in re.findall(r"(?<![/\w])wap ([a-z]+)\b([^,;|`\n)]*)", text):
        command = wap.commands.get(name)
        flags = {flag for each in (command.params if command else ()) for flag in each.opts}
        if not command:
            yield f"wap {name}"
        yield from (f"wap {name} {f}" for f in re.findall(r"--[a-z-]+", rest) if f not in flags)


def next_commands() -> Iterator[str]:
    """Every `next` of a refusal, in the macros and in the runner."""
    for text in read(ROOT / "macros", "*.sql").values():
        yield from re.findall(r"\bnext=(?:\(\s*)?[\"'](.*?)[\"']\s*[,~\n)]", text)
    for text in read(PACKAGE, "*.py").values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.keyword) and node.arg == "next_command":
                yield re.sub(r"\{.*?\}", "RUN", ast.unparse(node.value))


def banned_words(text: str) -> list[str]:
    """Words that others use for one of ours."""
    return re.findall(r"(?i)\b(?:staging|promot\w+|cut-?over|blue|green)\b", text)


HABITS = {
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bfor a look\b": "so that you can inspect it",
    r"\bat hand\b": "this, current",
    r"\w\(s\)(?![\w(])": "a real plural, with `counted`",
    r"\b(so many|such a share)\b(?! that)": "N rows, N %",
    r"\b(let|lets) through\b": "override, allow",
    r"\bsa(y|ys|id|ying) (yes|no)\b": "approve, reject",
    r"\bway back\b": "rollback, to undo",
    r"\b(is|are|was|were) (told|said)\b(?! to)": "the report says, lists",
    r"\b(some|any|no)body\b": "someone, no one, or who it is",
    r"\ball the same\b": "anyway",
    r"\bfor (itself|themselves)\b": "separately",
    r"\banew\b": "again",
    r"\b(is|are) not there\b": "is missing, does not exist",
    r"\bstands? (in|at|on|beside|under|there)\b": "is in, is listed in",
    r"\belse than\b": "other than",
    r"\bnothing but\b": "only",
    r"\b(at|found|finds) fault\b": "what is wrong with it",
    r"\b(?<!there )(is|are) no (?!longer\b|more\b|such\b|one\b|different\b|better\b)\w": "is not a",
    r"\bthe goal holds\b": "success, or nothing to do",
}
"""Habits that make our English read as a translation, and what to write instead."""


def habits(text: str) -> list[str]:
    """Return the habits in a text."""
    found = (at for habit in HABITS for at in re.finditer(habit, text, re.IGNORECASE))
    return [at.group() for at in found]


def versions(text: str) -> list[str]:
    """The version that a file states for the package, in the spelling of each kind of file."""
    spellings = (
        r"^version: (\d[^\s]*)",
        r"^version = \"(.+)\"",
        r"^__version__ = \"(.+)\"",
        r"\"version\": \"(.+?)\"",
        r"^## \[(\d[^\]]*)\]",
    )
    return [found for each in spellings for found in re.findall(each, text, re.MULTILINE)[:1]]


def macro_sources() -> dict[str, str]:
    return {**read(ROOT / "macros", "*.sql"), **read(ROOT / "macros", "*.yml")}


def python_sources() -> dict[str, str]:
    return {p: t for p, t in read(PACKAGE, "*.py").items() if not p.startswith("demo/project")}


@pytest.mark.parametrize("rule", MACRO_RULES, ids=lambda rule: rule.__name__)
def test_the_macros_keep_the_rule(rule: Callable[[Sources], Iterator[str]]) -> None:
    assert len(macros(macro_sources())) > 100
    assert not list(rule(macro_sources()))


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda rule: rule.__name__)
def test_the_runner_keeps_the_rule(rule: Callable[[Sources], Iterator[str]]) -> None:
    assert len(python_sources()) > 10
    assert not list(rule(python_sources()))


@pytest.mark.parametrize("rule", [*MACRO_RULES, *PYTHON_RULES], ids=lambda rule: rule.__name__)
def test_the_rule_finds_a_break_of_it(rule: Callable[[Sources], Iterator[str]]) -> None:
    assert list(rule({**MACRO_RULES, **PYTHON_RULES}[rule]))


@pytest.mark.filterwarnings("default:longer than")
def test_what_is_longer_than_its_soft_limit_is_shown() -> None:
    lengths = [*macro_lengths(macro_sources()), *python_lengths(python_sources())]
    if long := [f"{what} {lines}" for what, lines, limit in lengths if lines > limit]:
        warnings.warn("longer than the soft limit: " + ", ".join(long), stacklevel=1)
    assert len(lengths) > 400


def test_every_next_command_can_be_typed() -> None:
    told = list(next_commands())
    assert len(told) > 50
    assert not [fault for text in told for fault in bad_commands(text)]
    assert list(bad_commands("wap raun")) == ["wap raun"]
    assert list(bad_commands("wap run --force")) == ["wap run --force"]


OF_OTHERS = {"--help", "--args", "--port", "--database", "--engine", "--upgrade"}
OF_OTHERS |= {"--explain", "--rows", "--cases", "--audit-helper", "--memory-limit", "--timeout"}
OF_OTHERS |= {"--state", "--defer", "--resource-type"}
OF_OTHERS |= {"--models", "--views", "--changed", "--project", "--change", "--turns"}
"""Flags in the documents that are not wap's: of dbt, pip, the emulator, pytest here, benchmarks."""


def test_the_documents_name_only_commands_and_flags_that_exist() -> None:
    documents = {**read(ROOT / "docs", "*.md"), "README": (ROOT / "README.md").read_text()}
    known = {flag for each in wap.commands.values() for p in each.params for flag in p.opts}
    for name, text in documents.items():
        code = "\n".join(re.findall(r"`[^`\n]+`|^```.*?^```", text, re.DOTALL | re.MULTILINE))
        assert not list(bad_commands(code)), name
        assert not set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", code)) - known - OF_OTHERS, name
    told = set(re.findall(r"`wap (\w+)", documents["README"]))
    assert set(wap.commands) <= told


def test_the_readme_is_short_and_has_the_exit_codes() -> None:
    readme = (ROOT / "README.md").read_text()
    assert len(readme.split()) <= 900
    codes = [int(code) for code in re.findall(r"^\| (\d+) \|", readme, re.MULTILINE)]
    assert codes == [int(code) for code in ExitCode]


def test_the_contract_of_strategies_names_each_verb_with_its_arguments() -> None:
    text = (ROOT / "macros/strategies/README.md").read_text()
    told = set(re.findall(r"^\| `(\w+)\((.*?)\)`", text, re.MULTILINE))
    doors = [macro for macro in macros(macro_sources()) if "engine.dispatch" in macro.body]
    verbs = {(macro.name, ", ".join(macro.args)) for macro in doors}
    assert told == verbs - {("strategy_traits", "")}
    for strategy in sorted(path.name for path in (ROOT / "macros/strategies").iterdir()):
        if (ROOT / "macros/strategies" / strategy).is_dir():
            assert f"| `{strategy}` |" in text


def test_all_versions_agree() -> None:
    files = ("dbt_project.yml", "macros/steps/package_version.sql", "CHANGELOG.md")
    for name in (*files, "runner/dbt_wap/version.py"):
        assert versions((ROOT / name).read_text()) == [__version__], name
    package = (ROOT / "macros/steps/package_version.sql").read_text()
    assert f"dbt_wap {__version__}" in package
    project = (ROOT / "pyproject.toml").read_text()
    assert not versions(project)
    assert 'path = "runner/dbt_wap/version.py"' in project


def written() -> dict[str, str]:
    """Return {path: text} of all that we have written, apart from the rules themselves."""
    folders = ("macros", "runner", "docs", "integration_tests", "examples", "benchmarks")
    texts = {str(path.relative_to(ROOT)): path for path in ROOT.glob("*.*") if path.is_file()}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*")):
        if path.suffix in (".sql", ".yml", ".py", ".md", ".toml", ".html") and path != Path(
            __file__
        ):
            texts[str(path.relative_to(ROOT))] = path
    texts = {n: p for n, p in texts.items() if "dbt_packages" not in n and "/target/" not in n}
    assert len(texts) > 150
    return {name: path.read_text() for name, path in texts.items()}


OF_SNOWFLAKE = (
    "integration_tests/snowflake_emulator/",
    "integration_tests/snowflake_emulator_tests/",
)
"""How folders begin that have messages in Snowflake's words, with "(s)"."""


def test_the_worst_habits_of_our_english_are_gone() -> None:
    texts = {n: text for n, text in written().items() if not n.startswith(OF_SNOWFLAKE)}
    found = {name: found for name, text in texts.items() if (found := habits(text))}
    assert found == {}, "see HABITS for what to write instead"
    assert set(habits("It is said that 3 row(s) stand in it.")) == {"w(s)", "is said", "stand in"}


def test_no_banned_word_is_used() -> None:
    found = {name: words for name, text in written().items() if (words := banned_words(text))}
    assert found == {
        "pyproject.toml": ["blue", "green"],
        "runner/dbt_wap/demo/project/dbt_project.yml": ["staging"],
    }
    assert banned_words("It is Promoted") == ["Promoted"]


def test_every_test_file_has_a_name_of_its_own() -> None:
    """pytest cannot collect two files of one name in folders that are no packages."""
    folders = ("runner/tests", "integration_tests", "docs", "benchmarks")
    names = [file.name for folder in folders for file in (ROOT / folder).rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
