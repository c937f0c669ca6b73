"""The approval rule of a run, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dbt_wap.report.reading import read
from dbt_wap.words import counted


@dataclass(frozen=True)
class Approver:
    """A person or a group of a rule, and the identities that the rule demands of them."""

    name: str | None = None
    group: str | None = None
    identity: tuple[str, ...] | None = None

    @property
    def words(self) -> str:
        """Return the approver in words, such as "group data-leads (by proxy)"."""
        who = f"group {self.group}" if self.group else str(self.name)
        return f"{who} (by {' or '.join(self.identity)})" if self.identity else who


@dataclass(frozen=True)
class Rule:
    """Who may approve a run, and how many of them must; without approvers, anyone."""

    approvers: tuple[Approver, ...] = ()
    min_approvals: int = 1
    forbid_self_approval: bool = False

    @property
    def words(self) -> str:
        """Return the rule in words, such as "2 approvals by ana or ben; not by the requester"."""
        *first, last = [each.words for each in self.approvers] or ["anyone"]
        who = f"{', '.join(first)} or {last}" if first else last
        also = "; not by the requester" if self.forbid_self_approval else ""
        return f"{counted(self.min_approvals, 'approval')} by {who}{also}"


ANYONE = Rule()
"""The rule of a project that declares none."""


def rule_words(given: Mapping[str, Any]) -> str:
    """Return a rule in words, from the JSON of a macro."""
    rule: Rule = read(Rule, given)
    return rule.words
