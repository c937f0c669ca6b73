"""The markdown always fits, lists what it omits, and escapes every value."""

from __future__ import annotations

import re
from typing import Any

import pytest
from dbt_wap.report.markdown import MOST
from dbt_wap.report.selection import only
from made_lineage import grown, large
from made_reports import HOSTILE, entry, everywhere, huge, markdown, report, rich

UNESCAPED = r"(?<!\\)(?:\\\\)*"


def rows_of(page: str) -> list[tuple[int, str]]:
    """The lines of tables, each with the number of its cells."""
    lines = [line.rstrip() for line in page.splitlines() if line.startswith("|")]
    return [(len(re.findall(UNESCAPED + r"\|", line)) - 1, line) for line in lines]


def test_the_markdown_has_a_row_for_each_relation_that_differs() -> None:
    both = {
        "key": {"id": "1"},
        "before": {"id": "1", "v": None},
        "after": {"id": "1", "v": "7"},
        "columns": ["v"],
    }
    sample = {"added": [{"id": "4", "v": ""}], "removed": [], "changed": [both]}
    rows = {"before": 1000, "after": 1000, "added": 1, "removed": 1, "changed": None}
    page = markdown(report(entry(sample=sample), entry(name="log", rows=rows, key=None)))
    table = [line for _, line in rows_of(page)]
    assert "| ~ | marts.orders (table) | 10 | 12 | 3 | 1 | 2 |  | replace |" in table
    assert "| ~ | marts.log (table) | 1,000 | 1,000 | 1 | 1 | n/a |  | replace |" in table
    assert "| 4 | *empty* |" in table
    assert "| 1 | *NULL* → **7** |" in table
    assert "wap approve 20261121_101502_k3f9 --publish" in page


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("made", [rich(), everywhere("x"), huge(30, 30)])
def test_every_table_has_as_many_cells_in_each_row_as_in_its_head(
    made: dict[str, Any], full: bool
) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", markdown(made, full=full), re.MULTILINE):
        assert len({cells for cells, _ in rows_of(block)}) == 1, block
        assert re.match(r"\|.*\n\|---", block), block


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_stays_in_its_place(value: str, full: bool) -> None:
    page, harmless = (markdown(everywhere(each), full=full) for each in (value, "x"))
    assert len(page.splitlines()) == len(harmless.splitlines())
    assert [cells for cells, _ in rows_of(page)] == [cells for cells, _ in rows_of(harmless)]
    assert all(char.isprintable() or char in "\n\u200b" for char in page)
    prose = re.sub(r"^(`{3,}).*?^\1$", "", page, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(r"@\w|(?<!&)#\d|GH-\d", prose), "a person or an issue is mentioned"
    title = re.compile(r"<summary>[^<>\n]*</summary>")
    assert len(title.findall(page)) == (1 if full else 2)
    page, harmless = title.sub("", page), title.sub("", harmless)
    for mark in "<`[":
        assert len(re.findall(UNESCAPED + re.escape(mark), page)) == harmless.count(mark)


@pytest.mark.parametrize("value", ["&lt;", "a & b", "é😀"])
def test_a_value_is_shown_as_it_is(value: str) -> None:
    page = markdown(report(entry(sample={"added": [{"a": value}], "removed": [], "changed": []})))
    assert f"| {value.replace('&', '&amp;')} |" in page


def test_white_space_that_a_page_would_fold_is_visible() -> None:
    page = markdown(rich())
    assert "*empty* → **··two··spaces·**" in page
    assert "NULL *(string)* → **line one\\\\nline two\\\\tand a tab**" in page


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    "made",
    [
        huge(500, 1000),
        huge(5000, 10),
        report(*[entry(name="&" * 900, filter="<" * 9000) for _ in range(300)]),
        report(entry(), reasons=["😀" * 5000] * 2000, untested=["*" * 5000] * 2000),
        everywhere("😀&" * 9000),
    ],
    ids=["wide", "many", "long names", "long lists", "long everywhere"],
)
def test_the_page_always_fits_and_says_what_it_left_out(made: dict[str, Any], full: bool) -> None:
    page = markdown(made, full=full)
    assert len(page.encode()) < MOST
    assert "\n### Next steps\n" in page
    if len(made["relations"]) > 5:
        assert "**Omitted for length:**" in page
        assert "--format html > report.html" in page


def test_samples_go_first_then_details_then_rows_of_the_table() -> None:
    some_samples, no_details = markdown(huge(60, 10)), markdown(huge(500, 10))
    assert "Omitted for length:** sample rows of" in some_samples
    assert len(rows_of(some_samples)) > 61
    assert re.search(r"sample rows of \d+ relation.*; details of \d+ rel", no_details)
    assert sum("number" in line for _, line in rows_of(no_details)) == 500
    table_too = markdown(huge(2000, 10))
    assert re.search(r"; [\d,]+ table rows\. Full report", table_too)


def test_a_small_report_is_whole() -> None:
    assert "Omitted" not in markdown(rich())


def test_one_relation_has_its_profile_and_rates() -> None:
    page = markdown(only(rich(), "orders"), full=True)
    assert "| amount | 2,290 | 21 % |" in page
    assert "| amount | DECIMAL(12,2) | 1.0 % → 21 % | 8,204 → 8,911 | 0.10 → -4.00 |" in page
    assert "| email | masked |" in page
    assert "### Tests" not in page


def test_a_definition_cannot_close_its_fence() -> None:
    text = {"before": "a", "after": "a\n```\n````\n# not a heading"}
    page = markdown(report(entry(kind="view", definition=text)))
    assert "`````diff\n" in page
    assert page.count("\n`````\n") == 1


def test_gates_overrides_and_grants_are_listed() -> None:
    page = markdown(rich())
    assert "- **block** max\\_removed: more rows are removed" in page
    assert "- **Overridden:** gate max\\_growth, by grace" in page
    assert "- **Warning:** marts.orders: the share" in page
    assert "lost: SELECT on marts.old\\_orders to bi" in page


def test_the_lineage_is_a_graph_that_mermaid_draws() -> None:
    page = markdown(grown())
    assert "**Comes from:** raw.orders got 5,000 rows; the rest follows\n" in page
    assert "**Reaches:** 2 models, 1 exposure (Weekly KPI)\n" in page
    assert re.findall(r"```mermaid\n(.*?)```", page, re.DOTALL) == [
        """flowchart LR
  n0[/"raw.orders<br>source, #43;5,000 rows"/]
  n1["marts.stg_orders<br>model, changed"]
  n2["marts.orders<br>model, changed"]
  n3["marts.regions<br>model, unchanged"]
  n4(["Weekly KPI<br>exposure"])
  n0 ==> n1
  n1 ==> n2
  n2 ==> n4
  n3 --> n2
  classDef changed stroke-width:3px
  class n0,n1,n2 changed
"""
    ]


@pytest.mark.parametrize(
    "value",
    [
        *HOSTILE,
        *(
            "end",
            "the end",
            "1. one",
            "- a",
            "a;b",
            "A --> B",
            "style a:#b;",
            "#35;",
            "<br>",
            "é日本",
        ),
        *(
            "$$x^2$$",
            "fa:fa-user",
            "subgraph",
            "__a__",
            "_b_",
            "%%{init: {}}%%",
            "https://a.example",
        ),
    ],
)
def test_a_label_of_the_graph_is_only_words_and_codes(value: str) -> None:
    lines = re.findall(r"^  n\d\W.*[\])]$", markdown(everywhere(value)), re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        label = re.fullmatch(r"""  n\d(?:\[/|\(\[|\[)"(.*)<br>[a-z, ]+"(?:/\]|\]\)|\])""", line)
        assert label, line
        assert re.fullmatch(r"([\w ,./-]|…|#\d+;)*", label[1]), line
        assert not re.search(r"\bend\b|__|--|//|\W\.|\. |#(?:92|36|58);(?!#8203;)", label[1]), line


def test_a_graph_has_at_most_60_nodes_and_goes_before_the_details() -> None:
    page = markdown(large(260))
    assert len(re.findall(r"^  n\d+\W*\"", page, re.MULTILINE)) <= 60
    made = large(20)
    made["relations"] += huge(500, 10)["relations"]
    page = markdown(made)
    assert "; the lineage. Full report:" in page
    assert "mermaid" not in page
    assert "**Reaches:**" in page
