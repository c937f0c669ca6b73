"""A candidate that needs approval: it is kept, it expires, a person approves or rejects it."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import time
from typing import Any

import pytest
from shop import NEW, ONCE, Project

AGE = (
    "update dbt_wap.events set detail = regexp_replace(detail, '20[0-9][0-9]-', '2001-') "
    "where event = 'audited'"
)


class Terminal:
    """`wap` on a pseudo-terminal: what a person sees and types."""

    def __init__(self, project: Project, *arguments: str) -> None:
        self.master, slave = pty.openpty()
        self.process = project.start(*arguments, stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)
        self.seen = ""

    def wait_for(self, words: str, seconds: float = 120) -> None:
        """The words have appeared since the last answer."""
        end = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self.master], [], [], 1)[0]:
                try:
                    self.seen += os.read(self.master, 65536).decode(errors="replace")
                except OSError as error:
                    raise AssertionError(f"it ended:\n{self.seen}") from error

    def type(self, text: str) -> None:
        self.seen = ""
        os.write(self.master, text.encode())

    def interrupt(self) -> None:
        """It got Ctrl-C; again after a while, as Python loses one that comes just before a read."""
        while self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)

    def end(self, seconds: float = 120) -> int:
        """The exit code, once it has ended; all that it still says is read."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, self.seen
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.master, 65536).decode(errors="replace")
                except OSError:
                    self.process.wait(timeout=seconds)
        os.close(self.master)
        return self.process.returncode


@pytest.mark.parametrize(
    "answer",
    [
        "yes",
        *(
            pytest.param(answer, marks=ONCE)
            for answer in ("yes, prod moved", "yes, audited again", "no", "later", "Ctrl-C")
        ),
    ],
)
def test_at_the_terminal_the_file_is_free_while_it_asks(published: Project, answer: str) -> None:
    published.sql(NEW)
    before = published.snapshot("main_marts")
    terminal = Terminal(published, "run")
    terminal.wait_for("[l]ater")

    published.sql("create table raw.other as select 1 as one")
    if "moved" in answer:
        published.sql("update main_marts.orders set amount = 77 where id = 1")
    if "again" in answer:
        published.sql("update audit_main_marts.orders set amount = 77 where id = 1")
    if "again" in answer:
        assert published.wap("audit").code == 0
    if answer == "no":
        for typed in ("y", "r", ""):  # neither an answer of old nor an empty reason decides
            terminal.type(f"{typed}\n")
            terminal.wait_for("Reason for rejecting" if typed == "r" else "[l]ater")
        terminal.type("r\n")
        terminal.wait_for("Reason for rejecting")
        terminal.type("not final\n")
    elif answer == "Ctrl-C":
        terminal.interrupt()
    else:
        terminal.type("p\n" if "yes" in answer else "\n")
    code = terminal.end()

    expected = {"yes": 0, "no": 5, "later": 4, "Ctrl-C": 130}
    assert code == expected.get(answer, 6), terminal.seen
    status = published.events()[-1][2]
    if answer == "yes":
        assert status == "published"
        assert published.sql("select count(*) from main_marts.orders") == [(4,)]
        _roll_back_at_the_terminal(published, before)
    elif "moved" in answer:
        assert status == "stale"
        assert published.sql("select amount from main_marts.orders where id = 1") == [(77,)]
    else:
        assert status == ("rejected" if answer == "no" else "awaiting_approval")
        if answer == "no":
            assert published.wap("status", "--json").json["reason"] == "not final"
        assert published.snapshot("main_marts") == before
        assert published.sql("select count(*) from audit_main_marts.orders") == [(4,)]


def _roll_back_at_the_terminal(project: Project, before: dict[str, Any]) -> None:
    """Enter leaves prod as it is; a person who confirms has read what prod will be."""
    runs = [run["run_id"] for run in project.wap("history", "--json").json]
    events = project.events()
    terminal = Terminal(project, "rollback")
    terminal.wait_for("[y/N]")
    assert runs[1] in terminal.seen, "the run that comes back"
    terminal.type("\n")
    assert terminal.end() == 130
    assert project.events() == events
    terminal = Terminal(project, "rollback")
    terminal.wait_for("[y/N]")
    terminal.type("y\n")
    assert terminal.end() == 0, terminal.seen
    assert project.snapshot("main_marts") == before


@ONCE
def test_at_the_terminal_only_who_may_approve_is_asked(shop: Project) -> None:
    rule = "vars: {wap_approvers: [ana, ben], wap_min_approvals: 2, wap_require_tests: false}\n"
    path = shop.root / "dbt_project.yml"
    shop.write({"dbt_project.yml": path.read_text() + rule})
    run = ("run", "--select", "regions", "--supersede")
    shop.env["WAP_ACTOR"] = "eve"
    terminal = Terminal(shop, *run)
    assert terminal.end() == 4
    assert "you cannot approve run" in terminal.seen
    assert "eve is not an approver: ana, ben" in terminal.seen
    assert "[l]ater" not in terminal.seen

    shop.env["WAP_ACTOR"] = "ana"
    terminal = Terminal(shop, *run)
    terminal.wait_for("[l]ater")
    assert "needs 2 more approvals: yours is one of them" in terminal.seen
    terminal.type("p\n")
    assert terminal.end() == 4
    assert "has 1 of 2 approvals" in terminal.seen
    assert [event for _, event, _ in shop.events()][-1] == "partly_approved"
    assert "main_core" not in shop.schemas()


@ONCE
def test_a_candidate_that_waits_is_only_superseded_when_told_so(published: Project) -> None:
    published.sql(NEW)
    before = published.snapshot("main_marts")
    assert published.wap("run").code == 4
    first = published.events()[-1][0]

    for step in ("run", "write"):
        refused = published.wap(step)
        assert refused.code == 7
        assert first in refused.err
    assert published.wap("approve").code == 0
    assert published.wap("run", "--auto-approve").code == 7
    assert published.snapshot("main_marts") == before
    assert published.events()[-1] == (first, "approved", "approved")

    assert published.wap("run", "--supersede", "--no-publish").code == 0
    assert (first, "discarded", "discarded") in published.events()
    assert published.wap("publish", first).code == 6
    assert published.wap("approve", first).code == 6
    assert published.snapshot("main_marts") == before


def test_an_expired_candidate_is_not_published_and_blocks_no_run(published: Project) -> None:
    published.sql(NEW)
    before = published.snapshot("main_marts")
    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("approve").code == 0
    run_id = published.events()[-1][0]
    published.sql(AGE)

    found = published.wap("status", "--json").json
    assert found["next"] == "wap run"
    assert published.wap("publish").code == 6
    assert published.wap("publish", "--force").code == 6
    assert published.wap("approve", run_id).code == 6
    assert published.wap("audit").code == 0, "a new audit gives it new time"
    assert published.wap("publish").code == 4
    assert published.snapshot("main_marts") == before

    soon = ("--vars", "wap_expire_hours: 0.0001")
    assert published.wap("run", "--supersede", "--no-publish", *soon).code == 0
    assert published.wap("approve").code == 6
    published.publish()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


@ONCE
def test_only_what_waits_can_expire(published: Project) -> None:
    published.sql(NEW)
    published.publish()
    published.sql(AGE)
    assert published.wap("approve").code == 0
    assert published.wap("publish").code == 0

    published.write({"tests/bad.sql": "select 1"}).sql(
        "insert into raw.orders values (8,'s',1,null)"
    )
    assert published.wap("run").code == 3
    published.sql(AGE)
    assert published.wap("approve").code == 3
    assert published.wap("publish").code == 3


@ONCE
def test_a_rejected_candidate_is_kept_until_the_next_run(published: Project) -> None:
    published.sql(NEW)
    before = published.snapshot("main_marts")
    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("reject", "--reason", "2024 is not final").code == 0

    assert published.wap("publish", "--force").code == 5
    assert published.wap("approve", "--publish").code == 5
    assert published.sql("select count(*) from audit_main_marts.orders") == [(4,)]
    assert published.snapshot("main_marts") == before
    found = published.wap("status", "--json").json
    assert (found["status"], found["reason"]) == ("rejected", "2024 is not final")
    published.publish()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


@ONCE
def test_a_decision_that_changes_nothing_claims_nothing(published: Project) -> None:
    assert published.wap("run").code == 0
    nothing = published.wap("approve")
    assert (nothing.code, "nothing to approve" in nothing.out) == (0, True)
    assert "wap publish" not in nothing.out

    published.sql(NEW)
    assert published.wap("run").code == 4
    assert published.wap("reject", "--reason", "first").code == 0
    again = published.wap("reject", "--reason", "second")
    assert (again.code, "second" in again.out) == (0, False)
    reasons = published.sql("select detail from dbt_wap.events where event = 'rejected'")
    assert [("first" in text, "second" in text) for (text,) in reasons] == [(True, False)]
