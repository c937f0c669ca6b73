"""Render the report for a terminal: at most 80 columns, color only on request. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dbt_wap.report.lines import ROOM, STYLES, Line, fold, listed, painted
from dbt_wap.report.relation import Relation
from dbt_wap.report.report import Report
from dbt_wap.report.tests import FailedTest, counts_of_tests
from dbt_wap.report.text_relation import gate, relation_in_full
from dbt_wap.report.text_table import details, overview
from dbt_wap.report.values import plain, some, visible
from dbt_wap.words import counted, status_words

_FAILED_TESTS, _FAILING_ROWS, _QUERY_LINES = 20, 5, 12


def text(report: Report, *, full: bool = False, colour: bool = False) -> str:
    """Return the report in 80 columns; with `full`, show everything known about its relations."""
    title = f"Run {report.run_id} of {report.project} ({report.target})"
    lines = fold(f"{title}, environment {report.env}" if report.env else title, 0, "title")
    if report.built_with:
        lines += fold(f"Built with {' '.join(report.built_with)}", 0)
    lines += _in_full(report) if full else _in_short(report)
    lines += _verdict(report)
    lines += fold(f"Approval: {report.rule}", 0) if report.rule else []
    lines += _next(report)
    shown = (Line(visible(line.text), line.style) for line in lines)
    return "\n".join(painted(line) if colour else line.text for line in shown)


def _in_full(report: Report) -> list[Line]:
    entries = report.relations
    lines = [Line(""), *overview(entries)]
    lines += [line for entry in entries for line in relation_in_full(entry)]
    why_no_values = filter(None, [report.why_no_values(entries)])
    return lines + listed("Notes:", [*why_no_values, *report.notes_on_all(entries)])


def _in_short(report: Report) -> list[Line]:
    entries = report.listed
    lines = _blocked(report) if report.verdict == "blocked" else []
    lines += [Line(""), *overview(entries)]
    lines.append(Line(f"  {counted(report.totals.same, 'relation')} unchanged"))
    lines += _not_built(report)
    for what, found in (("comes from", report.comes_from), ("reaches", report.reach)):
        lines += fold(f"{what}: {found}", 2) if found else []
    lines += details(entries)
    lines += [line for note in report.notes_on_all(entries) for line in fold(note, 2)]
    lines += _gates(entries)
    lines += _tests(report)
    lines += listed("Grants:", report.grant_facts)
    lines += listed("Hooks:", report.hooks)
    lines += [Line("")] if report.prod_changed else []
    for sentence in report.prod_changed:
        lines += fold(f"Prod changed since the clone: {sentence}", 0, "warn")
    return lines


def _not_built(report: Report, limit: int = 5) -> list[Line]:
    """Return a line for each reason, most relations first."""
    found = sorted(report.not_built, key=lambda each: -len(each[1]))
    lines = [
        line
        for why, names in found[:limit]
        for line in fold(f"{counted(len(names), 'relation')} not built ({why}): {some(names)}", 2)
    ]
    if rest := sum(len(names) for _, names in found[limit:]):
        reasons = counted(len(found) - limit, "other reason")
        lines += fold(f"{counted(rest, 'more relation')} not built, for {reasons}", 2)
    return lines


def _gates(entries: Sequence[Relation]) -> list[Line]:
    lines: list[Line] = []
    for entry in entries:
        for result in entry.gates:
            if result.outcome != "pass":
                line = f"{result.outcome} {entry.label}: {gate(result)}"
                lines += fold(line, 2, STYLES[result.outcome])
    return [Line(""), Line("Gates:", "title"), *lines] if lines else []


def _tests(report: Report) -> list[Line]:
    lines = [Line(""), Line(f"Tests: {counts_of_tests(report.tests)}")]
    already_shown = report.failures if report.verdict == "blocked" else []
    for test in report.failed_tests:
        if test.status != "skip" and test not in already_shown:
            lines += _test(test)
    if skipped := [test.name for test in report.failed_tests if test.status == "skip"]:
        lines += fold(f"skipped: {some(skipped)}", 2)
    if report.untested:
        lines += fold(f"no tests: {some(report.untested_names)}", 2)
    return lines


def _test(test: FailedTest) -> list[Line]:
    """Return a test that did not pass: dbt's message, sample rows and the query."""
    message = (test.message or "").strip().splitlines()
    why = f": {message[0]}" if message else ""
    lines = fold(f"{test.status} {test.name}{why}", 2, STYLES.get(test.status))
    groups = test.groups[:_FAILING_ROWS]
    for row, times in groups:
        cells = some([f"{name} = {plain(value)}" for name, value in row.items()], 12, ", and ")
        lines += fold(f"{cells} ({times} rows)" if times > 1 else cells, 6)
    for fact in test.facts(sum(times for _, times in groups)):
        lines += fold(fact, 6)
    for line in test.query_lines(_QUERY_LINES):
        indent = min(6 + len(line) - len(line.lstrip()), ROOM // 2)
        lines += fold(line, indent, "quiet")
    return lines


def _blocked(report: Report) -> list[Line]:
    """Return the failed tests and the reasons why the run is blocked."""
    failed = report.failures
    lines = [Line(""), Line("What failed:", "title")] if failed else []
    for test in failed[:_FAILED_TESTS]:
        lines += _test(test)
    if len(failed) > _FAILED_TESTS:
        lines += fold(f"and {counted(len(failed) - _FAILED_TESTS, 'more test')}", 2)
    return lines + listed("Why it is blocked:", (f"- {reason}" for reason in report.reasons))


def _verdict(report: Report) -> list[Line]:
    verdict = f"Verdict: {status_words(report.verdict)}"
    lines = [Line(""), Line(verdict, STYLES.get(report.verdict))]
    if report.expires:
        lines.append(Line(f"  expires {report.expires}"))
    for warning in report.warnings:
        lines += fold(f"- warning: {warning}", 2)
    for each in report.reads_prod:
        lines += fold(f"- {each.node} reads prod (reads_prod: true): {', '.join(each.reads)}", 2)
    for override in report.overrides:
        who = f"{override.by} at {override.at[:19]}Z"
        lines += fold(f"- gate {override.gate} overridden by {who}: {override.reason}", 2)
    return lines


def _next(report: Report) -> list[Line]:
    """Return the next steps; a command is never folded but moves below its label if too long."""
    longest = max((len(what) for what, _ in report.steps), default=0)
    lines = []
    for what, command in report.steps:
        beside = f"  {what:<{longest}}  {command}"
        fits = len(beside) <= ROOM
        lines += [beside] if fits else [f"  {what}", f"      {command}"]
    return [Line(""), Line("Next:", "title"), *map(Line, lines)] if lines else []
