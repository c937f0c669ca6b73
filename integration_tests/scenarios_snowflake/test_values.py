"""How values are compared on Snowflake: collated texts, VARIANTs, exact numbers, other types."""

from __future__ import annotations

from shop import BASE, Publish

APART = {
    "nocase": ("collate('a', 'en-ci')", "collate('A', 'en-ci')"),
    "noaccent": ("collate('e', 'en-ai')", "collate('é', 'en-ai')"),
    "anything": ("to_variant(1)", "to_variant('1')"),
    "zero": ("0::float", "'-0'::float"),
}
NEAR = {
    "long": (
        "12345678901234567890123456789012.0001::number(38,4)",
        "12345678901234567890123456789012.0003::number(38,4)",
    ),
    "cents": ("0.15::number(10,2)", "0.16::number(10,2)"),
}
RETYPED = {
    "yes": ("true", "1::number(38,0)", "NUMBER"),
    "at": ("'2024-01-01 10:00:00'::timestamp_ntz", "'2024-01-01 10:00:00'::timestamp_ltz", "LTZ"),
    "ratio": ("0.5::number(10,2)", "0.5::float", "FLOAT"),
    "count": ("7::number(38,0)", "7::float", "FLOAT"),
    "word": ("7::number(38,0)", "'7'::varchar", "text"),
}
OPTIONS = "'key': ['word', 'name'], 'tolerance': {'long': 0.0001, 'cents': 0.01}"


def side(at: int, *names: str) -> str:
    """The query of one side: a row that differs, and one whose key differs in its case alone."""
    columns = {name: pair[at] for name, pair in [*APART.items(), *NEAR.items(), *RETYPED.items()]}
    rows = [
        "select " + ", ".join([*(f"{sql} as {c}" for c, sql in columns.items()), f"{name} as name"])
        for name in names
    ]
    return " union all ".join(rows)


def test_what_a_user_can_tell_apart_is_a_change_and_nothing_else(publish_first: Publish) -> None:
    small, large = "collate('k', 'en-ci')", "collate('K', 'en-ci')"
    model = (
        f"{{{{ config(meta={{'dbt_wap': {{{OPTIONS}}}}}) }}}} {{% if var('later', false) %}}"
        f"{side(1, small, large)}{{% else %}}{side(0, small, large)}{{% endif %}}"
    )
    tests = "\nvars: {wap_require_tests: false}\n"
    files = {"dbt_project.yml": BASE["dbt_project.yml"] + tests, "models/marts/things.sql": model}
    project = publish_first({**BASE, **files})

    assert project.wap("run", "--vars", "later: true").code == 4

    shown = project.engine.shown
    (entry,) = project.report().values()
    assert entry["rows"] == {"before": 2, "after": 2, "added": 0, "removed": 0, "changed": 2}
    changed = {shown(name): rows for name, rows in entry["columns"]["changed"].items()}
    assert changed == dict.fromkeys([*APART, "long"], 2)
    compared = {shown(each["name"]): each["compared"] for each in entry["columns"]["retyped"]}
    assert set(compared) == set(RETYPED)
    assert all(compared[name].endswith(pair[2]) for name, pair in RETYPED.items()), compared
