"""Makes the project's generate_schema_name go through dbt_wap."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbt_wap.project_file import macro_folders, packages_folder, refusal, text_of
from dbt_wap.setup.editing import Change, Edit, check_place, closed

PACKAGE = "dbt_wap"
GENERATE = "generate_schema_name"
STRING = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\""
TAG = re.compile(
    r"(?P<silent>\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\})"
    rf"|\{{%(?:{STRING}|[^'\"])*?%\}}|\{{\{{(?:{STRING}|[^'\"])*?\}}\}}",
    re.DOTALL,
)
HEADER = re.compile(
    r"\{%[-+]?\s*macro\s+(?P<name>\w+)\s*"
    rf"\((?P<args>(?:{STRING}|(?!%\}})[^'\"])*?)\)\s*[-+]?%\}}",
    re.DOTALL,
)
FOOTER = re.compile(r"\{%[-+]?\s*endmacro\b.*?%\}", re.DOTALL)
NEW_MACRO = """\
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
"""
WRAPPER = """
{# Added by `wap init`: the schema name from above, or its audit schema in an audit build. #}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.audit_schema_name(PROD(ARGS) | trim, node) }}
{%- endmacro %}
"""


@dataclass(frozen=True)
class _Macro:
    """A macro in a file; `code` is `text` with comments replaced by spaces."""

    path: Path
    text: str
    code: str
    name: str
    name_at: int
    args: str
    body: str
    end: int

    @property
    def place(self) -> str:
        """The file and line of the macro."""
        return f"{self.path}, line {self.text.count(chr(10), 0, self.name_at) + 1}"


def naming_edits(root: Path, config: Mapping[str, Any]) -> list[Change]:
    """Return the edit that makes the project's generate_schema_name go through dbt_wap."""
    folders = macro_folders(root, config)
    macros = {(m.path, m.name_at): m for f in _sql_files(folders) for m in _macros(f)}.values()
    own = [macro for macro in macros if macro.name == GENERATE]
    if not own:
        real = os.path.realpath(root)
        within = [f for f in folders if Path(os.path.realpath(f)).is_relative_to(real)]
        if not within:
            raise refusal(
                f"{root / 'dbt_project.yml'}: no folder of `macro-paths` is inside the project, "
                "and dbt-wap needs one for a macro; add `macros` to the list"
            )
        path = within[0] / f"{GENERATE}.sql"
        before = text_of(path)
        check_place(path, root)
        eol = "\r\n" if "\r\n" in (before or "") else "\n"
        new = NEW_MACRO.replace("\n", eol)
        after = f"{closed(before, eol)}{eol}{new}" if before else new
        return [Edit(path, before, after, "dbt gets schema names from a macro in the project.")]
    if len(own) > 1:
        places = " and ".join(macro.place for macro in own)
        raise refusal(f"{GENERATE} is defined twice: {places}; delete the one not in use")
    macro = own[0]
    if re.search(rf"\b{PACKAGE}\.", macro.body):
        return []
    if macro.path.is_relative_to(packages_folder(root, config)):
        what = f"{macro.place}: `dbt deps` overwrites this file; copy the macro to {folders[0]}"
        raise refusal(what)
    own_name = re.escape(str(config.get("name")))
    if re.search(rf"((?<![\w.])|(?<![\w.]){own_name}\.){GENERATE}\s*\(", macro.body):
        raise refusal(
            f"{macro.place}: {GENERATE} calls itself; rename it to prod_schema_name, also in its "
            f"own calls, and add below it:\n{_wrapper('prod_schema_name', macro)}"
        )
    taken = {other.name for other in macros}
    if not Path(os.path.realpath(macro.path)).is_relative_to(os.path.realpath(root)):
        raise refusal(
            f"{macro.place}: {GENERATE} is outside the project, where other projects may use it; "
            "move it into this project, or rename it there to prod_schema_name and add to this "
            f"project:\n{_wrapper('prod_schema_name', macro)}"
        )
    check_place(macro.path, root)
    names = ["prod_schema_name", *(f"prod_schema_name_{n}" for n in range(2, len(taken) + 3))]
    name = next(name for name in names if name not in taken)
    why = f"Your {GENERATE} is renamed to {name}; the new one adds audit schemas to it."
    return [Edit(macro.path, macro.text, _wrapped(macro, name), why)]


def _sql_files(folders: Sequence[Path]) -> Iterator[Path]:
    """Return all files that dbt reads macros from, in a stable order."""
    for folder in folders:
        for base, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if name[0] not in ".#~" and name.lower().endswith(".sql"):
                    yield Path(base, name)


def _macros(path: Path) -> list[_Macro]:
    """Return the macros of a file; refuse a generate_schema_name in a file that is not UTF-8."""
    content = path.read_bytes() if path.is_file() else b""
    try:
        text, readable = content.decode("utf-8"), True
    except UnicodeDecodeError:
        text, readable = content.decode("latin-1"), False
    code = TAG.sub(lambda m: " " * len(m[0]) if m["silent"] else m[0], text)
    found = []
    for head in HEADER.finditer(code):
        foot = FOOTER.search(code, head.end())
        stop, end = foot.span() if foot else (len(code), len(code))
        body = code[head.end() : stop]
        at = head.start("name")
        found.append(_Macro(path, text, code, head["name"], at, head["args"], body, end))
    if not readable and any(macro.name == GENERATE for macro in found):
        raise refusal(f"{path} is not UTF-8; save it as UTF-8, which dbt requires too")
    return found


def _wrapped(macro: _Macro, name: str) -> str:
    """Return the file with the user's macro renamed and the new macro below it."""
    eol = "\r\n" if "\r\n" in macro.text else "\n"
    rest_of_line = re.match(r"[^\S\n]*(\n|\Z)", macro.code[macro.end :])
    cut = macro.end + (rest_of_line.end() if rest_of_line else 0)
    renamed = macro.text[: macro.name_at] + name + macro.text[macro.name_at + len(GENERATE) : cut]
    return closed(renamed, eol) + _wrapper(name, macro).replace("\n", eol) + macro.text[cut:]


def _wrapper(name: str, macro: _Macro) -> str:
    """Return the new generate_schema_name, which passes on the arguments of the user's macro."""
    args = re.sub(STRING, "", macro.args)
    nested = 1
    while nested:
        args, nested = re.subn(r"[(\[{][^()\[\]{}]*[)\]}]", "", args)
    takes = 2 if "varargs" in macro.body else len([arg for arg in args.split(",") if arg.strip()])
    passed = ", ".join(("custom_schema_name", "node")[:takes])
    return WRAPPER.replace("PROD", name).replace("ARGS", passed)
