"""Different values are displayed differently, on one line, and rounding never misleads."""

from __future__ import annotations

import pytest
from dbt_wap.report.values import (
    middle,
    number,
    percent,
    pieces,
    plain,
    short,
    some,
    visible,
    width,
)
from made_reports import HOSTILE


def test_values_that_look_alike_are_reported_apart() -> None:
    alike = [
        *(None, "", "NULL", " NULL", "null", " ", "  ", "a", " a", "a ", "a\n", "a\t", "a\xa0"),
        *("''", "'' «string»", "NULL «string»", "a\\n", "a\\\n", "a\\\\n", "a·", "·a", "\\xa0"),
        *("…", "a\ufe0f", "\\ufe0f", "«string»", "\\xb7", "·", "\u3164", "\u2800", "empty"),
    ]
    assert len({plain(value) for value in alike}) == len(alike)
    assert len({tuple(pieces(value)) for value in alike}) == len(alike)


def test_spaces_that_would_not_show_are_marked_and_others_stay() -> None:
    assert plain(" two words  apart ") == "·two words··apart·"
    assert plain("a\tb\r\n\u202ec") == "a\\tb\\r\\n\\u202ec"


def test_every_character_of_a_value_is_reported_from_every_other() -> None:
    characters = [chr(code) for code in range(0x3100)]
    assert len({plain(f"a{char}b") for char in characters}) == len(characters)
    assert plain("C:\\new «now» ·") == "C:\\\\new «now» \\xb7"


def test_a_value_that_was_cut_says_how_long_it_is_and_where_it_begins() -> None:
    head = {"text": "x" * 200, "start": 0, "length": 1201, "md5": "0cc175b9c0f1b6a8"}
    assert plain(head) == "x" * 200 + "… «1,201 characters, md5 0cc175b9»"
    window = dict(head, text="yz", start=1199)
    assert plain(window) == "…yz «1,201 characters, md5 0cc175b9»"


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_shown_is_on_one_line_and_can_be_written(value: str) -> None:
    for shown in (visible(value), plain(value), plain(value, 20), middle(visible(value), 20)):
        assert shown.isprintable()
        assert shown.encode()
    assert width(plain(value, 20)) <= 20


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, "0 %"),
        (0.00001, "<0.1 %"),
        (0.002, "0.2 %"),
        (0.14, "14 %"),
        (0.995, "99.5 %"),
        (0.99999, ">99.9 %"),
        (1, "100 %"),
        (2.5, "250 %"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(share: float, shown: str) -> None:
    assert percent(share) == shown


def test_numbers_are_grouped_and_shortened_only_where_asked() -> None:
    assert [number(n) for n in (None, 0, 1_234_567)] == ["n/a", "0", "1,234,567"]
    assert [short(n) for n in (None, 999_999, 1_234_567, 10**9, 10**13)] == [
        *("n/a", "999,999", "1.23 M", "1 G", "10 T"),
    ]


def test_a_text_is_cut_in_its_middle_by_the_columns_it_takes() -> None:
    assert middle("short", 5) == "short"
    assert middle("marts.orders_by_region", 11) == "marts…egion"
    assert width(middle("表" * 40, 11)) <= 11


def test_lists_say_how_many_more_there_are() -> None:
    assert some(["a", "b"]) == "a, b"
    assert some([str(n) for n in range(2000)], 2) == "0, 1 and 1,998 more"
