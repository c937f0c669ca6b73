"""The message for a notice, before a channel renders it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dbt_wap.notify.notice import Notice
from dbt_wap.notify.text import NAME_LIMIT, clean, is_link
from dbt_wap.report.definition import Change
from dbt_wap.report.relation import Relation
from dbt_wap.report.report import Report
from dbt_wap.report.tests import counts_of_tests
from dbt_wap.words import counted, status_words

TITLE_LIMIT = 108
"""How wide the names in a title are together, so that it fits a header of Slack."""
REASON_LIMIT = 400
WORST_RELATIONS = 3
SHOWN_REASONS = 10
SHOWN_COLUMNS = 3

_REASONS = {
    "audit_failed": "Why it is blocked",
    "waiting": "Why it needs approval",
    "partly_approved": "Why it needs approval",
    "approved": "Why it needed approval",
}


@dataclass(frozen=True)
class Piece:
    """A part of a line: our own words, or a value from outside, shown as text or as code.

    A renderer escapes a value and cuts it to its limit.
    """

    text: str
    limit: int = 0
    is_code: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Listing:
    """A title and lines, and how many there are in all."""

    title: str
    lines: tuple[Line, ...]
    total: int
    noun: str

    def rest(self, shown: int) -> str:
        """Return how many lines are not shown, or an empty string if all are."""
        return counted(self.total - shown, f"more {self.noun}") if shown < self.total else ""


@dataclass(frozen=True)
class Link:
    """A button that opens a page."""

    action_id: str
    label: str
    url: str


@dataclass(frozen=True)
class Message:
    """What every channel says about a notice."""

    title: Line
    facts: tuple[tuple[str, Line], ...]
    listings: tuple[Listing, ...]
    commands: tuple[str, ...]
    links: tuple[Link, ...]


def words(text: str) -> Piece:
    """Return a piece of our own words."""
    return Piece(text)


def value(text: object, limit: int = NAME_LIMIT) -> Piece:
    """Return a value as text, at most `limit` wide."""
    return Piece(str(text), limit)


def code(text: object, limit: int = NAME_LIMIT) -> Piece:
    """Return a value as code, at most `limit` wide."""
    return Piece(str(text), limit, is_code=True)


def joined(pieces: Iterable[Piece], between: str = ", ") -> Line:
    """Return the pieces as one line, with our own words between them."""
    line: list[Piece] = []
    for piece in pieces:
        line += [words(between), piece] if line else [piece]
    return tuple(line)


def title(report: Report, headline: str, limit: int = NAME_LIMIT) -> Line:
    """Return the headline, project, target and environment."""
    places = [report.target, *([report.env] if report.env else [])]
    inside = joined(value(place, limit) for place in places)
    return words(f"{headline}: "), value(report.project, limit), words(" ("), *inside, words(")")


def message(notice: Notice) -> Message:
    """Return what to say about a notice."""
    report = notice.report
    pages = (
        Link("open_run", "Open the run", notice.page_url or ""),
        Link("view_report", "View report", notice.report_url or ""),
        *(Link(f"open_link_{at}", *link) for at, link in enumerate(notice.links)),
    )
    return Message(
        title=title(report, notice.headline, TITLE_LIMIT // (3 if report.env else 2)),
        facts=tuple(_facts(notice)),
        listings=tuple(listing for listing in _listings(notice) if listing.total),
        commands=tuple(map(clean, notice.commands)),
        links=tuple(link for link in pages if is_link(link.url)),
    )


def summary(notice: Notice, headline: str | None = None) -> Line:
    """Return the notice as one paragraph, for notifications and screen readers."""
    report = notice.report
    line = [
        *title(report, headline or notice.headline),
        *(words("; run "), code(report.run_id)),
        *(words(f"; {notice.actor_label.lower()} "), code(notice.actor)),
        words(f"; {counted(len(notice.changed), 'relation')} changed; rows: {totals(report)}"),
    ]
    for reason in notice.reasons[:3]:
        line += [words("; reason: "), value(reason, REASON_LIMIT)]
    if len(notice.reasons) > 3:
        line.append(words(f"; … {counted(len(notice.reasons) - 3, 'more reason')}"))
    line.append(words("; next: "))
    return *line, *joined(code(command, 400) for command in notice.commands)


def totals(report: Report) -> str:
    """Return the rows added, removed and changed, and how many relations are not fully counted."""
    known = report.totals
    text = f"{known.added:,} added, {known.removed:,} removed, {known.changed:,} changed"
    missing = counted(known.uncounted, "relation")
    return f"{text} (not fully counted in {missing})" if known.uncounted else text


def relation_line(relation: Relation) -> Line:
    """Describe one relation: its name, kind, status, row counts and changed columns."""
    rows = relation.rows
    counts = [f"{n:,} {key}" for key, n in rows.moved.items() if n is not None]
    text = "rows " + ", ".join(counts) if counts else "rows not compared"
    if rows.before is not None and rows.after is not None:
        text += f" ({rows.summary})"
    outside = relation.outside_filter
    if outside and (moved := sum(count or 0 for count in outside.moved.values())):
        text += f"; {moved:,} more outside the filter"
    return (
        code(f"{relation.schema}.{relation.name}"),
        *(words(" ("), value(relation.kind, 40), words(") ")),
        *(value(relation.status, 40), words(f": {text}")),
        *_columns(relation),
    )


def _facts(notice: Notice) -> list[tuple[str, Line]]:
    """Return the facts of the message, at most ten, each a label and a line."""
    report = notice.report
    run: Line = (code(report.run_id),)
    if report.git_sha:
        run = (*run, words(", commit "), code(clean(report.git_sha)[:7]))
    facts: list[tuple[str, Line]] = [
        ("Project", _project(report)),
        ("Run", run),
        (notice.actor_label, (code(notice.actor),)),
        ("Verdict", (value(status_words(report.verdict)),)),
        ("Tests", (words(counts_of_tests(report.tests)),)),
        ("Rows", (words(totals(report)),)),
        ("Relations changed", _changed(notice)),
    ]
    if notice.blocking_gates:
        facts.append(("Gates that block", _gates(notice)))
    if report.rule and notice.is_open:
        given = f"{len(notice.approvals):,} given; needs "
        facts.append(("Approval", (words(given), value(report.rule))))
    if notice.expires_at:
        facts.append(("Expires", (code(notice.expires_at),)))
    return facts


def _project(report: Report) -> Line:
    line = (code(report.project), words(", target "), code(report.target))
    return (*line, words(", environment "), code(report.env)) if report.env else line


def _changed(notice: Notice) -> Line:
    """Return how many relations changed, and what that reaches, if it is known."""
    changed = words(f"{len(notice.changed):,} of {len(notice.report.relations):,}")
    reach = notice.report.reach
    return (changed, words("; reaches "), value(reach, REASON_LIMIT)) if reach else (changed,)


def _gates(notice: Notice) -> Line:
    """Name the gates that block the run, and whether each can be overridden."""
    may = set(notice.report.overridable or ())
    line: list[Piece] = []
    for gate in notice.blocking_gates[:SHOWN_REASONS]:
        line += [words("; ")] if line else []
        line += [code(gate, 60), words(f" ({'can' if gate in may else 'cannot'} be overridden)")]
    return tuple(line)


def _listings(notice: Notice) -> Iterable[Listing]:
    """Yield the comment, the failed tests, the reasons and the largest changes."""
    if notice.comment:
        yield Listing("Comment", ((value(notice.comment, REASON_LIMIT),),), 1, "comment")
    tests, reasons, changed = notice.failed_tests, notice.reasons, notice.changed
    failed = tuple((value(test, REASON_LIMIT),) for test in tests[:SHOWN_REASONS])
    yield Listing("What failed", failed, len(tests), "failed test")
    why = tuple((value(reason, REASON_LIMIT),) for reason in reasons[:SHOWN_REASONS])
    yield Listing(_REASONS.get(notice.event, "Reasons"), why, len(reasons), "reason")
    worst = tuple(map(relation_line, changed[:WORST_RELATIONS]))
    yield Listing("Largest changes", worst, len(changed), "changed relation")


def _columns(relation: Relation) -> Line:
    """Name the columns dropped, retyped and added, and count those with changed values."""
    columns, line = relation.columns, list[Piece]()
    groups: tuple[tuple[str, Sequence[str | Change]], ...] = (
        ("dropped", columns.removed),
        ("retyped", columns.retyped),
        ("added", columns.added),
    )
    for word, found in groups:
        for at, column in enumerate(found[:SHOWN_COLUMNS]):
            line += [words(", " if at else f"; columns {word} "), *_column(column)]
        if len(found) > SHOWN_COLUMNS:
            line.append(words(f", … {len(found) - SHOWN_COLUMNS:,} more"))
    if columns.changed:
        line.append(words(f"; values changed in {counted(len(columns.changed), 'column')}"))
    return tuple(line)


def _column(column: str | Change) -> Line:
    """Name a column, with both types if it was retyped."""
    if isinstance(column, str):
        return (code(column, 70),)
    types = (value(column.before, 50), words(" → "), value(column.after, 50))
    return code(column.name, 70), words(" ("), *types, words(")")
