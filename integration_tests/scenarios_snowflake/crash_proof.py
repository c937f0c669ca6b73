"""What holds after a crash: status is true, readers see old or new, one command ends it."""

from __future__ import annotations

import re
from typing import Any

from crash_lab import PROD, Facts, Result, Story
from shop import INTERRUPTED

NOT_YET = ("approved", "rejected", "writing", "failed", "discarded", "rolled_back")
OWN = {
    "MAIN_CORE": ("MAIN_CORE.ORDERS", "MAIN_CORE.ORDER_LOG"),
    "MAIN_MARTS": ("MAIN_MARTS.SIZES",),
}
"""The tables whose rows tell which side a schema is on; the views read them by name."""


class Proof:
    """A story, and the states of it that one test has proven to be harmless so far.

    A thorough proof tries every way on from every state; else they take turns.
    """

    def __init__(self, story: Story, thorough: bool) -> None:
        self.story, self.lab, self.thorough = story, story.lab, thorough
        self.proven: set[str] = set()

    def holds(self, state: Any, phase: str) -> None:
        """The state is harmless; one that is like a state before it is not tried again."""
        self.lab.put(state)
        digest = self.lab.digest()
        if digest in self.proven:
            return
        state = self.lab.keep()
        said = self.status_is_true()
        ways = WAYS[phase]
        turn = len(self.proven) % len(ways)
        for way in ways if self.thorough else ways[turn : turn + 1]:
            self.lab.put(state)
            way(self, said)
        self.proven.add(digest)

    # -- what is true now ----------------------------------------------------------------------

    def side(self, prod: Facts, schema: str) -> str:
        """`old` or `new`: what readers see of the schema's own tables, all of them."""
        for side, facts in (("old", self.story.old), ("new", self.story.new)):
            if all(prod.get(name) == facts[name] for name in OWN[schema]):
                return side
        raise AssertionError(f"{schema} is neither old nor new: {prod}")

    def status_is_true(self) -> Any:
        """What `wap status` says is what readers see, relation by relation."""
        said = self.lab.status()
        prod = self.lab.prod()
        sides = {schema: self.side(prod, schema) for schema in PROD}
        if said["status"] in INTERRUPTED:
            swapped = {
                pair["prod"]: "new" if pair["swapped"] else "old" for pair in said["schemas"]
            }
            assert swapped == sides, said
        else:
            published = said["status"] == "published" and said["run_id"] != self.story.first_run
            expected = "new" if published else "old"
            assert set(sides.values()) == {expected}, (said, sides)
            assert said["status"] in (*NOT_YET, "published"), said
        self._views_are_right(prod, sides, said["status"] in INTERRUPTED)
        return said

    def _views_are_right(self, prod: Facts, sides: Facts, interrupted: bool) -> None:
        """A view reads by name; one that needs a new column may wait for the end of a publish."""
        core = self.story.new if sides["MAIN_CORE"] == "new" else self.story.old
        assert prod["MAIN_MARTS.TOTALS"] == core["MAIN_MARTS.TOTALS"], prod
        assert ("MAIN_MARTS.TAXES" in prod) == (sides["MAIN_MARTS"] == "new"), prod
        if sides["MAIN_MARTS"] == "new" and not interrupted:
            assert prod["MAIN_MARTS.TAXES"] == self.story.new["MAIN_MARTS.TAXES"], prod
        assert set(prod) == set(self.story.new if sides["MAIN_MARTS"] == "new" else self.story.old)

    def words_are_true(self, result: Result) -> None:
        """What a command that failed says of prod, and its exit code, are what is there."""
        said, prod = self.lab.status(), self.lab.prod()
        sides = {schema: self.side(prod, schema) for schema in PROD}
        interrupted = said["status"] in INTERRUPTED
        if result.code == 0:
            assert not interrupted, said
            return
        words = re.search(r"^prod: (.*)$", result.err, re.M)
        assert words, result.err
        new = [schema for schema, side in sides.items() if side == "new"]
        old = [schema for schema, side in sides.items() if side == "old"]
        if not new:
            assert words[1] in ("unchanged", "as before the run"), (words[1], sides)
        elif not old:
            assert re.match("published(,|$)", words[1]), (words[1], sides)
        else:
            half = f"published in {', '.join(new)} only; as before the run in {', '.join(old)}"
            assert words[1] == half
        assert result.code == (8 if interrupted else 1), (result.code, said["status"], result.err)
        follows = re.search(r"^next: (.*)$", result.err, re.M)
        assert follows
        if interrupted:
            assert follows[1] == said["next"], result.err

    # -- the ways on ---------------------------------------------------------------------------

    def _do(self, *arguments: str) -> Result:
        result = self.lab.wap(*arguments)
        assert result.code == 0, (arguments, result.code, result.err)
        return result

    def _next(self, said: Facts) -> tuple[str, ...]:
        return tuple(said["next"].split()[1:])

    def publish_ends(self, said: Facts) -> None:
        """The command that status names, or `wap publish`: all is new, as after a quiet publish."""
        if said["status"] in INTERRUPTED:
            assert self._next(said) == ("publish", said["run_id"])
        self._do("publish", said["run_id"])
        self._is_tidy(self.story.after_publish)
        assert self.status_is_true()["status"] == "published"

    def way_back_ends(self, said: Facts) -> None:
        """`wap rollback` if anything of the run is in prod, else `wap discard`: all is old."""
        moved = said["status"] == "published" or any(p.get("swapped") for p in said["schemas"])
        refused = self.lab.wap("discard" if moved else "rollback", said["run_id"])
        way = "rollback" if moved else "discard"
        assert refused.code == 2, refused.err
        assert f"next: wap {way} {said['run_id']}" in refused.err, refused.err
        self._do(way, said["run_id"])
        if moved:
            self._is_tidy(self.story.after_rollback)
        else:
            self._is_tidy(self.story.after_discard)
        after = self.status_is_true()
        assert after["status"] == ("rolled_back" if moved else "discarded")

    def rollback_ends(self, said: Facts) -> None:
        """`wap rollback`, which status names: all is old; until then nothing else is allowed."""
        if said["status"] in INTERRUPTED:
            assert self._next(said) == ("rollback", said["run_id"])
            for command in ("publish", "discard"):
                refused = self.lab.wap(command, said["run_id"])
                assert refused.code in (2, 8), refused.err
                assert f"next: wap rollback {said['run_id']}" in refused.err
        self._do("rollback", said["run_id"])
        self._is_tidy(self.story.after_rollback)
        assert self.status_is_true()["status"] == "rolled_back"

    def discard_ends(self, said: Facts) -> None:
        """A candidate that was not finished goes with `wap discard`."""
        if said["run_id"] != self.story.first_run:
            self._do("discard", said["run_id"])
            self._is_tidy(self.story.after_discard)

    def next_write_ends(self, said: Facts) -> None:
        """The next run drops what the last one left, and nothing else."""
        waits = said["status"] in ("writing", "approved")
        self._do("write", *(["--supersede"] if waits else []))
        self._do("discard")
        self._is_tidy(self.story.after_discard)

    def _is_tidy(self, expected: Facts) -> None:
        """All is as after the same command without a crash: schemas, comments, rows, grants.

        Archives older than the run do not count (the next publish drops them), nor what a rollback
        has put aside: a candidate that came back under its audit name is dropped.
        """
        differences = _differences(self.lab.warehouse(), expected)
        assert not differences, "\n".join(differences)
        assert not self.lab.is_locked()


def _differences(found: Facts, expected: Facts) -> list[str]:
    """Every fact that only one of the two has."""
    mine, theirs = _listed(found), _listed(expected)
    return [f"missing: {fact}" for fact in sorted(theirs - mine)] + [
        f"too much: {fact}" for fact in sorted(mine - theirs)
    ]


def _listed(facts: Facts) -> set[str]:
    listed = set()
    for name, some in facts.items():
        pairs = some.items() if isinstance(some, dict) else [(fact, "") for fact in some]
        listed |= {f"{name} {fact} {value}" for fact, value in pairs}
    return {fact for fact in listed if "__WAP_RUN0" not in fact and "_UNDONE" not in fact}


WAYS = {
    "publish": (Proof.publish_ends, Proof.way_back_ends),
    "rollback": (Proof.rollback_ends,),
    "write": (Proof.next_write_ends, Proof.discard_ends),
    "supersede": (Proof.next_write_ends,),
    "discard": (Proof.discard_ends, Proof.next_write_ends),
}
