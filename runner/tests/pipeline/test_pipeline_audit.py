"""A query that fails is repeated before its relation counts as unreadable."""

from __future__ import annotations

from typing import Any

import pytest
from dbt_wap.errors import ConfigError, DbtFailed, Locked, WapError
from dbt_wap.pipeline.audit import MOST_FAILED, compare

CONVERSION = "Runtime Error\n  Conversion Error: Could not convert string 'secret' to INT32"


class Audits:
    """Attempts of an audit, each of which ends as scripted."""

    def __init__(self, *ends: WapError | dict[str, Any]) -> None:
        self.ends = list(ends)
        self.given: list[dict[str, Any]] = []
        self.said: list[str] = []

    def __call__(self, **given: Any) -> Any:
        self.given.append({name: type(value)(value) for name, value in given.items()})
        end = self.ends.pop(0)
        if isinstance(end, WapError):
            raise end
        return end

    def compare(self) -> Any:
        return compare(self, self.said.append)

    def error(self) -> WapError:
        with pytest.raises(WapError) as caught:
            self.compare()
        return caught.value


def broken(asked: str | None, what: str = CONVERSION) -> DbtFailed:
    return DbtFailed("diff_report", what, asked=asked)


def test_a_relation_is_unreadable_once_it_failed_twice() -> None:
    audits = Audits(broken("s.v"), broken("s.v in the candidate"), {"verdict": "blocked"})
    assert audits.compare() == {"verdict": "blocked"}
    reasons = {"s.v in the candidate": "Conversion Error"}
    assert audits.given == [
        {},
        {"failed": {}, "suspects": ["s.v"]},
        {"failed": reasons, "suspects": ["s.v"]},
    ]
    assert audits.said == [f"warning: {CONVERSION}"]


def test_an_error_that_does_not_come_back_is_none() -> None:
    audits = Audits(broken("s.v", "Connection lost"), {"verdict": "pass"})
    assert audits.compare() == {"verdict": "pass"}
    assert audits.said == []


@pytest.mark.parametrize(
    "end", [broken(None), broken(None, "Connection refused"), Locked("audit", "bob has it")]
)
def test_a_warehouse_that_is_gone_is_no_broken_relation(end: WapError) -> None:
    assert Audits(end).error() is end
    assert Audits(broken("s.v"), end).error() is end


def test_a_query_about_several_relations_fails_as_it_does() -> None:
    together = broken("hashing 50 of 60 tables", "out of memory")
    audits = Audits(together, together, ConfigError("audit", "no relation"))
    assert audits.error() is together
    config = ConfigError("project", "no dbt_project.yml")
    assert Audits(config).error() is config


def test_an_audit_gives_up_after_many_relations() -> None:
    ends = [broken(f"s.v{number}") for number in range(MOST_FAILED + 1) for _ in range(2)]
    audits = Audits(*ends)
    error = audits.error()
    assert isinstance(error, DbtFailed)
    assert error.asked == f"s.v{MOST_FAILED}"
    assert len(audits.said) == MOST_FAILED


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("Runtime Error\n  Out of Range Error: Overflow (9 + 1)!", "Out of Range Error"),
        ("Runtime Error\n  Invalid Input Error: Some Error: x", "Invalid Input Error"),
        ("Database Error\n  100038 (22018): Numeric value 'x' is bad", "100038 (22018)"),
        ("Database Error\n  oh: 'x' is bad", "its query fails"),
    ],
)
def test_the_reason_quotes_no_value(what: str, kind: str) -> None:
    audits = Audits(broken("s.v", what), broken("s.v", what), {})
    audits.compare()
    assert audits.given[-1]["failed"] == {"s.v": kind}
