"""Killed or failing at any statement of a write, a publish or a rollback: nothing is lost.

After it `wap status` tells the truth, readers see all of the old or all of the new (or, between the
swaps of two schemas, what status says), and the next command ends what was begun.

Each row of the table in docs/what-if.md is tried, and (marked slow) every state in which a process
can die and an error around every swap. With ALL_FAULTS=1 every way on from each of them, an error
at every statement that changes something, and (hours) every kind of fault at every statement and
every pair of crashes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from crash_lab import Lab, Point, Story, changes
from crash_proof import Proof
from engine_snowflake import need_emulator
from shop import INTERRUPTED, clean

need_emulator()

COMMANDS = {
    "write": ("write",),
    "supersede": ("write",),
    "publish": ("publish",),
    "rollback": ("rollback",),
    "discard": ("discard",),
}
PARTS = [(phase, part) for phase in ("publish", "rollback", "write") for part in (0, 1)]
"""A phase, and which half of its points: a test of its own for each processor."""

THOROUGH = "ALL_FAULTS" in os.environ
KINDS = ("error", "drop_after", "drop_before")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with pytest.MonkeyPatch.context() as patch:
        clean(patch)
        story = Story(tmp_path_factory.mktemp("crashes") / "shop")
        yield story
        story.lab.close()


@pytest.fixture
def proof(story: Story) -> Proof:
    """A test takes nothing for proven that another has tried: it may run alone, or anywhere."""
    return Proof(story, THOROUGH)


@pytest.fixture
def lab(proof: Proof) -> Lab:
    return proof.lab


def start_of(proof: Proof, phase: str) -> Any:
    story = proof.story
    return {
        "write": story.published_once,
        "supersede": story.rejected,
        "publish": story.approved,
        "discard": story.approved,
        "rollback": story.published,
    }[phase]


def changed(points: list[Any]) -> list[Any]:
    """The points whose statement may have changed something, and the first."""
    before = [None, *(point.state for point in points)]
    return [p for p, state in zip(points, before, strict=False) if p.state is not state]


@pytest.mark.slow
@pytest.mark.parametrize(("phase", "part"), [*PARTS, ("supersede", 0), ("supersede", 1)])
def test_killed_at_any_statement(proof: Proof, phase: str, part: int) -> None:
    """The state after the n-th statement is that before the next one: all n are among them."""
    proof.lab.put(start_of(proof, phase))
    distinct = changed(proof.lab.points(*COMMANDS[phase]))
    assert len(distinct) > 10
    for point in distinct[part::2]:
        told(proof, point.state, phase, f"killed after statement {point.n}: {point.text}")


@pytest.mark.slow
def test_killed_at_any_statement_of_a_discard(proof: Proof) -> None:
    proof.lab.put(start_of(proof, "discard"))
    for point in changed(proof.lab.points("discard")):
        told(proof, point.state, "discard", f"killed after statement {point.n}: {point.text}")


def told(proof: Proof, state: Any, phase: str, words: str) -> None:
    try:
        proof.holds(state, phase)
    except AssertionError as error:
        raise AssertionError(f"{phase}, {words}\n{error}") from error


@pytest.mark.slow
@pytest.mark.parametrize(("phase", "part"), PARTS)
def test_an_error_at_a_change(proof: Proof, phase: str, part: int) -> None:
    """The process lives on, says what became of prod, and tidies up what it can."""
    lab = proof.lab
    lab.put(start_of(proof, phase))
    sent = lab.statements(*COMMANDS[phase])
    numbers = [n for n, line in enumerate(sent, 1) if is_tried(line.text)]
    for number, n in enumerate(numbers[part::2]):
        fail(proof, phase, n, KINDS[number % 2], sent[n - 1].text)


def is_tried(text: str) -> bool:
    return changes(text) and (THOROUGH or is_exchange(text))


def is_exchange(text: str) -> bool:
    return bool(re.search("swap with|rename to| clone ", text))


def fail(proof: Proof, phase: str, n: int, kind: str, text: str) -> None:
    lab = proof.lab
    words = f"{kind} at statement {n}: {' '.join(text.split())[:100]}"
    lab.put(start_of(proof, phase))
    result = lab.fails_at(n, kind, *COMMANDS[phase])
    state = lab.keep()
    try:
        proof.words_are_true(result)
    except AssertionError as error:
        raise AssertionError(f"{phase}, {words}\n{error}") from error
    told(proof, state, phase, words)


@pytest.mark.slow
@pytest.mark.skipif(not THOROUGH, reason="hours: set ALL_FAULTS=1")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("phase", "part"), PARTS)
def test_every_fault_at_every_statement(proof: Proof, phase: str, part: int, kind: str) -> None:
    lab = proof.lab
    lab.put(start_of(proof, phase))
    sent = lab.statements(*COMMANDS[phase])
    for n in range(1 + part, len(sent) + 1, 2):
        fail(proof, phase, n, kind, sent[n - 1].text)


# -- the table of docs/what-if.md ------------------------------------------------------------------


KILLED = {
    "write": (" clone ",),
    "discard": ("drop schema",),
    "publish": ("grant select", "swap with", "rename to"),
    "rollback": ("swap with",),
}
"""The rows of the page, each as the first statement after which a process died there."""


@pytest.mark.parametrize("phase", KILLED)
def test_killed_where_the_page_says(story: Story, phase: str) -> None:
    """Whatever the page says to type next ends it."""
    proof = Proof(story, thorough=True)
    proof.lab.put(start_of(proof, phase))
    points = proof.lab.points(*COMMANDS[phase])
    for words in KILLED[phase]:
        told(proof, state_after(points, words), phase, f"killed after {words}")


def test_what_was_swapped_is_swapped_back_when_another_swap_fails(proof: Proof, lab: Lab) -> None:
    lab.put(start_of(proof, "publish"))
    lab.live.fail_at(2, match="swap with", inside=True)

    result = lab.wap("publish")

    lab.live.clear_faults()
    assert result.code == 8, result.err
    assert lab.prod() == proof.story.old
    assert lab.status()["status"] == "publish_interrupted"
    proof.words_are_true(result)
    told(proof, lab.keep(), "publish", "the second swap failed")


# -- more than one crash ---------------------------------------------------------------------------


def killed(proof: Proof, phase: str, words: str) -> Any:
    """The state after the first statement of the command that has these words."""
    proof.lab.put(start_of(proof, phase))
    return state_after(proof.lab.points(*COMMANDS[phase]), words)


def state_after(points: list[Point], words: str) -> Any:
    return next(point.state for point in points if words in point.text.lower())


def half(proof: Proof, phase: str) -> Any:
    """One schema is swapped, the other is not."""
    return killed(proof, phase, "swap with")


@pytest.mark.slow
@pytest.mark.parametrize(("phase", "command"), [("publish", "rollback"), ("rollback", "rollback")])
def test_killed_again_on_the_way_home(proof: Proof, phase: str, command: str) -> None:
    proof.lab.put(half(proof, phase))
    points = proof.lab.points(command)
    for point in changed(points):
        if "dbt_wap" not in point.text.lower():
            words = f"killed between two swaps, then after statement {point.n} of {command}"
            told(proof, point.state, "rollback", f"{words}: {point.text}")


@pytest.mark.slow
@pytest.mark.skipif(not THOROUGH, reason="hours: set ALL_FAULTS=1")
@pytest.mark.parametrize("phase", ["publish", "rollback"])
def test_killed_twice_anywhere(proof: Proof, phase: str) -> None:
    proof.lab.put(start_of(proof, phase))
    for first in changed(proof.lab.points(*COMMANDS[phase])):
        proof.lab.put(first.state)
        for second in changed(proof.lab.points(*COMMANDS[phase])):
            words = f"killed after {first.n} ({first.text}), then after {second.n}: {second.text}"
            told(proof, second.state, phase, words)


@pytest.mark.slow
def test_a_late_write_between_two_crashes_is_not_undone(proof: Proof, lab: Lab) -> None:
    """One schema is published, the other was written to since: only a rollback is possible, and it
    says that prod is as before except for that write."""
    lab.put(half(proof, "publish"))
    run_id = lab.status()["run_id"]
    lab.sql("insert into main_marts.sizes values ('late', 1)")
    result = lab.wap("publish")
    assert result.code == 8
    assert f"next: wap rollback {run_id}" in result.err
    result = lab.wap("rollback")
    assert result.code == 8
    assert "prod: as before the run, except for these differences" in result.err
    assert lab.status()["status"] == "rolled_back"
    assert proof.side(lab.prod(), "MAIN_CORE") == "old"
    assert ("late", 1) in lab.rows("MAIN_MARTS", "SIZES", "READER")


@pytest.mark.slow
def test_a_publish_that_swapped_nothing_is_discarded_when_prod_moved(
    proof: Proof, lab: Lab
) -> None:
    lab.put(killed(proof, "publish", "grant select"))
    run_id = lab.status()["run_id"]
    lab.sql("insert into main_marts.sizes values ('late', 1)")
    result = lab.wap("publish")
    assert result.code == 6
    assert f"next: wap discard {run_id}" in result.err
    result = lab.wap("discard")
    assert result.code == 0, result.err
    assert ("late", 1) in lab.rows("MAIN_MARTS", "SIZES", "READER")


# -- who else is there -----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_lock_stays_until_it_expires_or_is_taken_away(proof: Proof, lab: Lab) -> None:
    lab.put(half(proof, "publish"), dead=False)
    ((token,),) = lab.sql(f"select token from {lab.lock}")
    assert lab.status()["status"] == "publishing"
    before = lab.digest()
    for command in ("publish", "rollback", "discard", "write"):
        result = lab.wap(command)
        assert result.code == 7, (command, result.err)
        assert f"wap unlock {token}" in result.err
    assert lab.digest() == before
    assert lab.wap("unlock", token).code == 0
    assert lab.status()["status"] == "publish_interrupted"
    result = lab.wap("publish")
    assert result.code == 0, result.err
    assert lab.prod() == proof.story.new


def test_a_schema_of_somebody_else_is_never_dropped(proof: Proof, lab: Lab) -> None:
    """The run died before its clones; then a schema of that name was created."""
    lab.put(killed(proof, "write", 'insert into "shop"."dbt_wap"."fingerprints"'))
    lab.sql("create schema audit_main_core", "create table audit_main_core.theirs as select 1 as n")
    for command, code in (("write", 2), ("discard", 0), ("write", 2)):
        result = lab.wap(command)
        assert result.code == code, (command, result.err)
        assert lab.rows("AUDIT_MAIN_CORE", "THEIRS") == [(1,)]
    assert lab.prod() == proof.story.old


@pytest.mark.slow
@pytest.mark.parametrize("call", range(1, 12) if THOROUGH else [6, 8])
def test_ctrl_c_in_a_publish(proof: Proof, lab: Lab, call: int) -> None:
    """It comes while the n-th command of dbt runs, which ends as if it had come too late."""
    lab.put(proof.story.approved)
    result = lab.interrupted_at(call, "publish")
    state = lab.keep()
    assert not lab.is_locked()
    said = lab.status()
    assert result.code == (8 if said["status"] in INTERRUPTED else 130), result.err
    told(proof, state, "publish", f"Ctrl-C in call {call}")
