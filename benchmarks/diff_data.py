"""The tables that benchmarks/diff.py compares, made by SQL, and what truly differs in them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

CASES = ("keyed", "identical", "half", "nokey", "composite", "wide", "many")
STORAGE = "v1.5.0"
"""The storage version of the data: the newest that the DuckDB of the peers can open too."""

KINDS = {
    "quantity": ("(i * 7919 % 1000)::integer", "{} + 1"),
    "amount": ("(i * 31 % 1000003 / 100)::decimal(12, 2)", "({} + 1)::decimal(12, 2)"),
    "rate": ("(i * 17 % 1000003 / 1000)::decimal(18, 6)", "({} + 2)::decimal(18, 6)"),
    "status": ("if(i % 97 = 0, null, 's' || i % 11)", "coalesce({} || 'x', 'new')"),
    "day": ("date '2015-01-01' + (i % 4000)::integer", "{} + 1"),
    "moment": ("timestamp '2020-01-01' + to_seconds(i % 100000007)", "{} + interval 1 hour"),
    "active": ("i % 3 = 0", "not {}"),
    "score": ("if(i % 89 = 0, null, sqrt(i))", "coalesce({} + 1, 0)"),
    "token": ("md5(i::varchar)", "reverse({})"),
}
"""The columns beside the key: how a value is made of the row number i, and how it is changed."""

REMOVED = "i % 2000 = 7"
CHANGED = "i % 2000 in (101, 702, 1303)"


@dataclass(frozen=True)
class Counts:
    """What differs in one table; without a key a changed row is one removed and one added."""

    before: int
    after: int
    added: int
    removed: int
    changed: int | None
    columns: dict[str, int] = field(default_factory=dict)

    def as_multiset(self) -> Counts:
        moved = self.changed or 0
        return Counts(self.before, self.after, self.added + moved, self.removed + moved, None)


@dataclass(frozen=True)
class Table:
    """One table of a case: which of its rows change, and how it is made."""

    name: str
    rows: int
    key: dict[str, str] = field(default_factory=lambda: {"id": "i"})
    width: int = 10
    declared: bool = True
    changed: str = CHANGED
    moves: bool = True

    @property
    def values(self) -> dict[str, tuple[str, str]]:
        """The columns beside the key, the kinds over and over until the table is wide enough."""
        names = list(KINDS)
        count = self.width - len(self.key)
        turns = {n: n // len(names) for n in range(count)}
        return {
            names[n % len(names)] + (f"_{turn}" if turn else ""): KINDS[names[n % len(names)]]
            for n, turn in turns.items()
        }

    @property
    def hit(self) -> str:
        """The position of the column that changes in a changed row."""
        return f"(i * 13 // 7) % {len(self.values)}"

    def statements(self) -> list[str]:
        """Prod in the order of the key, and the candidate in another."""
        keys = [f"{sql} as {name}" for name, sql in self.key.items()]
        old = keys + [f"{base} as {name}" for name, (base, _) in self.values.items()]
        new = list(keys)
        for position, (name, (base, other)) in enumerate(self.values.items()):
            hit = f"({self.changed}) and {self.hit} = {position}"
            new.append(
                f"case when {hit} then {other.format(f'({base})')} else {base} end as {name}"
            )
        end = self.rows + (self.rows // 100 if self.moves else 0)
        kept = f"i >= {self.rows} or not ({REMOVED})" if self.moves else "true"
        made = f"range({self.rows}) t(i)"
        shuffled = f"(select i from range({end}) t(i) where {kept} order by hash(i))"
        return [
            f"create table prod.{self.name} as select {', '.join(old)} from {made}",
            f"create table audit_prod.{self.name} as select {', '.join(new)} from {shuffled}",
        ]

    def truth(self, connection: Any) -> Counts:
        """What differs, counted from the rules alone, without the tables."""

        def count(what: str, where: str) -> dict[int, int]:
            sql = f"select {what}, count(*) from range({self.rows}) t(i) where {where} group by 1"
            return dict(connection.execute(sql).fetchall())

        removed = count("0", REMOVED).get(0, 0) if self.moves else 0
        added = self.rows // 100 if self.moves else 0
        hits = count(self.hit, f"({self.changed})" + f" and not ({REMOVED})" * self.moves)
        columns = {name: hits[n] for n, name in enumerate(self.values) if n in hits}
        after = self.rows + added - removed
        return Counts(self.rows, after, added, removed, sum(hits.values()), columns)

    def spec(self) -> dict[str, Any]:
        """What each tool knows about the table."""
        key = list(self.key) if self.declared else []
        return {"name": self.name, "key": key, "columns": [*self.key, *self.values]}


def tables_of(case: str, rows: int) -> list[Table]:
    """The tables of a case, with this many rows in all."""
    if case == "many":
        size = max(rows // 100, 2000)
        equal = [Table(f"t{n:02}", size, changed="false", moves=False) for n in range(99)]
        return [*equal, Table("t99", size)]
    composite = {"account": "(i // 10)::integer", "line": "'L' || (i % 10)"}
    return {
        "keyed": [Table("t", rows)],
        "identical": [Table("t", rows, changed="false", moves=False)],
        "half": [Table("t", rows, changed="i % 2 = 0", moves=False)],
        "nokey": [Table("t", rows, declared=False)],
        "composite": [Table("t", rows, key=composite)],
        "wide": [Table("t", max(rows // 20, 2000), width=200)],
    }[case]


def make(spec: dict[str, Any]) -> dict[str, Any]:
    """The data file of a case is there; returns what truly differs, by table."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"set threads = {spec['threads']}")
        connection.execute(f"set temp_directory = '{spec['file']}.tmp'")
        if spec["memory_limit"]:
            connection.execute(f"set memory_limit = '{spec['memory_limit']}'")
        connection.execute(f"attach '{spec['file']}' as data (storage_version '{STORAGE}')")
        connection.execute("use data; create schema prod; create schema audit_prod")
        truth = {}
        for table in tables_of(spec["case"], spec["rows"]):
            for statement in table.statements():
                connection.execute(statement)
            found = table.truth(connection)
            truth[table.name] = asdict(found if table.declared else found.as_multiset())
    return {"truth": truth}
