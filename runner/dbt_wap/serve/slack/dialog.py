"""The dialogs, within the limits of Block Kit. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from dbt_wap.errors import WapError
from dbt_wap.model import CanApprove
from dbt_wap.notify.message import WORST_RELATIONS, relation_line
from dbt_wap.notify.slack_text import marked, mrkdwn, plain
from dbt_wap.notify.text import NAME_LIMIT, fit, width
from dbt_wap.report.report import read_report
from dbt_wap.report.rule import rule_words
from dbt_wap.serve.model import RunView
from dbt_wap.serve.slack.payload import DIALOG, Asked, Json
from dbt_wap.serve.slack.texts import ESCAPES, error_text
from dbt_wap.words import counted, status_words

REASON_LIMIT = 1000
TEXT_LIMIT, LINE_LIMIT = 2990, 400
MOST_GATES = 10
OPTION_LIMIT = 75

_TITLES = {"approve": "Approve run", "reject": "Reject run"}
_SUBMIT = {"approve": "Approve", "reject": "Reject"}
_DONE = {"approve": "approved", "reject": "rejected"}


def loading(asked: Asked) -> Json:
    """Return the dialog that is shown while the run is read."""
    return _dialog(asked, [_section(f"Reading run {_code(asked.run_id)} …")])


def refusal(asked: Asked, why: str | WapError) -> Json:
    """Return a dialog that says why the run cannot be decided here."""
    text = why if isinstance(why, str) else error_text(why)
    return _dialog(asked, [_section(text)])


def question(asked: Asked, view: RunView, channel: str) -> Json:
    """Return the dialog that asks for the decision, or says why the person cannot decide."""
    if why := _why_not(asked, view):
        return _dialog(asked, [*_facts(view), _section(why)])
    inputs = _inputs(asked, view.can_approve)
    kept = {"decision": asked.decision, "run_id": asked.run_id, "target": asked.target}
    metadata = json.dumps({**kept, "seen": asked.seen, "channel": channel})
    dialog = _dialog(asked, [*_facts(view), *inputs])
    return {**dialog, "submit": plain(_SUBMIT[asked.decision]), "private_metadata": metadata}


def _why_not(asked: Asked, view: RunView) -> str | None:
    """Return why this decision is not possible now, or None."""
    run, report, can = view.run, view.report, view.can_approve
    if run.target != asked.target:
        return f"This run belongs to the target {_code(run.target)}, not {_code(asked.target)}."
    if view.job and not view.job.done:
        by = fit(view.job.person.name, NAME_LIMIT, ESCAPES)
        return f"{by} already started the {view.job.action}."
    if view.working:
        action, run_id = view.working.action, _code(view.working.run_id)
        return f"A {action} of run {run_id} is running. Click again when it has ended."
    if asked.decision not in run.may or report is None:
        status = status_words(run.status.value)
        return f"The run can no longer be {_DONE[asked.decision]}. Its status is {status}."
    if report["created_at"] != asked.seen:
        return (
            "The run was audited again after this message was sent. Decide on the newest "
            "message or on the page."
        )
    return _lacking(can) if can and asked.decision == "approve" else None


def _lacking(can: CanApprove) -> str | None:
    """Return the conditions of an approval that do not hold, except gates to override."""
    ignored = {"gates"} if can["overridable"] else set()
    lacking = [c for c in can["conditions"] if not c["holds"] and c["name"] not in ignored]
    lines = [fit(condition["text"], LINE_LIMIT, ESCAPES) for condition in lacking]
    return _listed("You cannot approve this run:", lines) if lines else None


def _facts(view: RunView) -> list[Json]:
    """Return what the decision is about."""
    run, can = view.run, view.can_approve
    verdict = status_words(run.verdict) if run.verdict else "none"
    fields = {
        "Run": _code(run.run_id),
        "Target": _code(run.target),
        **({"Environment": _code(run.env)} if run.env else {}),
        "Verdict": fit(verdict, NAME_LIMIT, ESCAPES),
        "Requested by": _code(run.requested_by),
    }
    blocks: list[Json] = [
        {"type": "section", "fields": [mrkdwn(f"*{k}*\n{v}") for k, v in fields.items()]}
    ]
    if view.report:
        report = read_report(view.report).without_values
        changed = [relation for relation in report.listed if relation.differs]
        lines = [marked(relation_line(relation)) for relation in changed[:WORST_RELATIONS]]
        if lines:
            title = f"*Largest changes* of {counted(len(changed), 'changed relation')}"
            blocks.append(_section(_listed(title, lines)))
    if can:
        blocks.append(_section(f"*Approvals*\n{_approvals(can)}"))
    return blocks


def _approvals(can: CanApprove) -> str:
    """Return how many approvals there are, from whom, and who may approve."""
    given = f"{len(can['approvals']):,} of {counted(can['needed'], 'approval')}"
    names = ", ".join(approval["by"] for approval in can["approvals"])
    by = f" (by {fit(names, 1000, ESCAPES)})" if names else ""
    return f"{given}{by}; needs {fit(rule_words(can['rule']), 1000, ESCAPES)}"


def _inputs(asked: Asked, can: CanApprove | None) -> list[Json]:
    """Return the fields to fill in."""
    if asked.decision == "reject" or can is None:
        return [_reason("Reason")]
    gates = can["overridable"] if not _holds(can, "gates") else []
    blocks = []
    if gates:
        hint = "An override needs a reason."
        label = "Override the gates that block the run"
        blocks.append(_checkboxes("override", label, {g: g for g in gates[:MOST_GATES]}, hint))
    blocks.append(_reason("Reason" if gates else "Comment", optional=True))
    if len(can["approvals"]) + 1 >= can["needed"]:
        blocks.append(_checkboxes("publish", "Publish", {"yes": "Publish when approved"}))
    return blocks


def _holds(can: CanApprove, name: str) -> bool:
    return all(c["holds"] for c in can["conditions"] if c["name"] == name)


def _reason(label: str, optional: bool = False) -> Json:
    element = {
        "type": "plain_text_input",
        "action_id": "reason",
        "multiline": True,
        "max_length": REASON_LIMIT,
    }
    return _input("reason", label, element, optional)


def _checkboxes(name: str, label: str, choices: dict[str, str], hint: str = "") -> Json:
    options = [
        {"text": plain(fit(text, OPTION_LIMIT)), "value": value} for value, text in choices.items()
    ]
    element = {"type": "checkboxes", "action_id": name, "options": options}
    block = _input(name, label, element, optional=True)
    return {**block, "hint": plain(hint)} if hint else block


def _input(name: str, label: str, element: Json, optional: bool) -> Json:
    shown = {"label": plain(label), "element": element, "optional": optional}
    return {"type": "input", "block_id": name, **shown}


def _dialog(asked: Asked, blocks: Sequence[Json]) -> Json:
    return {
        "type": "modal",
        "callback_id": DIALOG,
        "title": plain(_TITLES[asked.decision]),
        "close": plain("Close"),
        "blocks": list(blocks),
    }


def _section(text: str) -> Json:
    return {"type": "section", "text": mrkdwn(text)}


def _listed(title: str, lines: Iterable[str]) -> str:
    """Return a title and the lines that fit below it."""
    text = title
    for line in lines:
        if width(text) + width(line) + 3 > TEXT_LIMIT:
            return f"{text}\n…"
        text += f"\n• {line}"
    return text


def _code(value: object) -> str:
    return f"`{fit(value, NAME_LIMIT, ESCAPES)}`"
