"""Writes docs/lifecycle.md from the tables in macros/state: `make docs`; a test compares them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "lifecycle.md"

INTRO = """\
# The life of a run

<!-- `make docs` writes this page from macros/state/statuses.sql and transitions.sql. -->

A run has one status. Only the events in the second table change it, and only from the statuses
listed there. Run-operations and the hooks of the build record each event, with who acted and why.
If a record has an event that the table does not allow, the record is damaged: you can only discard
the run, or roll it back if it reached prod.

A publish or a rollback may make a run of another [environment](environments.md) stale at any time.
If that comes too late, for example after a rejection, it has no effect. Neither has an approval
that is recorded right after it.

![The statuses of a run and the commands between them](pictures/states.svg)
"""


class _Returned(Exception):
    """What a macro returns: dbt's `return` ends a macro in the same way."""


def returned(macro: str, *args: Any) -> Any:
    """Return what a macro that calls no other returns; `macro` is like state/statuses."""
    environment = Environment(extensions=["jinja2.ext.do"])

    def give(value: Any) -> None:
        raise _Returned(value)

    environment.globals["return"] = give
    source = (ROOT / "macros" / f"{macro}.sql").read_text()
    module = environment.from_string(source).module
    try:
        getattr(module, macro.rpartition("/")[2])(*args)
    except _Returned as result:
        return result.args[0]
    raise AssertionError(f"{macro} returns nothing")


def page() -> str:
    """Return the whole page."""
    statuses, events = returned("state/statuses"), returned("state/transitions")
    rows = ["| status | commands that act on it | next |", "|---|---|---|"]
    for name, status in statuses.items():
        may = ", ".join(f"`wap {verb}`" for verb in status["may"]) or "none"
        rows.append(f"| `{name}` | {may} | `{status['next']}` |")
    steps = ["| event | from | to | required in its record |", "|---|---|---|---|"]
    for name, rule in events.items():
        before = ", ".join(f"`{status}`" for status in rule["from"]) or "a new run"
        after = f"`{rule['to']}`" if rule["to"] else "unchanged"
        carried = ", ".join(rule["carries"]) or ""
        steps.append(f"| `{name}` | {before} | {after} | {carried} |")
    parts = [INTRO, "## Statuses\n", "\n".join(rows)]
    return "\n".join([*parts, "\n## Events\n", "\n".join(steps)]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
