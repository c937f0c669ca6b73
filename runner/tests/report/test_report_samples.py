"""Sample rows never show two values alike, and say so only where it is needed."""

from __future__ import annotations

from typing import Any

import pytest
from dbt_wap.report.definition import Change
from dbt_wap.report.samples import ChangedRow, Sample, spelled_out
from dbt_wap.report.values import plain


def one_row(before: Any, after: Any, retyped: tuple[str, str] | None = None) -> tuple[str, str]:
    """How the two values of a changed row are shown."""
    types = [Change("v", *retyped)] if retyped else []
    row = ChangedRow({"id": "1"}, {"v": before}, {"v": after}, ("v",))
    (shown,) = Sample(changed=(row,)).for_display(types).changed
    return plain(shown.before["v"]), plain(shown.after["v"])


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("caf\u00e9", "cafe\u0301", ("caf\\xe9", "cafe\\u0301")),
        ("paypal", "p\u0430yp\u0430l", ("paypal", "p\\u0430yp\\u0430l")),
        ("\u0421\u0415\u041e", "CEO", ("\\u0421\\u0415\\u041e", "CEO")),
        ("1-2", "1\u20132", ("1-2", "1\\u20132")),
        ("x\u2019s", "x's", ("x\\u2019s", "x's")),
        ("\ufb01t", "fit", ("\\ufb01t", "fit")),
        ("\uff21", "A", ("\\uff21", "A")),
        ("d\u0131n", "din", ("d\\u0131n", "din")),
        ("a\u0323\u0307", "a\u0307\u0323", ("a\\u0323\\u0307", "a\\u0307\\u0323")),
        ("a\ufe0f", "a", ("a\\ufe0f", "a")),
        ("M\u00fcller", "Mueller", ("M\u00fcller", "Mueller")),
        ("caf\u00e9", "cafe", ("caf\u00e9", "cafe")),
        ("\u043c\u0438\u0440", "\u0440\u0438\u043c", ("\u043c\u0438\u0440", "\u0440\u0438\u043c")),
    ],
)
def test_texts_that_look_alike_show_the_codes_of_what_differs(
    before: str, after: str, shown: tuple[str, str]
) -> None:
    assert one_row(before, after) == shown
    assert one_row(after, before) == shown[::-1]


def test_different_values_with_the_same_text_show_their_types() -> None:
    assert one_row("0.1", "0.1", ("FLOAT", "DOUBLE")) == ("0.1 «FLOAT»", "0.1 «DOUBLE»")
    assert one_row("1", "2", ("FLOAT", "DOUBLE")) == ("1", "2")


def test_different_values_with_the_same_text_and_type_get_a_note() -> None:
    assert one_row("0.3", "0.3") == ("0.3", "0.3 «different value, same text»")
    assert one_row("x", "x\u0000") == ("x", "x\\x00")


def test_lookalikes_in_rows_without_a_key_are_distinguished_too() -> None:
    found = Sample(({"v": "p\u0430ypal"},), ({"v": "paypal"},)).for_display(())
    assert plain(found.added[0]["v"]) == "p\\u0430ypal"
    assert plain(found.removed[0]["v"]) == "paypal"


def test_only_what_is_ambiguous_is_spelled_out() -> None:
    assert spelled_out(["Zürich", "Genève", None, "Bern"]) == frozenset()
    assert spelled_out(["5 €", "5 £", "👍", "👎"]) == frozenset()
    assert spelled_out([]) == frozenset()
