"""Every card is safe and within the limits of Teams, and says what the other messages say."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from dbt_wap.notify.notice import EVENTS, Notice
from dbt_wap.notify.teams_message import payload
from made_notices import HOSTILE, NOTICE, VALUE, hostile, notice, some_notice

KEYS = {"type", "text", "weight", "size", "fontType"}


def card(message: dict[str, Any]) -> dict[str, Any]:
    """Check the envelope that a workflow expects; return the card."""
    assert set(message) == {"type", "attachments"}
    assert message["type"] == "message"
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    found: dict[str, Any] = attachment["content"]
    return found


def runs(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the text runs of a card, which has no other text in its body."""
    for block in card(message)["body"]:
        assert set(block) == {"type", "spacing", "inlines"}
        assert block["type"] == "RichTextBlock"
        assert block["inlines"]
        yield from block["inlines"]


def check(notice: Notice) -> str:
    """Check that Teams accepts the card and takes no name for markup; return its JSON."""
    message = payload(notice)
    written = json.dumps(message, allow_nan=False)
    assert len(written.encode()) <= 28_000
    found = card(message)
    assert found["type"] == "AdaptiveCard"
    assert found["version"] == "1.4"
    assert len(found.get("actions", [])) <= 6
    texts = [run["text"] for run in runs(message)]
    for run in runs(message):
        assert run["type"] == "TextRun", "a text block would interpret markup"
        assert set(run) <= KEYS
        assert run["text"].strip()
    for text in (*texts, found["fallbackText"]):
        assert "{{" not in text
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f\u2028]", text)
    for action in found.get("actions", []):
        assert set(action) == {"type", "title", "url"}
        assert action["type"] == "Action.OpenUrl"
        assert re.match(r"https?://", action["url"])
    assert "entities" not in found["msteams"], "without entities no text is a mention"
    return written


def said(notice: Notice) -> str:
    """Return the text of the card, a line for each block."""
    body = card(payload(notice))["body"]
    return "\n".join("".join(run["text"] for run in block["inlines"]) for block in body)


def test_a_card_has_what_one_needs_to_decide() -> None:
    rule = {"approvers": [{"name": "ana"}], "min_approvals": 2}
    made = notice(page_url="https://wap.example/runs/1", approval=rule)
    check(made)
    for expected in (
        "Needs approval: shop (prod)",
        "Requested by: ada",
        "Approval: 0 given; needs 2 approvals by ana",
        "Expires: 2026-03-02T10:11:12Z",
        "Why it needs approval\n• shop.orders: 2 rows removed, 0 allowed",
        "• shop.orders (table) changed: rows 10 added, 2 removed (1,000 → 1,008)",
        "Next\nwap report 20260301_101112_ab12\nwap approve 20260301_101112_ab12 --publish",
    ):
        assert expected in said(made)
    titles = [(each["title"], each["url"]) for each in card(payload(made))["actions"]]
    assert titles == [
        ("Open the run", "https://wap.example/runs/1"),
        ("View report", "https://ci.example/report.html"),
    ]


def test_a_card_without_links_has_no_actions() -> None:
    assert "actions" not in card(payload(notice(report_url=None)))


def test_a_date_function_in_a_name_stays_text() -> None:
    text = said(notice(actor="{{DATE(2026-01-01T00:00:00Z)}}"))
    assert "{\u200b{DATE(" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_harmless_wherever_it_is(name: str) -> None:
    for made in hostile(name):
        check(made)


@pytest.mark.parametrize("seed", range(60))
def test_any_notice_makes_a_card_that_teams_accepts(seed: int) -> None:
    written = check(some_notice(random.Random(seed)))
    assert VALUE not in written
    assert VALUE.split("@")[0] not in written


@pytest.mark.parametrize("event", EVENTS)
def test_the_largest_notice_fits_and_says_what_is_cut(event: str) -> None:
    name = "😀" * 5000
    for made in hostile(name):
        if made.event == event:
            check(made)
    assert "more reasons, see wap report" in said(notice(event, reasons=("x" * 5000,) * 50))


def test_the_notice_is_the_one_of_the_other_channels() -> None:
    assert "Rows: 10 added, 2 removed, 0 changed" in said(NOTICE)
