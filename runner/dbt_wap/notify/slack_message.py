"""What Slack is told of a run: a notice becomes a Block Kit message, without any row values.

Of a relation only names, types and counts are read, never its `sample`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from dbt_wap.report.relation import OUTCOMES
from dbt_wap.report.report import NOT_BUILT, SAME, severity, steps, summary

EVENTS = ("waiting", "audit_failed", "published", "rejected", "rolled_back", "interrupted")

SECTION_LIMIT = 3000
URL_LIMIT = 3000
NAME_LIMIT = 200
REASON_LIMIT = 400
WORST_RELATIONS = 5
SHOWN_REASONS = 10
SHOWN_COLUMNS = 3

_HEADLINES = {
    "waiting": "Waiting for approval",
    "audit_failed": "Audit failed, prod unchanged",
    "published": "Published",
    "rejected": "Rejected, prod unchanged",
    "rolled_back": "Rolled back",
    "interrupted": "Interrupted, look at prod",
}
_ACTORS = {
    "waiting": "Requested by",
    "audit_failed": "Requested by",
    "published": "Published by",
    "rejected": "Rejected by",
    "rolled_back": "Rolled back by",
    "interrupted": "Begun by",
}
_STATUSES = {"published": "published", "rejected": "rejected", "rolled_back": "rolled_back"}
_REASONS = {"blocked": "Why it is blocked", "needs_approval": "Why it needs approval"}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PLAIN_ESCAPES = {"<": "\u2039", ">": "\u203a"}
_MENTION = re.compile(r"@(?=channel|here|everyone)", re.IGNORECASE)
_SAFE_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_CUT_ROOM = 24
_NOTE_ROOM = 250


@dataclass(frozen=True)
class Notice:
    """One thing that happened to a run, as the people of a channel need to know it."""

    event: str
    project: str
    target: str
    run_id: str
    actor: str
    verdict: str
    reasons: tuple[str, ...] = ()
    relations: tuple[Mapping[str, Any], ...] = ()
    tests: Mapping[str, int] = field(default_factory=dict)
    report_url: str | None = None
    expires_at: str | None = None
    git_sha: str | None = None
    failed_tests: tuple[str, ...] = ()
    overridable: tuple[str, ...] = ()
    keeps_archive: bool = True
    next_command: str | None = None

    def __post_init__(self) -> None:
        """The event is one of EVENTS, or ValueError was raised."""
        if self.event not in EVENTS:
            raise ValueError(f"unknown event {self.event!r}, expected one of {', '.join(EVENTS)}")


def payload(notice: Notice) -> dict[str, Any]:
    """The message Slack accepts for this notice: a fallback text and blocks within all limits."""
    changed = _worst_first(notice.relations)
    blocks = [
        {"type": "header", "text": _plain(_header(notice))},
        {"type": "section", "fields": [_mrkdwn(text) for text in _facts(notice, changed)]},
    ]
    if notice.failed_tests:
        lines = [f"• {_fit(test, REASON_LIMIT)}" for test in notice.failed_tests[:SHOWN_REASONS]]
        blocks.append(_list("What failed", lines, len(notice.failed_tests), "failed test", notice))
    if notice.reasons:
        title = _REASONS.get(notice.verdict, "Reasons")
        lines = [f"• {_fit(reason, REASON_LIMIT)}" for reason in notice.reasons[:SHOWN_REASONS]]
        blocks.append(_list(title, lines, len(notice.reasons), "reason", notice))
    if changed:
        lines = [_relation_line(relation) for relation in changed[:WORST_RELATIONS]]
        blocks.append(_list("Largest changes", lines, len(changed), "changed relation", notice))
    commands = "\n".join(_commands(notice))
    blocks.append({"type": "section", "text": _mrkdwn(f"*Next*\n```\n{commands}\n```")})
    if _is_link(notice.report_url):
        button = {"type": "button", "action_id": "view_report", "text": _plain("View report")}
        blocks.append({"type": "actions", "elements": [{**button, "url": notice.report_url}]})
    return {"text": _fallback(notice, changed), "blocks": blocks}


def _header(notice: Notice) -> str:
    """The event in words, then project and target, as plain text that fits a header."""
    project, target = (_fit(name, 50, _PLAIN_ESCAPES) for name in (notice.project, notice.target))
    return f"{_HEADLINES[notice.event]}: {project} ({target})"


def _facts(notice: Notice, changed: Sequence[Mapping[str, Any]]) -> list[str]:
    """The fields of the message, at most ten, each a bold label and its value."""
    verdict = notice.verdict.replace("_", " ")
    facts = [
        ("Project", f"{_code(notice.project)}, target {_code(notice.target)}"),
        ("Run", _code(notice.run_id)),
        (_ACTORS[notice.event], _code(notice.actor)),
        ("Verdict", _fit(verdict, NAME_LIMIT)),
        ("Tests", _tests(notice.tests)),
        ("Rows", _totals(notice.relations)),
        ("Relations changed", f"{len(changed):,} of {len(notice.relations):,}"),
    ]
    if notice.git_sha:
        facts.append(("Commit", _code(_clean(notice.git_sha)[:7])))
    if notice.expires_at:
        facts.append(("Expires", _code(notice.expires_at)))
    return [f"*{label}*\n{value}" for label, value in facts]


def _fallback(notice: Notice, changed: Sequence[Mapping[str, Any]]) -> str:
    """The notice in one paragraph, for notifications and screen readers."""
    project, target = _fit(notice.project, NAME_LIMIT), _fit(notice.target, NAME_LIMIT)
    parts = [
        f"{_HEADLINES[notice.event]}: {project} ({target})",
        f"run {_code(notice.run_id)}",
        f"{_ACTORS[notice.event].lower()} {_code(notice.actor)}",
        f"{_plural(len(changed), 'relation')} changed",
        f"rows: {_totals(notice.relations)}",
    ]
    parts += [f"reason: {_fit(reason, REASON_LIMIT)}" for reason in notice.reasons[:3]]
    if len(notice.reasons) > 3:
        parts.append(f"… {_plural(len(notice.reasons) - 3, 'more reason')}")
    parts.append("next: " + ", ".join(f"`{command}`" for command in _commands(notice)))
    return "; ".join(parts)


def _commands(notice: Notice) -> list[str]:
    """What to type next, as the report has it, safe to paste whatever the run is called."""
    run = notice.run_id if _SAFE_RUN.fullmatch(notice.run_id) else "RUN_ID"
    back = f"wap rollback {run}" if notice.keeps_archive else "wap run"
    known = {
        "run_id": run,
        "verdict": "blocked" if notice.event == "audit_failed" else "needs_approval",
        "status": _STATUSES.get(notice.event),
        "overridable": [gate for gate in notice.overridable if _SAFE_RUN.fullmatch(gate)],
        "keeps_archive": notice.keeps_archive,
        "next": back,
    }
    if notice.event == "interrupted":
        on = _clean(notice.next_command) if run == notice.run_id else "wap status"
        known.update(status="publish_interrupted", next=on)
    told = steps(known)
    return [f"wap report {run}", *dict.fromkeys(command for _, command in told)]


def _entry(relation: Mapping[str, Any]) -> dict[str, Any]:
    """What is sorted and counted of a relation, as reports have it; no value of a row."""
    columns = _mapping(relation.get("columns"))
    outcome = _mapping(relation.get("gate")).get("verdict")
    lost = _mapping(_mapping(relation.get("definition_changes")).get("constraints"))
    return {
        "schema": str(relation.get("schema")),
        "name": str(relation.get("name")),
        "status": relation.get("status"),
        "publish": relation.get("publish"),
        "rows": _counts(relation.get("rows")),
        "outside_filter": _counts(relation.get("outside_filter")),
        "columns": {"removed": _items(columns.get("removed"))},
        "gate": {"verdict": outcome if outcome in OUTCOMES else "pass"},
        "definition_changes": {"constraints": {"removed": _items(lost.get("removed"))}},
    }


def _counts(rows: object) -> dict[str, int | None]:
    return {key: _count(_mapping(rows).get(key)) for key in ("added", "removed", "changed")}


def _worst_first(relations: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The relations that differ, in the order of the report."""
    differ = (each for each in relations if each.get("status") not in (*SAME, NOT_BUILT))
    return sorted(differ, key=lambda relation: severity(_entry(relation)))


def _relation_line(relation: Mapping[str, Any]) -> str:
    """One relation in names and counts: what became of it, its rows and its columns."""
    name = _code(f"{relation.get('schema', '?')}.{relation.get('name', '?')}")
    kind, status = (
        _fit(relation.get("kind", "relation"), 40),
        _fit(relation.get("status", "changed"), 40),
    )
    rows = _mapping(relation.get("rows"))
    counts = {key: _count(rows.get(key)) for key in ("added", "removed", "changed")}
    details = [f"{n:,} {key}" for key, n in counts.items() if n is not None]
    facts = ["rows " + ", ".join(details) if details else "rows not compared"]
    before, after = _count(rows.get("before")), _count(rows.get("after"))
    if before is not None and after is not None:
        facts[0] += f" ({before:,} → {after:,})"
    outside = _mapping(relation.get("outside_filter"))
    if moved := sum(_count(outside.get(key)) or 0 for key in counts):
        facts.append(f"{moved:,} more outside its filter")
    return f"• {name} ({kind}) {status}: " + "; ".join(facts + _column_facts(relation))


def _column_facts(relation: Mapping[str, Any]) -> list[str]:
    """The columns dropped, retyped and added by name, and how many have other values."""
    columns = _mapping(relation.get("columns"))
    facts = []
    for key, word in (("removed", "dropped"), ("retyped", "retyped"), ("added", "added")):
        found = _items(columns.get(key))
        shown = [_column(each) for each in found[:SHOWN_COLUMNS]]
        if len(found) > SHOWN_COLUMNS:
            shown.append(f"… {len(found) - SHOWN_COLUMNS:,} more")
        if shown:
            facts.append(f"columns {word} {', '.join(shown)}")
    if count := len(_mapping(columns.get("changed"))):
        facts.append(f"values changed in {_plural(count, 'column')}")
    return facts


def _column(entry: Any) -> str:
    """The name of a column, with its types when it was retyped."""
    known = entry if isinstance(entry, Mapping) else {"name": entry}
    name = _code(known.get("name", "?"), 70)
    if "before" in known and "after" in known:
        return f"{name} ({_fit(known['before'], 50)} → {_fit(known['after'], 50)})"
    return name


def _tests(tests: Mapping[str, int]) -> str:
    """How many tests passed, warned, failed and were skipped."""
    known = ((key, _count(tests.get(key)) or 0) for key in ("pass", "warn", "fail", "skip"))
    return ", ".join(f"{count:,} {key}" for key, count in known)


def _totals(relations: Sequence[Mapping[str, Any]]) -> str:
    """The rows added, removed and changed by a publish, and how many are not counted."""
    known = summary({"relations": [_entry(relation) for relation in relations]})
    text = ", ".join(f"{known[key]:,} {key}" for key in ("added", "removed", "changed"))
    missing = known["uncounted"]
    return f"{text} (not fully counted in {_plural(missing, 'relation')})" if missing else text


def _list(title: str, lines: list[str], total: int, noun: str, notice: Notice) -> dict[str, Any]:
    """A section of the lines that fit, and a last line saying how many of the total do not."""
    text, shown = f"*{title}*", 0
    for line in lines:
        if _width(text) + 1 + _width(line) > SECTION_LIMIT - _NOTE_ROOM:
            break
        text, shown = f"{text}\n{line}", shown + 1
    if shown < total:
        text += f"\n… {_plural(total - shown, f'more {noun}')}, see `{_commands(notice)[0]}`"
    return {"type": "section", "text": _mrkdwn(text)}


def _plain(text: str) -> dict[str, Any]:
    """A text object Slack shows as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _mrkdwn(text: str) -> dict[str, Any]:
    """A text object in Slack's markup, in which no plain word becomes a link or a mention."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _code(value: object, limit: int = NAME_LIMIT) -> str:
    """The value as a code span no content can leave, at most `limit` wide."""
    return f"`{_fit(value, limit - 2)}`"


def _fit(value: object, limit: int, escapes: Mapping[str, str] = _ESCAPES) -> str:
    """The value on one line, harmless, at most `limit` wide; a cut is marked and measured."""
    pieces = [escapes.get(char, char) for char in _clean(value)]
    widths = list(accumulate(_width(piece) for piece in pieces))
    if widths[-1] <= limit:
        return "".join(pieces)
    kept = sum(width <= limit - _CUT_ROOM for width in widths)
    return f"{''.join(pieces[:kept])}… ({len(pieces) - kept} characters cut)"


def _clean(value: object) -> str:
    """One line of visible text: no control characters, backticks or mentions of a whole channel."""
    kinds = ((char, unicodedata.category(char)) for char in str(value).replace("`", "'"))
    swaps = {"Cc": " ", "Cf": "", "Cs": "\N{REPLACEMENT CHARACTER}"}
    text = "".join(char if char == "\u200d" else swaps.get(kind, char) for char, kind in kinds)
    return _MENTION.sub("@\u200b", " ".join(text.split())) or "-"


def _width(text: str) -> int:
    """How long Slack may take the text to be, counting a character beyond the BMP as two."""
    return len(text) + sum(char > "\uffff" for char in text)


def _plural(count: int, noun: str) -> str:
    """The count and its noun, with an s unless there is one."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _count(value: object) -> int | None:
    """The value when it is a whole number of a size rows come in, else None."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if abs(value) < 10**18 else None


def _mapping(value: object) -> Mapping[str, Any]:
    """The value when it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def _items(value: object) -> Sequence[Any]:
    """The value when it is a list or tuple, else an empty one."""
    return value if isinstance(value, (list, tuple)) else ()


def _is_link(url: str | None) -> bool:
    """Whether a button may open the URL: http or https, a host, no credentials, short enough."""
    if not url or len(url) > URL_LIMIT or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
