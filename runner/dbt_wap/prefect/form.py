"""The form with which a person decides in Prefect."""

from __future__ import annotations

from typing import Literal

from prefect.input import RunInput
from pydantic import Field

from dbt_wap.notify.message import Line, message
from dbt_wap.notify.notice import Notice
from dbt_wap.notify.text import clean
from dbt_wap.report.document import Report
from dbt_wap.report.markdown_text import cell
from dbt_wap.report.report import read_report

_MOST = 10
NOTE_LIMIT = 400


class Approval(RunInput):
    """The decision about a run."""

    decision: Literal["yes", "no"] = Field(description="yes publishes the candidate")
    who: str = Field(pattern=r"\S", description="Your name, as the approval rule knows it")
    reason: str = Field(default="", description="Required to reject")


def described(
    report: Report, reasons: tuple[str, ...], links: dict[str, str], note: str, until: str
) -> str:
    """Return the facts of a report in Markdown, for the description of the form.

    `note` says what became of the last answer, `until` what happens if no one answers.
    """
    made = read_report(report)
    notice = Notice("waiting", made, made.requested_by or "unknown", reasons)
    known = message(notice)
    lines = [f"# {_marked(known.title)}, run `{clean(made.run_id)}`", ""]
    lines += [f"**{cell(note, NOTE_LIMIT)}**", ""] if note else []
    lines += [f"- {label}: {_marked(line)}" for label, line in known.facts]
    for listing in known.listings:
        shown = listing.lines[:_MOST]
        lines += ["", f"## {listing.title}", "", *(f"- {_marked(line)}" for line in shown)]
        lines += [f"- … {rest}"] if (rest := listing.rest(len(shown))) else []
    lines += ["", *(f"[{label}]({url})  " for label, url in links.items())]
    return "\n".join([*lines, "", until])


def _marked(line: Line) -> str:
    """Return a line in Markdown; a value cannot break out of its code span."""
    return "".join(
        f"`{clean(piece.text)}`" if piece.is_code else _escaped(piece.text, piece.limit)
        for piece in line
    )


def _escaped(text: str, limit: int) -> str:
    """Return our own words as they are, and a value without markup, cut to its limit."""
    return cell(text, limit) if limit else text
