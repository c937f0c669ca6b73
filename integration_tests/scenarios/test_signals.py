"""A signal at any moment of a publish or a rollback: exit code and `prod:` line are true.

A try is a copy of a prepared project, a `wap` process that gets a signal after one of its
writes to the file of the warehouse, and the file as it was left. Nothing in `wap` knows of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from engines import Row
from shop import INTERRUPTED, LATE, ONCE, PRODS, Project

pytestmark = ONCE

SIGNS = {
    "SIGINT": (signal.SIGINT,),
    "SIGINT twice": (signal.SIGINT, signal.SIGINT),
    "SIGTERM": (signal.SIGTERM,),
}

FORKS = """
import json, os, sys
import dbt.adapters.duckdb, dbt.cli.main, dbt.task.build, dbt.task.run_operation
from dbt_wap.cli.commands import main
for line in sys.stdin:
    folder, said, *arguments = json.loads(line)
    pid = os.fork()
    if not pid:
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT), 1)
        os.dup2(1, 2)
        sys.argv = ["wap", *arguments]
        main()
    print(pid, flush=True)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    open(said + ".over", "w").close()
    print(code, flush=True)
"""
"""Makes the processes of all tries: to import dbt takes longer than a try."""


class Forks:
    """Starts one `wap` at a time, as a process that has imported dbt already."""

    def __init__(self, project: Project) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-c", FORKS],
            env=project.variables(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._over = Path()
        self.pid = 0

    def start(self, root: Path, said: Path, *arguments: str) -> None:
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps([str(root), str(said), *arguments]) + "\n")
        self._server.stdin.flush()
        self.pid = int(self._server.stdout.readline())
        self._over = Path(f"{said}.over")

    def send(self, sign: signal.Signals) -> None:
        """It is sent the signal; that it has just ended does not matter."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, sign)

    def is_over(self) -> bool:
        return self._over.exists()

    def wait(self) -> int:
        assert self._server.stdout
        return int(self._server.stdout.readline())

    def stop(self) -> None:
        self._server.kill()
        self._server.communicate()


@dataclass
class Left:
    """How a try ended, and what it left in the warehouse."""

    code: int
    said: str
    prod: dict[str, list[Row]]
    status: str
    writes: list[tuple[float, int]] = field(default_factory=list)

    @property
    def word(self) -> str | None:
        """What it said last of prod."""
        lines = [line for line in self.said.splitlines() if line.startswith("prod: ")]
        return lines[-1].removeprefix("prod: ") if lines else None


def size_of(root: Path) -> tuple[Any, ...]:
    """The file of the warehouse and the log beside it, as a look at the folder tells them."""
    found: list[Any] = []
    for path in root / "shop.duckdb", root / "shop.duckdb.wal":
        try:
            found += [(at := path.stat()).st_size, at.st_mtime_ns]
        except FileNotFoundError:
            found += [0, 0]
    return tuple(found)


@dataclass
class Lab:
    """A prepared project, the command whose ends are looked at, and where to put the tries."""

    kept: Project
    arguments: tuple[str, ...]
    folder: Path
    forks: Forks
    tries: int = 0

    def copy(self) -> Project:
        """The project once more, in a folder of its own."""
        self.tries += 1
        root = self.folder / f"{self.arguments[0]} {self.tries}"
        shutil.copytree(self.kept.root, root, symlinks=True)
        return Project(root, self.kept.engine, self.kept.engine.copy(self.kept.warehouse, root))

    def attempt(
        self, project: Project, write: int = 0, delay: float = 0, sign: str | None = None
    ) -> Left:
        """Run the command; send a signal some seconds after a number of writes, or none."""
        root, said = project.root, project.root.with_suffix(".said")
        start, before, writes = time.monotonic(), size_of(root), list[tuple[float, int]]()
        self.forks.start(root, said, *self.arguments)
        while not self.forks.is_over():
            time.sleep(0.0005)
            now = size_of(root)
            if now != before:
                writes.append((time.monotonic() - start, now[2] - before[2]))
                before = now
            if sign and len(writes) >= write:
                time.sleep(delay)
                for each in SIGNS[sign]:
                    self.forks.send(each)
                    time.sleep(0.1)
                break
        code = self.forks.wait()
        return Left(code, said.read_text(), *facts(project), writes)


def facts(project: Project) -> tuple[dict[str, list[Row]], str]:
    """The rows of prod, and the status that was recorded last."""
    rows = {
        f"{schema}.{name}": project.warehouse.rows(schema, name)
        for schema, name in project.warehouse.relations()
        if schema in PRODS
    }
    return rows, project.events()[-1][2]


WORDS = {
    ("approve", "before"): r"unchanged|as before the run",
    ("approve", "after"): r"published",
    ("rollback", "before"): r"unchanged|as published|published",
    ("rollback", "after"): r"as before the run|rolled back|what it was",
}
"""What may be said of prod that is as before the command, or as after it."""

GOAL = {"approve": "published", "rollback": "rolled_back"}


def lies(command: str, before: Left, after: Left, left: Left) -> Iterator[str]:
    """What is not true of how a try ended; `before` and `after`: of the command without signals.

    A signal that arrives when all has been said may end the process itself, as a shell's 130 does.
    """
    if left.prod not in (before.prod, after.prod):
        yield "prod is neither what it was nor what it was to be"
        return
    where = "after" if left.prod == after.prod else "before"
    code = 130 if left.code in (-signal.SIGINT, -signal.SIGTERM) else left.code
    reached = where == "after" and left.status == GOAL[command]
    if code == 0 and not reached:
        yield "it ended with 0, and the goal is not reached"
    elif code == 1 and where == "after":
        yield "it ended with 1, and prod is another"
    elif (code == 8) != (left.status in INTERRUPTED):
        yield f"it ended with {code}, and the run reads {left.status}"
    elif code not in (0, 1, 8, 130):
        yield f"it ended with {code}"
    if left.word is None:
        if code != 0 and not (reached and GOAL[command].split("_")[0] in left.said):
            yield "it says nothing of prod"
    elif not re.match(WORDS[command, where], left.word):
        yield f"it says `prod: {left.word}` of a prod as {where} the command"
    if "Traceback" in left.said or "(a bug in wap" in left.said:
        yield "it shows a fault of its own"


@dataclass
class Proof:
    """A command without signals, the try that all others are measured against."""

    lab: Lab
    before: Left
    after: Left

    @property
    def swap(self) -> int:
        """The number of the write that brings the most: the exchange."""
        grown = [size for _, size in self.after.writes]
        return grown.index(max(grown)) + 1

    def gap(self, write: int) -> float:
        """How long it was from one write to the next."""
        times = [moment for moment, _ in self.after.writes]
        return times[write] - times[write - 1] if write < len(times) else 0.5

    def fault(self, write: int, delay: float, name: str) -> str | None:
        """What was not true of one try, with the moment at which the signal came."""
        project = self.lab.copy()
        left = self.lab.attempt(project, write, delay, name)
        shutil.rmtree(project.root)
        command = self.lab.arguments[0]
        told = list(lies(command, self.before, self.after, left))
        if not told:
            return None
        moment = f"{command}, {name} {delay:.2f} s after write {write} ({self.swap} is the swap)"
        end = f"exit code {left.code}, the run reads {left.status}"
        lines = [f"| {line}" for line in left.said.splitlines()[-8:]]
        return "\n    ".join([f"{moment}: {'; '.join(told)}", end, *lines])


@pytest.fixture
def proofs(published: Project, tmp_path: Path) -> Iterator[list[Proof]]:
    """A publish and its rollback, both seen once from their beginning to their end."""
    published.sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    forks, made, kept = Forks(published), list[Proof](), published
    for arguments in ("approve", "--publish"), ("rollback",):
        lab = Lab(kept, arguments, tmp_path, forks)
        project, before = lab.copy(), Left(0, "", *facts(kept))
        made.append(Proof(lab, before, lab.attempt(project)))
        assert made[-1].after.code == 0, made[-1].after.said
        assert made[-1].after.prod != before.prod
        kept = project
    yield made
    forks.stop()


def test_the_end_after_a_signal_is_true(proofs: list[Proof]) -> None:
    """Before the swap, right after it, and while the rest is done."""
    publish, rollback = proofs
    told = [
        publish.fault(publish.swap - 1, 0.01, "SIGTERM"),
        publish.fault(publish.swap, 0, "SIGINT"),
        publish.fault(publish.swap, 0, "SIGINT twice"),
        publish.fault(publish.swap + 2, 0.01, "SIGTERM"),
        rollback.fault(rollback.swap, 0, "SIGINT twice"),
        rollback.fault(rollback.swap + 1, 0, "SIGTERM"),
    ]
    assert_none(told)


@pytest.mark.slow
@pytest.mark.parametrize("which", [0, 1], ids=["publish", "rollback"])
def test_the_end_after_a_signal_at_any_moment_is_true(proofs: list[Proof], which: int) -> None:
    """Each signal right after each write that brings something, then at moments in between."""
    proof, dice = proofs[which], random.Random(20261126)
    steps = [n for n, (_, size) in enumerate(proof.after.writes, 1) if size > 0]
    told = []
    for turn in range(50):
        write = steps[turn % len(steps)]
        delay = dice.uniform(0, proof.gap(write)) if turn >= 3 * len(steps) else 0.0
        told.append(proof.fault(write, delay, list(SIGNS)[turn // len(steps) % 3]))
    assert_none(told)


def assert_none(told: Sequence[str | None]) -> None:
    found = [each for each in told if each]
    assert not found, f"{len(found)} of {len(told)} tries\n\n" + "\n\n".join(found)
