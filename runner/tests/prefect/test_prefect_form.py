"""The form has the facts of the report, and no value can make markup in it."""

from __future__ import annotations

import re

import pytest
from dbt_wap.prefect.form import Approval, described
from made_reports import HOSTILE, rich
from pydantic import ValidationError

LINKS = {"Open the flow run": "http://127.0.0.1:4200/runs/flow-run/1"}


def test_the_form_has_the_facts_the_note_and_the_links() -> None:
    text = described(rich(), ("rows were removed",), LINKS, "mallory may not", "Later.")

    assert "mallory may not" in text
    assert "rows were removed" in text
    assert "[Open the flow run](http://127.0.0.1:4200/runs/flow-run/1)" in text
    assert text.endswith("Later.")


def unescaped(text: str) -> str:
    """A text without its escaped characters."""
    return re.sub(r"\\.", "", text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_comes_from_outside_makes_no_markup(hostile: str) -> None:
    plain = unescaped(described(rich(), ("x",), {}, "x", ""))
    text = unescaped(described(rich(), (hostile,), {}, hostile, ""))

    for mark in ("<script", "<img", "](https", "\n# A", "\n| ", "@channel", "\x1b", "\u202e"):
        assert text.count(mark) == plain.count(mark)
    assert len(text.splitlines()) == len(plain.splitlines())


@pytest.mark.parametrize(
    "answer",
    [
        {"decision": "yes"},
        {"who": "ana"},
        {"decision": "maybe", "who": "ana"},
        {"decision": "yes", "who": ""},
        {"decision": "yes", "who": "  "},
        {"decision": "yes", "who": "ana", "force": True},
    ],
)
def test_an_answer_needs_a_decision_and_a_name(answer: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Approval.model_validate(answer)
