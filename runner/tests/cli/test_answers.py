"""An unclear answer is asked again; no answer means later, or no."""

from __future__ import annotations

import io

import pytest
from dbt_wap.cli.answers import Answer, ask_decision, ask_yes
from dbt_wap.cli.console import Console


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> Console:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return Console(out=io.StringIO(), err=io.StringIO())


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", Answer(None)),
        ("\n", Answer(None)),
        ("l\n", Answer(None)),
        ("  LATER \n", Answer(None)),
        ("p\n", Answer(True, "at the terminal")),
        ("Publish\n", Answer(True, "at the terminal")),
        ("r\nnot final\n", Answer(False, "not final")),
        ("reject\n  \n\n", Answer(None)),
        ("r\n\nr\nno\n", Answer(False, "no")),
        ("r\n", Answer(None)),
        ("y\nyes\nn\n1\npp\n\x1b[A\n", Answer(None)),
        ("y\np\n", Answer(True, "at the terminal")),
    ],
)
def test_a_decision(monkeypatch: pytest.MonkeyPatch, text: str, answer: Answer) -> None:
    assert ask_decision(typed(monkeypatch, text), "Publish run r1 to prod?") == answer


@pytest.mark.parametrize(
    ("text", "yes"),
    [("", False), ("\n", False), ("n\n", False), ("p\n", False), ("y\n", True), ("x\nYes\n", True)],
)
def test_a_yes(monkeypatch: pytest.MonkeyPatch, text: str, yes: bool) -> None:
    assert ask_yes(typed(monkeypatch, text), "Roll back?") == yes
