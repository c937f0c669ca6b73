"""Every message is safe, stays within Slack's limits and has no row values."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from dbt_wap.notify.notice import EVENTS, Notice
from dbt_wap.notify.slack_message import payload, reply
from dbt_wap.report.report import read_report
from made_notices import HOSTILE, NOTICE, VALUE, hostile, notice, relation, report, some_notice
from slack_sdk.models.blocks import Block as SdkBlock

Block = dict[str, Any]


def width(text: str) -> int:
    """The length of the text as JavaScript and other UTF-16 readers count it."""
    return len(text.encode("utf-16-le")) // 2


def check_text(text: Block, limit: int, kinds: tuple[str, ...]) -> None:
    """The text object is of a kind, of a length and of a content Slack takes as meant."""
    assert text["type"] in kinds
    assert 1 <= width(text["text"]) <= limit
    assert text["text"].strip()
    if text["type"] == "mrkdwn":
        assert set(text) == {"type", "text", "verbatim"}
        check_markup(text["text"])
    else:
        assert set(text) == {"type", "text", "emoji"}
        assert "\n" not in text["text"]
        check_harmless(text["text"])


def check_harmless(text: str) -> None:
    """No link, no mention, no control character and no text that turns its direction."""
    assert not re.search(r"[<>]", text)
    assert not re.search(r"@(channel|here|everyone)", text, re.IGNORECASE)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f\x7f\u2028]", text)


def check_markup(text: str) -> None:
    """The markup escapes what it must, and every fence and code span it opens is closed."""
    check_harmless(text)
    assert not re.search(r"&(?!amp;|lt;|gt;)", text)
    assert text.count("```") % 2 == 0
    for line in re.sub(r"```.*?```", "", text, flags=re.DOTALL).split("\n"):
        assert line.count("`") % 2 == 0
        assert "``" not in line


def check_block(block: Block) -> None:
    """The block is one of the three kinds we send, complete and within its limits."""
    if block["type"] == "header":
        assert set(block) == {"type", "text"}
        check_text(block["text"], 150, ("plain_text",))
    elif block["type"] == "section":
        assert set(block) in ({"type", "text"}, {"type", "fields"})
        if "text" in block:
            check_text(block["text"], 3000, ("mrkdwn",))
        else:
            assert 1 <= len(block["fields"]) <= 10
            for text in block["fields"]:
                check_text(text, 2000, ("mrkdwn",))
    else:
        assert block["type"] == "actions"
        assert 1 <= len(block["elements"]) <= 25
        for button in block["elements"]:
            assert button["type"] == "button"
            assert len(button["action_id"]) <= 255
            check_text(button["text"], 75, ("plain_text",))
            if button["action_id"] in ("wap_approve", "wap_reject"):
                assert set(button) == {"type", "action_id", "text", "value", "style"}
                assert len(button["value"]) <= 2000
                assert set(json.loads(button["value"])) == {"run_id", "target", "seen"}
                assert button["style"] in ("primary", "danger")
                continue
            assert set(button) == {"type", "action_id", "text", "url"}
            assert len(button["url"]) <= 3000
            assert re.match(r"https?://", button["url"])


def check(message: dict[str, Any]) -> str:
    """The message is one Slack accepts; its JSON is returned."""
    assert set(message) == {"text", "blocks"}
    assert 1 <= width(message["text"]) <= 4000
    check_markup(message["text"])
    assert 1 <= len(message["blocks"]) <= 50
    for block in message["blocks"]:
        check_block(block)
        SdkBlock.parse(block).to_dict()
    written = json.dumps(message, allow_nan=False)
    assert json.loads(written) == message
    json.dumps(message, ensure_ascii=False).encode("utf-8")
    return written


def texts(message: dict[str, Any]) -> str:
    """All that can be read of the message, without the fallback."""
    found = []
    for block in message["blocks"]:
        objects = [*block.get("fields", []), *block.get("elements", []), block]
        found += [each["text"]["text"] for each in objects if isinstance(each.get("text"), dict)]
        found += [each["text"] for each in block.get("fields", [])]
    return "\n".join(found)


def test_a_notice_of_a_run_that_needs_approval_has_what_one_needs_to_decide() -> None:
    message = payload(NOTICE)
    check(message)
    said = texts(message)
    assert message["blocks"][0]["text"]["text"] == "Needs approval: shop (prod)"
    for expected in (
        "*Run*\n`20260301_101112_ab12`, commit `0123456`",
        "*Requested by*\n`ada`",
        "*Verdict*\nneeds approval",
        "*Tests*\n12 passed, 1 warned, 0 failed, 3 skipped",
        "*Rows*\n10 added, 2 removed, 0 changed (not fully counted in 1 relation)",
        "*Relations changed*\n1 of 2",
        "*Expires*\n`2026-03-02T10:11:12Z`",
        "*Why it needs approval*\n• shop.orders: 2 rows removed, 0 allowed",
        "• `shop.orders` (table) changed: rows 10 added, 2 removed (1,000 → 1,008)",
        "wap approve 20260301_101112_ab12",
        'wap reject 20260301_101112_ab12 --reason "..."',
        "View report",
    ):
        assert expected in said
    assert "shop.same" not in said
    assert message["text"] == (
        "Needs approval: shop (prod); run `20260301_101112_ab12`; requested by `ada`; "
        "1 relation changed; rows: 10 added, 2 removed, 0 changed (not fully counted in "
        "1 relation); reason: shop.orders: 2 rows removed, 0 allowed; next: "
        "`wap report 20260301_101112_ab12`, `wap approve 20260301_101112_ab12 --publish`, "
        '`wap reject 20260301_101112_ab12 --reason "..."`, `wap rollback 20260301_101112_ab12`'
    )


@pytest.mark.parametrize(
    ("event", "header", "who", "commands"),
    [
        (
            *("waiting", "Needs approval", "Requested by"),
            ["report", "approve", "reject", "rollback"],
        ),
        (
            *("audit_failed", "Audit failed, nothing published", "Requested by"),
            ["report", "run", "discard"],
        ),
        (
            *("partly_approved", "Approved, needs another approval", "Approved by"),
            ["report", "approve", "reject", "rollback"],
        ),
        (
            *("approved", "Approved, not yet published", "Approved by"),
            ["report", "publish", "rollback"],
        ),
        ("published", "Published", "Published by", ["report", "rollback"]),
        ("discarded", "Discarded, nothing published", "Discarded by", ["report", "run"]),
        ("rejected", "Rejected, nothing published", "Rejected by", ["report", "run"]),
        ("rolled_back", "Rolled back", "Rolled back by", ["report", "run"]),
        (
            *("interrupted", "Interrupted, check prod", "Started by"),
            ["report", "publish", "rollback"],
        ),
    ],
)
def test_each_event_has_its_words_and_its_commands(
    event: str, header: str, who: str, commands: list[str]
) -> None:
    run = NOTICE.report.run_id
    on, back = f"wap publish {run}", f"wap rollback {run}"
    said = texts(payload(notice(event, next_command=on, next=back)))
    assert said.startswith(f"{header}: shop (prod)\n")
    assert f"*{who}*\n`ada`" in said
    assert re.findall(r"^wap (\w+)", said, re.MULTILINE) == commands


def test_without_an_archive_no_rollback_is_offered() -> None:
    for event in EVENTS:
        told = notice(event, keeps_archive=False, next_command="wap publish x")
        assert event == "interrupted" or "wap rollback" not in texts(payload(told))
    told = notice("published", next="wap run --env rollback")
    assert "wap rollback" not in texts(payload(told))


def test_a_run_that_only_gates_block_can_be_approved_until_it_expires() -> None:
    expires = "*Expires*\n`2026-03-02T10:11:12Z`"
    told = notice("audit_failed", verdict="blocked", overridable=["max_removed"])
    assert told.is_open
    assert expires in texts(payload(told))
    blocked = notice("audit_failed", verdict="blocked")
    assert not blocked.is_open
    assert expires not in texts(payload(blocked))


def test_what_failed_comes_before_the_reasons() -> None:
    told = notice("audit_failed", verdict="blocked", failed_tests=("unique: 3",))
    said = texts(payload(told))
    assert said.index("*What failed*\n• unique: 3") < said.index("*Why it is blocked*")


def test_what_publish_keeps_is_counted_as_in_the_report() -> None:
    kept = {**relation("kept", "removed", removed=10**7), "publish": "keep"}
    relations = (kept, relation("few", removed=1))
    said = texts(payload(notice(relations=relations)))
    assert "*Rows*\n0 added, 1 removed, 0 changed" in said
    assert re.findall(r"^• `shop\.(\w+)`", said, re.MULTILINE) == ["few", "kept"]


def test_an_unknown_event_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown event 'party'"):
        notice("party")


def test_blocked_says_why() -> None:
    said = texts(payload(notice("audit_failed", verdict="blocked")))
    assert "*Why it is blocked*\n• shop.orders" in said


def test_what_is_not_known_is_left_out() -> None:
    made = {"run_id": "r1", "project": "shop", "target": "prod", "verdict": "pass"}
    bare = Notice("published", read_report(made), "ada")
    message = payload(bare)
    check(message)
    said = texts(message)
    for absent in ("commit", "Expires", "Reasons", "Largest", "View report", "None"):
        assert absent not in said


def test_the_three_worst_relations_come_first_and_the_rest_is_counted() -> None:
    dropped = relation("dropped")
    dropped["columns"]["removed"] = ["email"]
    relations = (
        relation("adds", added=10**6),
        relation("changes_1", changed=1),
        relation("changes_9", changed=9),
        relation("removes", removed=1, changed=None),
        dropped,
        relation("gone", "removed", after=None),
        relation("new", "added", added=3),
        relation("same", "identical", added=9),
        relation("untouched", "unchanged_definition", added=9),
    )
    for seed in range(20):
        mixed = tuple(random.Random(seed).sample(relations, len(relations)))
        said = texts(payload(notice(relations=mixed)))
        assert re.findall(r"^• `shop\.(\w+)`", said, re.MULTILINE) == [
            "gone",
            "dropped",
            "removes",
        ]
        worst = ("gone", "dropped", "removes")
        rest = tuple(each for each in mixed if each["name"] not in worst)
        next_ones = re.findall(r"^• `shop\.(\w+)`", texts(payload(notice(relations=rest))), re.M)
        assert next_ones[:2] == ["changes_9", "changes_1"]
        assert "… 4 more changed relations, see `wap report 20260301_101112_ab12`" in said


def test_rows_outside_a_filter_are_counted_and_weigh_as_much() -> None:
    outside = {"before": 9, "after": 4, "added": 0, "removed": 1005, "changed": None}
    relations = (relation("few", removed=1), relation("outside"))
    relations[1]["outside_filter"] = outside
    said = texts(payload(notice(relations=relations)))
    assert re.findall(r"^• `shop\.(\w+)`", said, re.MULTILINE) == ["outside", "few"]
    assert "changed (1,000 → 1,008); 1,005 more outside the filter" in said


def test_columns_are_listed_by_their_change() -> None:
    entry = relation()
    entry["columns"] = {
        "added": ["a1"],
        "removed": ["r1", "r2", "r3", "r4", "r5"],
        "retyped": [{"name": "t1", "before": "INT", "after": "TEXT"}],
        "changed": {"c1": 3, "c2": 4},
    }
    said = texts(payload(notice(relations=(entry,))))
    assert "; columns dropped `r1`, `r2`, `r3`, … 2 more; columns retyped `t1` (INT → TEXT)" in said
    assert "; columns added `a1`; values changed in 2 columns" in said


def test_many_reasons_are_counted() -> None:
    reasons = tuple(f"reason {number}" for number in range(25))
    message = payload(notice(reasons=reasons))
    check(message)
    assert "• reason 9\n… 15 more reasons, see `wap report" in texts(message)
    assert "… 22 more reasons" in message["text"]


@pytest.mark.parametrize("size", range(270, 400, 2))
def test_a_list_that_just_fits_has_room_for_its_last_line(size: int) -> None:
    reasons, run_id = ("x" * size,) * 12, "r" * 128
    message = payload(notice(reasons=reasons, run_id=run_id))
    check(message)
    said = texts(message)
    cut = re.search(r"… (\d+) more reasons, see", said)
    assert cut
    assert int(cut[1]) + said.count("• xxx") == 12


def test_a_cut_says_how_much_was_cut() -> None:
    message = payload(notice(actor="a" * 300, reasons=("<" * 1000,)))
    check(message)
    assert f"`{'a' * 174}… (126 characters cut)`" in texts(message)
    assert f"• {'&lt;' * 94}… (906 characters cut)" in texts(message)


@pytest.mark.parametrize("run_id", ["a; reboot", "--all", "", "r`x", "$(x)", "r" * 129, "r\n", "é"])
def test_no_command_is_made_of_an_odd_run_id(run_id: str) -> None:
    message = payload(notice(run_id=run_id))
    check(message)
    said = texts(message)
    assert "```\nwap report RUN_ID\nwap approve RUN_ID --publish\nwap reject RUN_ID" in said


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://ci.example/r/1?x=<y>&z=1#a", True),
        ("http://localhost:8000/", True),
        ("HTTPS://ci.example/", True),
        ("https://ci.example/" + "r" * 2981, True),
        ("https://ci.example/" + "r" * 2982, False),
        ("ftp://ci.example/", False),
        ("javascript:alert(1)", False),
        ("file:///tmp/report.html", False),
        ("target/report.html", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://user:word@ci.example/", False),
        ("https://ci.example/a b", False),
        ("https://ci.example/\nx", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_web_address_becomes_a_button(url: str | None, linked: bool) -> None:
    message = payload(notice(report_url=url))
    if linked:
        button = message["blocks"][-1]["elements"][0]
        assert button["url"] == url
        assert button["text"]["text"] == "View report"
    else:
        check(message)
        assert all(block["type"] != "actions" for block in message["blocks"])
        assert not url or url not in json.dumps(message)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_harmless_wherever_it_stands(name: str) -> None:
    for made in hostile(name):
        check(payload(made))
        check(payload(made, decides=True))
        check(reply(made))


def test_odd_shapes_do_no_harm() -> None:
    odd: tuple[Any, ...] = (None, [], {}, "x", 7, -1, True, 10**5000, [None, 3, {}])
    entries = [{}, *({"rows": value, "columns": value} for value in odd)]
    entries += [{"rows": {"before": v, "added": v}, "columns": {"removed": v}} for v in odd]
    check(payload(notice(relations=tuple(entries), tests={"pass": 10**5000})))


@pytest.mark.parametrize("seed", range(120))
def test_any_notice_makes_a_message_slack_accepts(seed: int) -> None:
    made = some_notice(random.Random(seed))
    for message in (payload(made), payload(made, decides=True), reply(made)):
        written = check(message)
        assert VALUE not in written
        assert VALUE.split("@")[0] not in written


def test_no_notice_holds_a_value_of_a_row() -> None:
    row = {"email": VALUE}
    changed = {"key": row, "before": row, "after": {}, "columns": ["email"]}
    side = {"min": VALUE, "max": VALUE, "top": [{"value": VALUE, "rows": 1}]}
    column = {"name": "email", "type": "TEXT", "before": side, "after": side}
    entry = {
        **relation(removed=1),
        "sample": {"added": [row], "removed": [row], "changed": [changed]},
        "profile": {"rows": {"before": 1, "after": 1}, "columns": [column]},
        "definition": {"before": f"select '{VALUE}'", "after": "select 1"},
    }
    test = {"name": "t", "status": "fail", "message": VALUE, "query": VALUE, "rows": [row]}
    given = report(relations=[entry], failed_tests=[test])
    assert VALUE in repr(read_report(given))
    assert VALUE not in repr(Notice("waiting", read_report(given), "ada"))
