"""What the pages say of runs: what needs attention, the history, the timeline, the buttons."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dbt_wap.errors import Locked
from dbt_wap.model import Run, Status
from dbt_wap.serve import timeline
from dbt_wap.serve.deciding import STANDING, choices, lost, progress_of_approval, standing
from dbt_wap.serve.model import Board, Job
from dbt_wap.serve.picture import LEGEND, picture, spent
from dbt_wap.serve.timeline import EVENTS, duration
from dbt_wap.serve.views import NO_ENV, attention, entries, matching
from made_runs import ANA, MOVED, approval, can_approve, condition, run, view

ROOT = Path(__file__).parents[3]


def with_event(of: Run, event: str, **detail: Any) -> Run:
    """Return the run with one more event."""
    added = {**of.events[-1], "event": event, "detail": detail}
    return replace(of, events=(*of.events, added))


def board(*runs: Run, **faults: Locked) -> Board:
    return Board(runs=runs, faults=faults, read_at="2026-11-21T11:00:00Z", working=None)


def titles(*runs: Run, **faults: Locked) -> list[str]:
    return [item.title for item in attention(board(*runs, **faults))]


# -- what needs attention --------------------------------------------------------------------------


def test_what_needs_a_person_comes_first_and_the_rest_not_at_all() -> None:
    blocked = with_event(run(Status.AUDIT_FAILED, 4), "blocked", overridable=["max_removed"])
    needing = {Status.AWAITING_APPROVAL, Status.APPROVED, Status.PUBLISH_INTERRUPTED}
    others = [run(status, 9) for status in Status if status not in needing]
    runs = [run(), run(Status.APPROVED, 2), blocked, run(Status.PUBLISH_INTERRUPTED, 3), *others]
    assert titles(*runs, qa=Locked("dbt", "shop.duckdb is open in process 7")) == [
        "Publish interrupted",
        "Target qa could not be read",
        "Needs approval",
        "Approved, not published",
        "Blocked by gates that you can override",
    ]
    assert titles(*others) == []


def test_a_run_whose_tests_failed_needs_no_decision() -> None:
    assert titles(with_event(run(Status.AUDIT_FAILED), "blocked", overridable=[])) == []


def test_an_interrupted_run_says_what_is_in_prod() -> None:
    state = "published in core only; as before the run in marts"
    (item,) = attention(board(run(Status.PUBLISH_INTERRUPTED, prod=state)))
    assert f"prod: {state}" in item.facts
    assert item.todo == "Finish or roll back"


def test_an_interrupted_rollback_is_finished_not_published() -> None:
    back = run(Status.PUBLISH_INTERRUPTED, next="wap rollback 20261121_101501_k001")
    (item,) = attention(board(back))
    assert (item.title, item.todo) == ("Rollback interrupted", "Finish the rollback")
    can = choices(view(back))
    assert can.publish is None
    assert can.rollback
    assert can.rollback.label == "Finish the rollback"


def test_a_run_whose_messages_all_failed_says_so() -> None:
    failed = with_event(run(), "not_notified", channel="Slack", reason="channel_not_found")
    assert failed.undelivered == "Slack: channel_not_found"
    (item,) = attention(board(failed))
    assert "no message was delivered: Slack: channel_not_found" in item.facts
    assert with_event(failed, "notified", channel="webhook").undelivered is None
    delivered = with_event(run(), "notified", channel="webhook")
    assert with_event(delivered, "not_notified", channel="Slack").undelivered is None
    assert with_event(failed, "audited", verdict="needs_approval").undelivered is None


def test_a_message_is_no_change_in_the_history() -> None:
    known = run()
    message: Any = {**known.events[-1], "event": "notified", "at": "2026-11-22T00:00:00.000000Z"}
    told = replace(known, events=(*known.events, message))
    assert [each.changed_at for each in entries([told, known])] == [known.events[-1]["at"]] * 2


def test_a_run_with_some_of_its_approvals_names_who_gave_them() -> None:
    (item,) = attention(board(run(approvals=(approval("ben"),))))
    assert "approved by ben, more approvals needed" in item.facts


# -- the history -----------------------------------------------------------------------------------


def test_a_search_looks_at_every_word_of_the_record() -> None:
    runs = [run(), run(Status.REJECTED, 2, env="pr_1"), run(Status.PUBLISHED, 3, target="qa")]
    assert matching(runs, "", "", "", "") == runs
    assert matching(runs, "0123456789AB root", "", "", "") == runs
    assert matching(runs, "k002", "", "", "") == [runs[1]]
    assert matching(runs, "too many", "", "", "") == [runs[1]]
    assert matching(runs, "PR_1", "", "", "") == [runs[1]]
    assert matching(runs, "needs approval", "awaiting_approval", "", "") == [runs[0]]
    assert matching(runs, "ana", "published", "qa", "") == [runs[2]]
    assert matching(runs, "ana zoe", "", "", "") == []
    assert matching(runs, "", "", "", "pr_1") == [runs[1]]
    assert matching(runs, "", "", "", NO_ENV) == [runs[0], runs[2]]


def test_the_history_knows_how_long_a_run_took_and_what_it_moved() -> None:
    (entry,) = entries([run(Status.PUBLISHED)])
    assert entry.took == "2 min 2 s"
    assert entry.moved == sum(MOVED.values())
    assert entry.approved_by == "ana"
    (entry,) = entries([run(Status.WRITING)])
    assert (entry.moved, entry.approved_by) == (None, "")


def test_a_run_without_readable_events_has_no_duration() -> None:
    odd = run()
    assert duration(replace(odd, events=odd.events[:1])) is None
    assert duration(replace(odd, events=tuple({**e, "at": "?"} for e in odd.events))) is None
    assert timeline.timeline(replace(odd, events=({**odd.events[0], "detail": None},)))  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "-"), (0.2, "under 1 s"), (59.4, "59 s"), (125, "2 min 5 s"), (4230, "1 h 10 min")],
)
def test_durations_are_short(seconds: float | None, words: str) -> None:
    assert spent(seconds) == words


def test_the_picture_has_a_bar_for_each_run_oldest_first() -> None:
    blocked = run(Status.AUDIT_FAILED, 1, verdict="blocked")
    made = picture([run(Status.PUBLISHED, 2), blocked])
    assert [bar.kind for bar in made.bars] == ["stopped", "needs"]
    assert made.bars[0].x < made.bars[1].x < made.width
    assert made.longest == "2 min 4 s"
    assert made.most == "50 rows"
    assert "1 needed approval, 1 blocked" in made.summary
    assert "published, prod, verdict needs approval, built" in made.bars[1].title
    assert picture([]).bars == ()


def test_every_verdict_is_drawn_as_the_legend_says() -> None:
    verdicts = ("pass", "needs_approval", "blocked", None)
    kinds = [picture([run(verdict=verdict)]).bars[0].kind for verdict in verdicts]
    assert kinds == [name for name, _ in LEGEND]


# -- the timeline ----------------------------------------------------------------------------------


def test_every_event_of_the_table_of_transitions_has_words() -> None:
    table = (ROOT / "macros/state/transitions.sql").read_text()
    events = set(re.findall(r'^ {12}"(\w+)": \{"from"', table, re.MULTILINE))
    assert len(events) > 20
    assert events <= set(EVENTS)


def test_the_timeline_says_who_did_what_through_which_door_and_why() -> None:
    *_, moment = timeline.timeline(run(Status.REJECTED))
    assert (moment.what, moment.who, moment.reason) == ("Rejected", "ana", "too many")
    assert moment.door == "Slack (Slack account)"
    assert moment.tone == "bad"


def test_a_name_from_a_shell_is_marked_as_not_verified() -> None:
    told = {"door": "cli", "identity": "shell", "override": ["max_removed"], "reason": "known"}
    *_, moment = timeline.timeline(with_event(run(), "approved", **told))
    assert moment.door == "command line (name not verified)"
    assert moment.overrides == ("max_removed",)


def test_events_of_other_versions_are_shown_plainly() -> None:
    *_, moment = timeline.timeline(with_event(run(), "odd_event", door="carrier pigeon"))
    assert (moment.what, moment.door) == ("Odd event", "carrier pigeon")
    *_, moment = timeline.timeline(with_event(run(), "approved"))
    assert moment.door == ""


# -- what may be done ------------------------------------------------------------------------------

BUTTONS = ("approve", "approve_and_publish", "reject", "publish", "rollback")
OFFERED = {
    Status.AWAITING_APPROVAL: {"approve", "approve_and_publish", "reject"},
    Status.APPROVED: {"publish", "reject"},
    Status.STALE: {"publish", "reject"},
    Status.PUBLISHING: {"publish", "rollback"},
    Status.PUBLISH_INTERRUPTED: {"publish", "rollback"},
    Status.PUBLISHED: {"rollback"},
}


@pytest.mark.parametrize("status", Status)
def test_a_run_offers_what_its_status_allows(status: Status) -> None:
    can = choices(view(run(status)))
    assert {name for name in BUTTONS if getattr(can, name)} == OFFERED.get(status, set())
    assert can.any == (status in OFFERED)
    assert standing(view(run(status))).startswith(STANDING[status])


def test_a_decided_run_names_who_decided() -> None:
    for status in (Status.APPROVED, Status.PUBLISHED, Status.ROLLED_BACK):
        assert standing(view(run(status))).endswith(" Approved by ana.")
    assert standing(view(run(Status.REJECTED))).endswith(" Rejected by ana.")
    assert standing(view(run(approvals=(approval("ben"),)))) == STANDING[Status.AWAITING_APPROVAL]


def test_nothing_is_offered_that_the_run_does_not_allow() -> None:
    for status in Status:
        assert not choices(view(run(status, may=()))).any


def test_a_button_that_is_off_says_why() -> None:
    why = condition("not_requester", "ana requested this run", holds=False)
    can = choices(view(run(), can_approve(why)))
    assert can.approve
    assert can.approve.off == "ana requested this run"
    published = choices(view(run(Status.PUBLISHED), can_approve(why)))
    assert published.rollback
    assert published.rollback.off == ""
    stranger = can_approve(condition("approver", "ana is not an approver", holds=False))
    for status, name in [(Status.PUBLISHED, "rollback"), (Status.APPROVED, "publish")]:
        assert getattr(choices(view(run(status), stranger)), name).off == "ana is not an approver"


def test_gates_are_overridden_before_a_blocked_run_can_be_approved() -> None:
    closed = condition("gates", "the audit blocks the run: max_removed", holds=False)
    blocked = view(run(Status.AUDIT_FAILED), can_approve(closed, gates=["max_removed"]))
    can = choices(blocked)
    assert can.gates == ("max_removed",)
    assert can.approve
    assert can.approve.off == ""
    assert "Override them with a reason" in standing(blocked)
    assert not choices(view(run(Status.AUDIT_FAILED), can_approve(closed))).any


def test_only_the_last_approval_can_also_publish() -> None:
    first = choices(view(run(), can_approve(needed=2)))
    assert (bool(first.approve), first.approve_and_publish) == (True, None)
    last = can_approve(needed=2, approvals=[approval("ben")])
    assert choices(view(run(), last)).approve_and_publish
    assert progress_of_approval(last) == "1 of 2 approvals: ben"


def test_nothing_is_offered_while_a_job_runs() -> None:
    job = Job("publish", "20261121_101501_k001", "prod", ANA)
    busy = view(run(Status.PUBLISHING), job=job)
    assert not choices(busy).any
    job.end(None)
    assert choices(busy).any


def test_a_rollback_says_what_prod_loses() -> None:
    assert "added rows removed again" in lost(view(run(Status.PUBLISHED)))
    assert "is missing" in lost(replace(view(run(Status.PUBLISHED)), report=None))
