"""How long the difference report takes beside the public best, on the same data, in one run.

    .venv/bin/python benchmarks/diff.py [--rows 10000000] [--cases keyed,nokey] [--json]

Contestants take turns, each time in a process of its own on an opened but unread DuckDB file; what
counts is the comparison alone. The counts that each comes to are checked against what the data was
made to differ in. What every column means: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from diff_data import CASES, tables_of

HERE = Path(__file__).resolve().parent
PEERS_VENV = HERE.parent / ".venv-peers"
FLOORS = ("keyed_floor", "answer_floor")
NAMES = ("wap", "floor", *FLOORS, "audit_helper", "reladiff", "sqlmesh", "except")
ELSEWHERE = ("reladiff", "sqlmesh")
"""These two run in an environment of their own."""


class Notes(dict[str, str]):
    """What is to be said of a number, or of its absence; told on stderr at once."""

    def add(self, where: str, text: str) -> None:
        if text and text not in self.get(where, ""):
            self[where] = "; ".join(filter(None, [self.get(where), text]))
            print(f"{where}: {text}", file=sys.stderr)


def peers_python() -> str:
    """The Python of the peers' environment, created if it does not exist."""
    pins = HERE / "peers.txt"
    stamp = PEERS_VENV / "stamp"
    python = PEERS_VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing the peers into {PEERS_VENV.name}", file=sys.stderr)
        venv.create(PEERS_VENV, clear=True, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(pins)], check=True, stdout=sys.stderr)
        stamp.write_text(wanted)
    return str(python)


def call(python: str, name: str, spec: dict[str, Any], timeout: float) -> dict[str, Any]:
    """The answer of one contestant; one that fails says why under `refused`."""
    command = [python, str(HERE / "peers.py"), name, json.dumps(spec)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return {"refused": f"not done after {timeout:.0f} s"}
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        return {"refused": f"exit {done.returncode}: {' '.join(lines[-3:])[-600:]}"}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def mistakes(answer: dict[str, Any], truth: dict[str, Any]) -> list[str]:
    """Where an answer is not the truth; what a peer does not count is not compared."""
    found = [f"{table} is not of the case" for table in answer["counts"] if table not in truth]
    for table, right in truth.items():
        counts = answer["counts"].get(table)
        if counts is None:
            found.append(f"{table} is not in its answer")
            continue
        expected = {**right, "column_names": sorted(right["columns"])}
        if answer.get("multiset"):
            moved = right["changed"] or 0
            expected.update(added=right["added"] + moved, removed=right["removed"] + moved)
        for name, value in counts.items():
            value = sorted(value) if name == "column_names" else value
            if name in expected and value != expected[name]:
                found.append(f"{table} {name}: {value}, truly {expected[name]}")
        missing = right.keys() - counts.keys()
        if answer.get("complete") and missing:
            found.append(f"{table} without {', '.join(sorted(missing))}")
    return found


def measure(
    case: str,
    folder: str,
    names: list[str],
    pythons: dict[str, str],
    options: argparse.Namespace,
    notes: Notes,
) -> tuple[dict[str, float | None], dict[str, float], float | None, bool]:
    """The median seconds by contestant, those in a warm process, the peak memory of wap, and
    whether wap was right."""
    spec = {
        "case": case,
        "rows": options.rows,
        "file": str(Path(folder) / "bench.duckdb"),
        "folder": folder,
        "threads": options.threads,
        "memory_limit": options.memory_limit,
        "audit_helper": options.audit_helper,
        "tables": [table.spec() for table in tables_of(case, options.rows)],
    }
    made = call(sys.executable, "make", spec, options.timeout)
    if "refused" in made:
        raise SystemExit(f"{case}: the data cannot be made: {made['refused']}")
    call(pythons["wap"], "wap", spec, options.timeout)  # now its macros are compiled
    seconds: dict[str, list[float]] = {name: [] for name in names if name in pythons}
    warm: dict[str, list[float]] = {}
    memory: list[float] = []
    right = True
    for turn in range(options.repeat):
        order = list(seconds) if turn % 2 == 0 else list(seconds)[::-1]
        for name in order:
            where = f"{case}.{name}"
            print(f"{where}, round {turn + 1} of {options.repeat}", file=sys.stderr)
            answer = call(pythons[name], name, spec, options.timeout)
            if "refused" in answer:
                notes.add(where, answer["refused"])
                right = right and name != "wap"
                del seconds[name]
                continue
            notes.add("versions." + name, answer["versions"])
            if not turn:
                notes.add(where, answer.get("notes", ""))
            wrong = mistakes(answer, made["truth"])
            if wrong:
                notes.add(where, "wrong: " + ", ".join(wrong[:5]))
                right = right and name != "wap"
            seconds[name].append(answer["seconds"])
            if "warm" in answer:
                warm.setdefault(name, []).append(answer["warm"])
            if name == "wap":
                memory.append(answer["memory"])
    if set(seconds) & set(ELSEWHERE) and "floor" in seconds:
        theirs = call(pythons[ELSEWHERE[0]], "floor", spec, options.timeout)
        if "refused" not in theirs:
            text = f"once on the {theirs['versions']} of reladiff and SQLMesh: "
            notes.add(f"{case}.floor", text + f"{theirs['seconds']:.2f} s")
    medians = {
        name: round(statistics.median(seconds[name]), 4) if seconds.get(name) else None
        for name in NAMES
    }
    again = {name: round(statistics.median(times), 4) for name, times in warm.items()}
    return medians, again, round(max(memory), 1) if memory else None, right


def cell(seconds: float | None, ratio: float | None = None) -> str:
    if seconds is None:
        return "-"
    return f"{seconds:.2f}" + (f" ({ratio:.2f}x)" if ratio else "")


def times(taken: float | None, base: float | None) -> float | None:
    return taken / base if taken and base else None


def show(cases: dict[str, Any], warm: dict[str, Any], memory: dict[str, Any], rows: int) -> None:
    """The table for people: seconds, and in brackets how many times what wap takes; then wap and
    the floors in a process that has done the same before, and how many times these wap takes."""
    again = ["warm wap s", *(f"warm {name} s" for name in FLOORS)]
    lines = [["case", "rows", *(f"{name} s" for name in NAMES), *again, "wap peak MiB"]]
    for case, found in cases.items():
        line = [case, f"{sum(table.rows for table in tables_of(case, rows)):,}"]
        own = found["wap"]
        line.append(cell(own))
        line += [cell(found[name], times(found[name], own)) for name in NAMES[1:]]
        own = warm[case].get("wap")
        line.append(cell(own))
        for name in FLOORS:
            least = warm[case].get(name)
            line.append(cell(least, times(own, least)))
        lines.append([*line, "-" if memory[case] is None else f"{memory[case]:.0f}"])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = [f"{text:>{width}}" for text, width in zip(rest, widths[1:], strict=True)]
        print("  ".join([f"{first:<{widths[0]}}", *cells]))


def read_options() -> argparse.Namespace:
    def some_of(known: tuple[str, ...]) -> Any:
        def read(text: str) -> list[str]:
            chosen = [name.strip() for name in text.split(",") if name.strip()]
            for name in chosen:
                if name not in known:
                    raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
            return [name for name in known if name in chosen]

        return read

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--rows", type=int, default=10_000_000, help="rows of a case (wide: a twentieth of it)")
    add("--cases", type=some_of(CASES), default=list(CASES), help="of " + ",".join(CASES))
    add("--peers", type=some_of(NAMES), default=list(NAMES), help="of " + ",".join(NAMES[1:]))
    add("--repeat", type=int, default=3, help="rounds; medians are over them")
    add("--threads", type=int, default=2, help="threads of DuckDB and of dbt")
    add("--memory-limit", help="memory_limit of DuckDB, for all: 4GB")
    add("--audit-helper", help="folder of a checkout of dbt-audit-helper")
    add("--dir", help="where the data goes (default: the folder for temporary files)")
    add("--timeout", type=float, default=1800, help="seconds after which a contestant is ended")
    add("--json", action="store_true", help="one JSON document instead of the table")
    options = parser.parse_args()
    if options.dir:
        Path(options.dir).mkdir(parents=True, exist_ok=True)
    return options


def main() -> None:
    options = read_options()
    notes = Notes()
    pythons = {name: sys.executable for name in NAMES if name not in ELSEWHERE}
    names = [name for name in NAMES if name == "wap" or name in options.peers]
    for name in NAMES:
        if name not in names:
            notes.add(name, "not among --peers")
    if "audit_helper" in names and not options.audit_helper:
        notes.add("audit_helper", "no --audit-helper, and it is on no package index")
        names.remove("audit_helper")
    if set(names) & set(ELSEWHERE):
        try:
            pythons.update(dict.fromkeys(ELSEWHERE, peers_python()))
        except (OSError, subprocess.CalledProcessError) as error:
            for name in set(names) & set(ELSEWHERE):
                notes.add(name, f"no environment: {type(error).__name__}, see what pip said")
    cases, warm, memory, all_right = {}, {}, {}, True
    for case in options.cases:
        with tempfile.TemporaryDirectory(prefix=f"{case}-", dir=options.dir) as folder:
            found = measure(case, folder, names, pythons, options, notes)
        cases[case], warm[case], memory[case], right = found
        all_right = all_right and right
    if options.json:
        print(json.dumps({"cases": cases, "warm": warm, "notes": notes, "memory": memory}))
    else:
        show(cases, warm, memory, options.rows)
    if not all_right:
        raise SystemExit("wap was wrong or failed: see the notes above")


if __name__ == "__main__":
    main()
