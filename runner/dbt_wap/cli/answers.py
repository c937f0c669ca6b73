"""What a person at the terminal is asked."""

from __future__ import annotations

from typing import NamedTuple

from dbt_wap.cli.console import Console

_CHOICES = "[p]ublish, [r]eject, [l]ater"


class Answer(NamedTuple):
    """Publish (True), reject with a reason (False), or later (None)."""

    publish: bool | None
    reason: str = ""


def ask_decision(console: Console, run_id: str) -> Answer:
    """What becomes of a run; Enter and the end of the input mean later, for a later is no loss."""
    while True:
        said = console.ask(f"Run {run_id}: {_CHOICES}? (Enter: later)")
        word = (said or "later").lower()
        if word in ("l", "later"):
            return Answer(None)
        if word in ("p", "publish"):
            return Answer(True, "at the terminal")
        if word in ("r", "reject"):
            reason = console.ask("Why not? (Enter: back to the question)")
            if reason:
                return Answer(False, reason)
        else:
            console.error(f"{word} is none of {_CHOICES}")


def ask_yes(console: Console, question: str) -> bool:
    """Whether a person says yes; Enter and the end of the input mean no."""
    while True:
        word = (console.ask(f"{question} [y/N]") or "no").lower()
        if word in ("y", "yes", "n", "no"):
            return word.startswith("y")
        console.error(f"{word} is neither yes nor no")
