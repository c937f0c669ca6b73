"""The approval rule of a run, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dbt_wap.notify.notice import Notice
from dbt_wap.words import counted


def given(notice: Notice) -> str:
    """Return how many approvals the run has, such as "1 of 2 approvals"."""
    return f"{len(notice.approvals):,} of {counted(notice.needed, 'approval')}"


def rule_words(rule: Mapping[str, Any]) -> str:
    """Return the approval rule as a phrase, such as "ana or group data-leads may approve"."""
    names = [_approver(each) for each in rule.get("approvers") or ()]
    who = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    text = f"{who or 'anyone'} may approve"
    return f"{text}, except the person who started the run" if _forbids_self(rule) else text


def _forbids_self(rule: Mapping[str, Any]) -> bool:
    return bool(rule.get("forbid_self_approval"))


def _approver(approver: Mapping[str, Any]) -> str:
    """Return the name or the group of an approver, and the kinds of identity it needs."""
    name = f"group {approver['group']}" if approver.get("group") else str(approver.get("name"))
    kinds = approver.get("identity") or ()
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    return f"{name} ({' or '.join(map(str, kinds))})" if kinds else name
