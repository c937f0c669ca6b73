"""Every statement that a run sends is Snowflake's SQL to a parser that is not ours."""

from __future__ import annotations

import logging
import re

import pytest
from shop import LATE, ORDERS, SHOP, Publish
from test_readers import READER
from test_snowflake_kinds import DYNAMIC

NOT_PARSED = [
    r"show (future |inherited )?grants ",
    r"show (schemas|objects|parameters|streams|tasks|alerts|pipes|stages|sequences|roles) ",
    r"show (terse|user|file|external|hybrid|event|materialized|dynamic) ",
    r"grant ownership on schema ",
    r"(grant|revoke) [\w, ]+ on \w+( table)? \S+ (to|from) (database role|share|user) ",
    r"(grant|revoke) [\w, ]+ on (future|dynamic) ",
    r"alter schema \S+ (swap with \S+|rename to \S+|unset comment|set comment = )",
    r"alter dynamic table \S+ (suspend|resume)",
    r"create (transient )?schema \S+ clone \S+( at\(timestamp => '[^']+'::timestamp_ltz\))?"
    r"( with managed access)? comment = ",
    r"create schema \S+ comment = ",
    r"drop dynamic table ",
    r"create or replace dynamic table ",
    r"execute immediate (\$\$|')\s*(declare|begin)\s",
]
"""What sqlglot takes for an unknown command; the forms are those of Snowflake's reference."""


def test_every_statement_is_snowflakes_sql(
    publish_first: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    sqlglot = pytest.importorskip("sqlglot")
    caplog.set_level(logging.CRITICAL, logger="sqlglot")
    shop = publish_first({**SHOP, **DYNAMIC}, ORDERS)
    live = shop.engine.live  # type: ignore[attr-defined]
    shop.sql(READER, LATE)
    start = len(live.statements())
    assert shop.wap("doctor").code == 0
    shop.publish()
    shop.sql("insert into raw.orders values (5, 'n', 5, date '2024-01-05')")
    assert shop.wap("run", "--no-publish").code == 0
    shop.sql("update main_marts.orders set amount = amount")
    assert shop.wap("discard").code == 0
    assert shop.wap("rollback").code == 0

    unknown = set()
    for line in live.statements()[start:]:
        text = line.text.strip()
        parsed = sqlglot.parse_one(text, dialect="snowflake")
        if isinstance(parsed, sqlglot.exp.Command) and not any(
            re.match(form, text, re.I) for form in NOT_PARSED
        ):
            unknown.add(text)
    assert sorted(unknown) == []
