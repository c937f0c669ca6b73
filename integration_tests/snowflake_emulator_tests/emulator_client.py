"""A connection of the real connector with the few verbs the tests need."""

from __future__ import annotations

from typing import Any

import pytest


class Client:
    """A connection; `run` returns all rows, `fails` the error the statement must raise."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        import snowflake.connector

        self.connection = snowflake.connector.connect(**arguments)

    def run(self, sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            rows: list[tuple[Any, ...]] = cursor.execute(sql, parameters).fetchall()
        return rows

    def script(self, text: str) -> None:
        for statement in text.split(";"):
            if statement.strip():
                self.run(statement)

    def value(self, sql: str) -> Any:
        ((value,),) = self.run(sql)
        return value

    def records(self, sql: str) -> list[dict[str, Any]]:
        with self.connection.cursor() as cursor:
            rows = cursor.execute(sql).fetchall()
            names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def names(self, sql: str) -> list[str]:
        return [record["name"] for record in self.records(sql)]

    def fails(self, sql: str, code: int, text: str = "") -> Any:
        import snowflake.connector.errors

        with pytest.raises(snowflake.connector.errors.Error) as caught:
            self.run(sql)
        assert caught.value.errno == code, caught.value
        assert text in str(caught.value)
        return caught.value

    def close(self) -> None:
        self.connection.close()
