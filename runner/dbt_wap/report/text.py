"""The report for a terminal: at most 80 columns, colour only where it is asked for. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dbt_wap.report.lines import ROOM, STYLES, Line, fold, listed, painted
from dbt_wap.report.relation import Relation
from dbt_wap.report.report import Report
from dbt_wap.report.tests import FailedTest
from dbt_wap.report.text_relation import gate, relation_in_full
from dbt_wap.report.text_table import details, overview
from dbt_wap.report.values import plain, some, visible

_FAILED_TESTS, _FAILING_ROWS, _QUERY_LINES = 20, 5, 12


def text(report: Report, *, full: bool = False, colour: bool = False) -> str:
    """The report in 80 columns; `full` shows all that is known of its relations."""
    lines = fold(f"Run {report.run_id} of {report.project} ({report.target})", 0, "title")
    if report.built_with:
        lines += fold(f"Built with {' '.join(report.built_with)}", 0)
    lines += _in_full(report) if full else _in_short(report)
    lines += _verdict(report)
    lines += _next(report)
    shown = (Line(visible(line.text), line.style) for line in lines)
    return "\n".join(painted(line) if colour else line.text for line in shown)


def _in_full(report: Report) -> list[Line]:
    told = report.relations
    lines = [Line(""), *overview(told)]
    lines += [line for entry in told for line in relation_in_full(entry)]
    lines += listed("Values:", filter(None, [report.why_no_values(told)]))
    return lines + listed("Also:", report.notes_on_all(told))


def _in_short(report: Report) -> list[Line]:
    told = report.told
    lines = _blocked(report) if report.verdict == "blocked" else []
    lines += [Line(""), *overview(told)]
    lines.append(Line(f"  {report.totals.same} relation(s) are the same as in prod"))
    lines += _not_built(report)
    lines += details(told)
    lines += [line for note in report.notes_on_all(told) for line in fold(note, 2)]
    lines += _gates(told)
    lines += _tests(report)
    lines += listed("Grants:", report.grant_facts)
    lines += listed("Hooks:", report.hooks)
    for sentence in report.prod_changed:
        lines += fold(f"prod changed since the clone: {sentence}", 2, "warn")
    return lines


def _not_built(report: Report, limit: int = 5) -> list[Line]:
    """A line for each reason, most relations first."""
    found = sorted(report.not_built, key=lambda each: -len(each[1]))
    lines = [
        line
        for why, names in found[:limit]
        for line in fold(f"{len(names):,} not built ({why}): {some(names)}", 2)
    ]
    if rest := sum(len(names) for _, names in found[limit:]):
        lines += fold(f"{rest:,} more not built, for {len(found) - limit} other reasons", 2)
    return lines


def _gates(told: Sequence[Relation]) -> list[Line]:
    lines: list[Line] = []
    for entry in told:
        for result in entry.gates:
            if result.outcome != "pass":
                said = f"{result.outcome} {entry.shown}: {gate(result)}"
                lines += fold(said, 2, STYLES[result.outcome])
    return [Line(""), Line("Gates:", "title"), *lines] if lines else []


def _tests(report: Report) -> list[Line]:
    shown = ", ".join(f"{report.tests[name]} {name}" for name in ("pass", "warn", "fail", "skip"))
    lines = [Line(""), Line(f"Tests: {shown}")]
    told = report.failures if report.verdict == "blocked" else []
    for test in report.failed_tests:
        if test.status != "skip" and test not in told:
            lines += _test(test)
    if skipped := [test.name for test in report.failed_tests if test.status == "skip"]:
        lines += fold(f"did not run: {some(skipped)}", 2)
    if report.untested:
        lines += fold(f"without any test: {some(report.untested_names)}", 2)
    return lines


def _test(test: FailedTest) -> list[Line]:
    """A test that did not pass: what dbt says, some of the rows, and the query that shows them."""
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
    """What failed, then why the run is blocked: what a person looks for first."""
    failed = report.failures
    lines = [Line(""), Line("What failed:", "title")] if failed else []
    for test in failed[:_FAILED_TESTS]:
        lines += _test(test)
    if len(failed) > _FAILED_TESTS:
        lines += fold(f"and {len(failed) - _FAILED_TESTS:,} more tests", 2)
    return lines + listed("Why it is blocked:", (f"- {reason}" for reason in report.reasons))


def _verdict(report: Report) -> list[Line]:
    lines = [Line(""), Line(f"Verdict: {report.verdict}", STYLES.get(report.verdict))]
    if report.waits_until:
        lines.append(Line(f"  waits until {report.waits_until}"))
    for warning in report.warnings:
        lines += fold(f"- warning: {warning}", 2)
    for each in report.reads_prod:
        lines += fold(f"- {each.node} reads prod, as it may: {', '.join(each.reads)}", 2)
    for override in report.overrides:
        who = f"{override.by} at {override.at[:19]}Z"
        lines += fold(f"- gate {override.gate} was overridden by {who}: {override.reason}", 2)
    return lines


def _next(report: Report) -> list[Line]:
    """The commands, never folded: one that is too long stands under what it is for."""
    longest = max((len(what) for what, _ in report.steps), default=0)
    lines = []
    for what, command in report.steps:
        beside = f"  {what:<{longest}}  {command}"
        fits = len(beside) <= ROOM
        lines += [beside] if fits else [f"  {what}", f"      {command}"]
    return [Line(""), Line("Next:", "title"), *map(Line, lines)] if lines else []
