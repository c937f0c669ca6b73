"""Render a notice as a Block Kit message that is safe and within Slack's limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dbt_wap.notify.notice import Notice
from dbt_wap.notify.slack_text import (
    NAME_LIMIT,
    PLAIN_ESCAPES,
    clean,
    code,
    fit,
    is_link,
    mrkdwn,
    plain,
    width,
)
from dbt_wap.report.definition import Change
from dbt_wap.report.relation import Relation
from dbt_wap.report.report import Report
from dbt_wap.report.tests import counts_of_tests
from dbt_wap.words import counted, status_words

SECTION_LIMIT = 3000
REASON_LIMIT = 400
WORST_RELATIONS = 5
SHOWN_REASONS = 10
SHOWN_COLUMNS = 3

_REASONS = {"audit_failed": "Why it is blocked", "waiting": "Why it needs approval"}
_NOTE_ROOM = 250


def payload(notice: Notice) -> dict[str, Any]:
    """Return the message for a notice: a fallback text and blocks, within all limits."""
    changed = [relation for relation in notice.report.listed if relation.differs]
    blocks = [
        {"type": "header", "text": plain(_header(notice))},
        {"type": "section", "fields": [mrkdwn(text) for text in _facts(notice, changed)]},
    ]
    if notice.failed_tests:
        lines = [f"• {fit(test, REASON_LIMIT)}" for test in notice.failed_tests[:SHOWN_REASONS]]
        blocks.append(_list("What failed", lines, len(notice.failed_tests), "failed test", notice))
    if notice.reasons:
        title = _REASONS.get(notice.event, "Reasons")
        lines = [f"• {fit(reason, REASON_LIMIT)}" for reason in notice.reasons[:SHOWN_REASONS]]
        blocks.append(_list(title, lines, len(notice.reasons), "reason", notice))
    if changed:
        lines = [_relation_line(relation) for relation in changed[:WORST_RELATIONS]]
        blocks.append(_list("Largest changes", lines, len(changed), "changed relation", notice))
    commands = "\n".join(_commands(notice))
    blocks.append({"type": "section", "text": mrkdwn(f"*Next*\n```\n{commands}\n```")})
    if is_link(notice.report_url):
        button = {"type": "button", "action_id": "view_report", "text": plain("View report")}
        blocks.append({"type": "actions", "elements": [{**button, "url": notice.report_url}]})
    return {"text": _fallback(notice, changed), "blocks": blocks}


def _header(notice: Notice) -> str:
    """Return the event, project and target as plain text that fits a header."""
    project = fit(notice.report.project, 50, PLAIN_ESCAPES)
    target = fit(notice.report.target, 50, PLAIN_ESCAPES)
    return f"{notice.headline}: {project} ({target})"


def _facts(notice: Notice, changed: Sequence[Relation]) -> list[str]:
    """Return the fields of the message, at most ten, each a bold label and its value."""
    report = notice.report
    facts = [
        ("Project", f"{code(report.project)}, target {code(report.target)}"),
        ("Run", code(report.run_id)),
        (notice.actor_label, code(notice.actor)),
        ("Verdict", fit(status_words(report.verdict), NAME_LIMIT)),
        ("Tests", counts_of_tests(report.tests)),
        ("Rows", _totals(report)),
        ("Relations changed", f"{len(changed):,} of {len(report.relations):,}"),
    ]
    if report.git_sha:
        facts.append(("Commit", code(clean(report.git_sha)[:7])))
    if notice.expires_at:
        facts.append(("Expires", code(notice.expires_at)))
    return [f"*{label}*\n{value}" for label, value in facts]


def _fallback(notice: Notice, changed: Sequence[Relation]) -> str:
    """Return the notice as one paragraph, for notifications and screen readers."""
    report = notice.report
    project, target = fit(report.project, NAME_LIMIT), fit(report.target, NAME_LIMIT)
    parts = [
        f"{notice.headline}: {project} ({target})",
        f"run {code(report.run_id)}",
        f"{notice.actor_label.lower()} {code(notice.actor)}",
        f"{counted(len(changed), 'relation')} changed",
        f"rows: {_totals(report)}",
    ]
    parts += [f"reason: {fit(reason, REASON_LIMIT)}" for reason in notice.reasons[:3]]
    if len(notice.reasons) > 3:
        parts.append(f"… {counted(len(notice.reasons) - 3, 'more reason')}")
    parts.append("next: " + ", ".join(f"`{command}`" for command in _commands(notice)))
    return "; ".join(parts)


def _commands(notice: Notice) -> list[str]:
    """Return the commands to run next."""
    return [clean(command) for command in notice.commands]


def _relation_line(relation: Relation) -> str:
    """Describe one relation: its name, kind, status, row counts and changed columns."""
    name = code(f"{relation.schema}.{relation.name}")
    rows = relation.rows
    counts = [f"{n:,} {key}" for key, n in rows.moved.items() if n is not None]
    facts = ["rows " + ", ".join(counts) if counts else "rows not compared"]
    if rows.before is not None and rows.after is not None:
        facts[0] += f" ({rows.summary})"
    outside = relation.outside_filter
    if outside and (moved := sum(count or 0 for count in outside.moved.values())):
        facts.append(f"{moved:,} more outside the filter")
    details = "; ".join(facts + _column_facts(relation))
    return f"• {name} ({fit(relation.kind, 40)}) {fit(relation.status, 40)}: {details}"


def _column_facts(relation: Relation) -> list[str]:
    """Name the columns dropped, retyped and added, and count those with changed values."""
    columns, facts = relation.columns, []
    for word, found in (
        ("dropped", columns.removed),
        ("retyped", columns.retyped),
        ("added", columns.added),
    ):
        shown = [_column(each) for each in found[:SHOWN_COLUMNS]]
        if len(found) > SHOWN_COLUMNS:
            shown.append(f"… {len(found) - SHOWN_COLUMNS:,} more")
        if shown:
            facts.append(f"columns {word} {', '.join(shown)}")
    if columns.changed:
        facts.append(f"values changed in {counted(len(columns.changed), 'column')}")
    return facts


def _column(column: str | Change) -> str:
    """Name a column, with both types if it was retyped."""
    if isinstance(column, str):
        return code(column, 70)
    return f"{code(column.name, 70)} ({fit(column.before, 50)} → {fit(column.after, 50)})"


def _totals(report: Report) -> str:
    """Return the rows added, removed and changed, and how many relations are not fully counted."""
    known = report.totals
    text = f"{known.added:,} added, {known.removed:,} removed, {known.changed:,} changed"
    missing = counted(known.uncounted, "relation")
    return f"{text} (not fully counted in {missing})" if known.uncounted else text


def _list(title: str, lines: list[str], total: int, noun: str, notice: Notice) -> dict[str, Any]:
    """Return a section with the lines that fit, and a last line that counts the others."""
    text, shown = f"*{title}*", 0
    for line in lines:
        if width(text) + 1 + width(line) > SECTION_LIMIT - _NOTE_ROOM:
            break
        text, shown = f"{text}\n{line}", shown + 1
    if shown < total:
        text += f"\n… {counted(total - shown, f'more {noun}')}, see `{_commands(notice)[0]}`"
    return {"type": "section", "text": mrkdwn(text)}
