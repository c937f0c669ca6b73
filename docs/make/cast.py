"""Draws the terminal session of the README from what the demo prints: `make screenshots`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path

CAST = Path(__file__).resolve().parents[1] / "pictures" / "cast.svg"
TITLE = "Two runs of the demo: good data is published, and bad data is blocked with prod unchanged"
COLUMNS = 58
CHARACTER, LINE, MARGIN = 7.8, 18, 14
RUN = re.compile(r"\d{8}_\d{6}_\w{4}")
ONE_RUN = "20261126_170549_z282"
SHOWN = {
    "demo --yes": (
        (r"Run \S+ of", r"  \d+ relations unchanged"),
        (r"Tests:", r"Tests:"),
        (r"Verdict:", r"Verdict:"),
        (r"run \S+ published", r"run \S+ published"),
    ),
    "demo --scenario bad-data": (
        (r"Why it is blocked:", r"  - 8 tests did not run"),
        (r"Verdict:", r"Verdict:"),
        (r"# Prod is unchanged", r"# Prod is unchanged"),
    ),
}
"""The parts of the output of each command, by how their first and last lines begin."""
EXITS = {"demo --yes": 0, "demo --scenario bad-data": 3}
KINDS = {
    r"\$ ": "command",
    r"\.\.\.$|#": "muted",
    r"Verdict: blocked|  - ": "bad",
    r"run \S+ published": "good",
    r"Verdict|Run |Why": "strong",
}

STYLE = """\
  text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    fill: #1f2328; white-space: pre; }
  .page { fill: #ffffff; stroke: #d1d9e0; } .command { fill: #0550ae; font-weight: 600; }
  .strong { font-weight: 600; } .muted { fill: #59636e; } .good { fill: #1a7f37; }
  .bad { fill: #cf222e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .page { fill: #0d1117; stroke: #3d444d; } .command { fill: #79c0ff; }
    .muted { fill: #9198a1; } .good { fill: #3fb950; } .bad { fill: #f85149; }
  }"""


def played(command: str, folder: Path) -> str:
    """Return what `wap` prints for a command of the demo in this folder."""
    env = {n: v for n, v in os.environ.items() if not n.startswith(("DBT_", "WAP_"))}
    env |= {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "COLUMNS": str(COLUMNS), "PWD": str(folder)}
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from dbt_wap.cli.commands import main; main()"),
            *(*command.split(), "--dir", "demo"),
        ],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == EXITS[command], done.stdout
    return done.stdout


def shown(command: str, output: str) -> Iterator[str]:
    """Return the lines of the picture for the last run that a command made."""
    lines = RUN.sub(ONE_RUN, output).splitlines()
    begin = max(at for at, line in enumerate(lines) if line.startswith("$ wap run"))
    yield f"$ wap {command}"
    for first, last in SHOWN[command]:
        start = next(at for at in range(begin, len(lines)) if re.match(first, lines[at]))
        end = next(at for at in range(start, len(lines)) if re.match(last, lines[at]))
        yield "..." if any(lines[begin:start]) else ""
        yield from lines[start : end + 1]
        begin = end + 1


def wrapped(line: str) -> list[str]:
    """Return a line as the lines of a narrow terminal, broken at spaces."""
    return [part.rstrip() for part in textwrap.wrap(line, COLUMNS, drop_whitespace=False)] or [""]


def picture(outputs: dict[str, str]) -> str:
    """Return the SVG for {command: output}."""
    sessions = [[*shown(command, output)] for command, output in outputs.items()]
    lines = [
        (next((kind for begin, kind in KINDS.items() if re.match(begin, line)), "plain"), part)
        for session in sessions
        for line in (*session, "")
        for part in wrapped(line)
    ][:-1]
    width, height = round(COLUMNS * CHARACTER + 2 * MARGIN), len(lines) * LINE + 2 * MARGIN
    parts = [
        f'<text x="{MARGIN}" y="{MARGIN + at * LINE + 13}" class="{kind}" '
        f'textLength="{len(line) * CHARACTER:.1f}">{escape(line)}</text>'
        for at, (kind, line) in enumerate(lines)
        if line
    ]
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" \
viewBox="0 0 {width} {height}" role="img" aria-label="{escape(TITLE)}">
<style>
{STYLE}
</style>
<rect class="page" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>
{chr(10).join(parts)}
</svg>
"""


def main() -> None:
    """Write docs/pictures/cast.svg."""
    with tempfile.TemporaryDirectory() as folder:
        outputs = {command: played(command, Path(folder)) for command in SHOWN}
    CAST.write_text(picture(outputs))


if __name__ == "__main__":
    main()
