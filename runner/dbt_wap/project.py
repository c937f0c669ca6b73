"""The edits `wap init` makes to a dbt project: the package line and the naming macro.

YAML is edited as text, at the places ruamel.yaml reports, and re-read to prove that the new file
says what the old one said plus our entry. So comments, quotes and blank lines cannot change.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError

from dbt_wap.errors import ConfigError

PACKAGE = "dbt_wap"
REPOSITORY = "https://github.com/dbt-wap/dbt-wap.git"
GENERATE = "generate_schema_name"
PIN = re.compile(r"=*v?\d+\.[\w.+-]+")
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
{# Added by `wap init`: the name above, moved to the audit schema while a candidate is built. #}
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.audit_schema_name(PROD(ARGS) | trim, node) }}
{%- endmacro %}
"""


@dataclass(frozen=True)
class Edit:
    """One file that `wap init` wants to write; `before` is None when it does not exist yet."""

    path: Path
    before: str | None
    after: str
    why: str

    def diff(self, root: Path) -> str:
        """The edit is shown as a unified diff that `git apply` takes in `root`."""
        name = Path(os.path.relpath(self.path, root)).as_posix()
        old, new = (re.findall(r"[^\n]*\n|[^\n]+", t) for t in (self.before or "", self.after))
        source = "/dev/null" if self.before is None else f"a/{name}"
        lines = difflib.unified_diff(old, new, source, f"b/{name}")
        end = "\n\\ No newline at end of file\n"
        return "".join(line if line.endswith("\n") else line + end for line in lines)


@dataclass(frozen=True)
class _Macro:
    """A macro as found in a file; `code` is `text` with its comments blanked, same length."""

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
        """The file and line of the macro, for the user."""
        return f"{self.path}, line {self.text.count(chr(10), 0, self.name_at) + 1}"


def plan_init(project_dir: Path, version: str, *, package_dir: Path | None = None) -> list[Edit]:
    """Every edit the project still needs is listed; an empty list means it is set up."""
    root = Path(os.path.abspath(project_dir))
    config = _config(root)
    return [*_package_edits(root, version, package_dir), *_naming_edits(root, config)]


def apply(edits: Sequence[Edit]) -> None:
    """Every edit is on disk, or none when a file is no longer what the plan saw."""
    for edit in edits:
        if _text(edit.path) != edit.before:
            raise _refusal(f"{edit.path} was changed in the meantime; nothing was written")
    for edit in edits:
        try:
            _replace(edit.path.resolve(), edit.after)
        except OSError as error:
            raise _refusal(f"{edit.path} cannot be written: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    """The file holds the text, with the mode it had; no reader ever saw a half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temp.write_bytes(text.encode("utf-8"))
        if path.exists():
            shutil.copymode(path, temp)
        os.replace(temp, path)
    finally:
        temp.unlink(missing_ok=True)


def _refusal(what: str) -> ConfigError:
    """The error says what to mend and that `wap init` comes next."""
    return ConfigError("init", what, next_command="wap init")


def _text(path: Path) -> str | None:
    """The file's text with its own line ends, or None when there is no such file."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal(f"{path} cannot be read as UTF-8 text: {error}") from error


class _LastKeyWins(SafeConstructor):
    """Reads a repeated key as dbt does."""

    def check_mapping_key(self, *_: Any) -> bool:
        return True


def _yaml(path: Path, text: str, *, nodes: bool = False) -> Any:
    """The YAML as plain data, or as nodes that know their place in the text."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _LastKeyWins
    try:
        return reader.compose(text) if nodes else reader.load(text)
    except (YAMLError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise _refusal(f"{path}{line}: not readable as YAML: {problem}") from error


def _config(folder: Path) -> dict[str, Any]:
    """The folder's dbt_project.yml as plain data."""
    path = folder / "dbt_project.yml"
    text = _text(path)
    if text is None:
        raise _refusal(f"{path} does not exist; run this in the folder of a dbt project")
    config = _yaml(path, text)
    if not isinstance(config, dict):
        raise _refusal(f"{path}, line 1: not a mapping of settings")
    return config


def _rendered(value: object) -> str | None:
    """A setting with its env_var() calls filled in, or None when that cannot be done here."""

    def env_var(name: str, default: str | None = None) -> str:
        return os.environ[name] if default is None else os.environ.get(name, default)

    try:
        environment = SandboxedEnvironment(undefined=StrictUndefined)
        return environment.from_string(str(value)).render(env_var=env_var)
    except (TemplateError, KeyError, TypeError):
        return None


def _package_edits(root: Path, version: str, package_dir: Path | None) -> list[Edit]:
    """The list of packages is planned to name dbt_wap, in the version of this runner."""
    path = root / "dependencies.yml"
    declared = _yaml(path, _text(path) or "")
    if not (isinstance(declared, dict) and "packages" in declared):
        path = root / "packages.yml"
    before = _text(path)
    data = _yaml(path, before or "")
    data = {} if data is None else data
    entries = (data.get("packages") or []) if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise _refusal(f"{path}: `packages:` is not a list; make it one, as `dbt deps` expects")
    node = _yaml(path, before or "", nodes=True)
    place = next((i for i, entry in enumerate(entries) if _is_ours(entry, root)), None)
    if place is None:
        new = _new_entry(root, version, package_dir)
        wanted, after = [*entries, new], _with_entry(before or "", node, new)
        why, by_hand = f"dbt needs the package {PACKAGE}.", _block(new, 2, 1, "\n")
    else:
        pin = _pin(entries[place], version)
        if not pin:
            return []
        wanted = [*entries[:place], {**entries[place], **pin}, *entries[place + 1 :]]
        after = _with_pin(before or "", node, place, pin)
        why = f"The package {PACKAGE} must have the version of this runner, {version}."
        by_hand = "".join(f"    {key}: {json.dumps(value)}\n" for key, value in pin.items())
    if not _says(path, after, {**data, "packages": wanted}):
        raise _refusal(f"{path}: cannot be edited safely; write this there by hand:\n{by_hand}")
    return [Edit(path, before, after, why)]


def _says(path: Path, text: str, data: object) -> bool:
    """True when the text is YAML for exactly this data."""
    try:
        return bool(_yaml(path, text) == data)
    except ConfigError:
        return False


def _holds_package(folder: Path) -> bool:
    """True when the folder is the dbt package dbt_wap."""
    try:
        return bool(_config(folder).get("name") == PACKAGE)
    except ConfigError:
        return False


def _is_ours(entry: object, root: Path) -> bool:
    """True when this entry of `packages:` installs dbt_wap."""
    if not isinstance(entry, dict):
        return False
    if "local" in entry:
        folder = _rendered(entry["local"])
        return folder is not None and _holds_package(root / folder)
    if "package" in entry:
        return str(entry["package"]).rpartition("/")[2] in (PACKAGE, "dbt-wap")
    url = str(entry.get("git") or entry.get("private") or "")
    return bool(re.search(r"(^|[/:])dbt-wap(\.git)?/?$", url, re.IGNORECASE))


def _pin(entry: Mapping[str, Any], version: str) -> dict[str, Any]:
    """The key to change for this version; none for a local, a branch, a commit or a range."""
    key, want = ("version", version) if "package" in entry else ("revision", f"v{version}")
    have = entry.get(key)
    listed = isinstance(have, list) and len(have) == 1
    pinned = str(have[0] if listed and have else have)
    if "local" in entry or not PIN.fullmatch(pinned) or pinned.lstrip("=") == want:
        return {}
    return {key: [want] if listed else want}


def _new_entry(root: Path, version: str, package_dir: Path | None) -> dict[str, str]:
    """The entry that installs dbt_wap from its repository, or from a folder of this machine."""
    if package_dir is None:
        return {"git": REPOSITORY, "revision": f"v{version}"}
    folder = package_dir.resolve()
    if not _holds_package(folder):
        raise _refusal(f"{folder} does not hold the dbt package {PACKAGE}")
    within = folder.is_relative_to(root.resolve())
    return {"local": (folder.relative_to(root.resolve()) if within else folder).as_posix()}


def _fields(entry: Mapping[str, str]) -> list[str]:
    """The entry as `key: value` lines, quoted except for a simple path."""
    simple = re.compile(r"(?=.*[/_])[A-Za-z/][\w./-]*")
    return [
        f"{key}: {value if simple.fullmatch(value) else json.dumps(value, ensure_ascii=False)}"
        for key, value in entry.items()
    ]


def _block(entry: Mapping[str, str], column: int, gap: int, eol: str) -> str:
    """The entry as lines of a block list whose dashes stand in this column."""
    lead = " " * column + "-" + " " * gap
    return lead + f"{eol}{' ' * len(lead)}".join(_fields(entry)) + eol


def _child(node: Any, key: str) -> tuple[Any, Any]:
    """The nodes of a key and its value in a mapping, or two Nones."""
    pairs = node.value if node is not None and node.id == "mapping" else []
    return next(((k, v) for k, v in reversed(pairs) if k.value == key), (None, None))


def _with_pin(text: str, node: Any, place: int, pin: Mapping[str, Any]) -> str:
    """The text with the version of one entry replaced, in the quotes it had."""
    _, packages = _child(node, "packages")
    (key,) = pin
    _, value = _child(packages.value[place], key)
    if isinstance(pin[key], list) and value is not None:
        value = value.value[0]
    if value is None:
        return text
    quote = value.style if value.style in ("'", '"') else ""
    want = pin[key][0] if isinstance(pin[key], list) else pin[key]
    start, end = value.start_mark.index, value.end_mark.index
    return f"{text[:start]}{quote}{want}{quote}{text[end:]}"


def _with_entry(text: str, node: Any, entry: Mapping[str, str]) -> str:
    """The text with one more package, in the layout of the list that is there."""
    eol = "\r\n" if "\r\n" in text else "\n"
    key, value = _child(node, "packages")
    if key is None:
        return f"{_closed(text, eol)}packages:{eol}{_block(entry, 2, 1, eol)}"
    start, end = value.start_mark.index, value.end_mark.index
    column, gap = key.start_mark.column + 2, 1
    if value.id != "sequence" or not value.value:  # null, [] or {}
        if start == end:
            start = end = text.index(":", key.end_mark.index) + 1
        head = text[:start].rstrip()
        text = head + text[end:]
        at = text.find("\n", len(head)) + 1 or len(text)
    elif value.flow_style:
        at = value.value[-1].end_mark.index
        return f"{text[:at]}, {{{', '.join(_fields(entry))}}}{text[at:]}"
    else:
        column, first = value.start_mark.column, value.value[0].start_mark
        gap = first.column - column - 1 if first.line == value.start_mark.line else 1
        at = start + len(_without_tail(text[start:end], column))
    return _closed(text[:at], eol) + _block(entry, column, gap, eol) + text[at:]


def _closed(text: str, eol: str) -> str:
    """The text, ending in a line end unless it is empty."""
    return text if not text or text.endswith("\n") else text + eol


def _without_tail(block: str, column: int) -> str:
    """The list without the blank lines and comments after it that its last item does not own."""
    lines = block.splitlines(keepends=True)
    while lines[1:]:
        bare = lines[-1].lstrip()
        deeper = len(lines[-1]) - len(bare) > column
        if bare and not (bare.startswith("#") and not deeper):
            break
        lines.pop()
    return "".join(lines)


def _naming_edits(root: Path, config: Mapping[str, Any]) -> list[Edit]:
    """The project's generate_schema_name is planned to go through dbt_wap."""
    folders = _macro_folders(root, config)
    macros = {(m.path, m.name_at): m for f in _sql_files(folders) for m in _macros(f)}.values()
    own = [macro for macro in macros if macro.name == GENERATE]
    if not own:
        path = folders[0] / f"{GENERATE}.sql"
        before = _text(path)
        after = f"{_closed(before, chr(10))}\n{NEW_MACRO}" if before else NEW_MACRO
        return [Edit(path, before, after, "dbt takes schema names from a macro of the project.")]
    if len(own) > 1:
        places = " and ".join(macro.place for macro in own)
        raise _refusal(f"{GENERATE} is defined twice: {places}; delete the one not in use")
    macro = own[0]
    if re.search(rf"\b{PACKAGE}\.", macro.body):
        return []
    setting = config.get("packages-install-path") or "dbt_packages"
    installed = Path(os.path.normpath(root / (_rendered(setting) or "dbt_packages")))
    if macro.path.is_relative_to(installed):
        raise _refusal(f"{macro.place}: `dbt deps` overwrites this; copy the macro to {folders[0]}")
    own_name = re.escape(str(config.get("name")))
    if re.search(rf"((?<![\w.])|(?<![\w.]){own_name}\.){GENERATE}\s*\(", macro.body):
        raise _refusal(
            f"{macro.place}: {GENERATE} calls itself; rename it to prod_schema_name, also where it "
            f"calls itself, and write below it:\n{_wrapper('prod_schema_name', macro)}"
        )
    taken = {other.name for other in macros}
    names = ["prod_schema_name", *(f"prod_schema_name_{n}" for n in range(2, len(taken) + 3))]
    name = next(name for name in names if name not in taken)
    why = f"Your {GENERATE} is kept as {name}; the new one adds the audit schema to it."
    return [Edit(macro.path, macro.text, _wrapped(macro, name), why)]


def _macro_folders(root: Path, config: Mapping[str, Any]) -> list[Path]:
    """The folders in which dbt looks for the project's macros."""
    setting = config.get("macro-paths", ["macros"])
    setting = ["macros"] if setting is None else setting
    paths = [_rendered(path) for path in ([setting] if isinstance(setting, str) else setting)]
    if not paths or None in paths:
        raise _refusal(
            f"{root / 'dbt_project.yml'}: `macro-paths` is {setting}, from which no folder can be "
            "told; set the variables it needs, or write the folders there"
        )
    return [Path(os.path.normpath(root / path)) for path in paths if path is not None]


def _sql_files(folders: Sequence[Path]) -> Iterator[Path]:
    """Every file that dbt reads macros from, in a stable order."""
    for folder in folders:
        for base, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if name[0] not in ".#~" and name.lower().endswith(".sql"):
                    yield Path(base, name)


def _macros(path: Path) -> list[_Macro]:
    """The macros of a file; one that is not UTF-8 may hold any but generate_schema_name."""
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
        raise _refusal(f"{path} is not UTF-8 text; save it as UTF-8, which dbt needs as well")
    return found


def _wrapped(macro: _Macro, name: str) -> str:
    """The file with the user's macro renamed and the audit form of it right below."""
    eol = "\r\n" if "\r\n" in macro.text else "\n"
    rest_of_line = re.match(r"[^\S\n]*(\n|\Z)", macro.code[macro.end :])
    cut = macro.end + (rest_of_line.end() if rest_of_line else 0)
    renamed = macro.text[: macro.name_at] + name + macro.text[macro.name_at + len(GENERATE) : cut]
    return _closed(renamed, eol) + _wrapper(name, macro).replace("\n", eol) + macro.text[cut:]


def _wrapper(name: str, macro: _Macro) -> str:
    """The new generate_schema_name, which passes on what the user's macro can take."""
    args = re.sub(STRING, "", macro.args)
    nested = 1
    while nested:
        args, nested = re.subn(r"[(\[{][^()\[\]{}]*[)\]}]", "", args)
    takes = 2 if "varargs" in macro.body else len([arg for arg in args.split(",") if arg.strip()])
    passed = ", ".join(("custom_schema_name", "node")[:takes])
    return WRAPPER.replace("PROD", name).replace("ARGS", passed)
