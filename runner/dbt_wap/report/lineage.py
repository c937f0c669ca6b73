"""Say where the changes of a run come from and what they reach. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from dbt_wap.report.entry import NOT_BUILT, SAME
from dbt_wap.report.rows import Sides
from dbt_wap.report.values import some
from dbt_wap.report.why import code_of
from dbt_wap.words import counted

ENDS = ("exposure", "metric", "saved_query", "semantic_model")
"""What is downstream of models and is not a relation."""

_CODE = {"seed": "seed", "snapshot": "snapshot code"}


def counted_kind(count: int, noun: str) -> str:
    """Return a count of nodes, such as "2 saved queries"."""
    return counted(count, noun, noun[:-1] + "ies" if noun.endswith("y") else None)


@dataclass(frozen=True)
class Node:
    """A relation, or an exposure, metric or saved query; `state` is that of a relation."""

    id: str = "?"
    kind: str = "model"
    label: str = "?"
    state: str | None = None
    url: str | None = None

    @property
    def differs(self) -> bool:
        """True for a relation that differs from prod."""
        return self.state is not None and self.state not in (*SAME, NOT_BUILT)

    @property
    def noun(self) -> str:
        """Return its kind in words."""
        return self.kind.replace("_", " ")


@dataclass(frozen=True)
class Lineage:
    """The graph around the changes: nodes, and edges from a parent to its child."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Return the edges between two different nodes of the graph."""
        known = {node.id for node in self.nodes}
        pairs = ((edge[0], edge[-1]) for edge in self.edges if len(edge) == 2)
        return [pair for pair in dict.fromkeys(pairs) if known >= set(pair) and len(set(pair)) > 1]


@dataclass(frozen=True)
class Reaches:
    """What is downstream of a changed relation: a number of models, and unique ids."""

    models: int = 0
    exposures: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    saved_queries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Origin:
    """Where changes begin; `reaches` counts the changed relations downstream, itself included."""

    id: str = "?"
    kind: str = "model"
    label: str = "?"
    moved: tuple[str, ...] = ()
    rows: Sides | None = None
    files: tuple[str, ...] = ()
    reaches: int = 0

    @property
    def data(self) -> str:
        """Describe how its rows changed."""
        if not (more := self.more):
            return f"the data of {self.label} changed"
        return f"{self.label} {'got' if more > 0 else 'lost'} {counted(abs(more), 'row')}"

    @property
    def short(self) -> str:
        """Return what changed here in a few words, or "" if that is unknown."""
        words = {"code": code_of(self.id), "data": "data"}
        moved = [word for what, word in words.items() if what in self.moved]
        if moved == ["data"] and (more := self.more):
            return f"{'+' if more > 0 else '−'}{counted(abs(more), 'row')}"
        return f"{' and '.join(moved)} changed" if moved else ""

    @property
    def more(self) -> int:
        """Return how many rows it got, or 0 if that is unknown."""
        rows = self.rows or Sides()
        known = rows.before is not None and rows.after is not None
        return (rows.after or 0) - (rows.before or 0) if known else 0


@dataclass(frozen=True, kw_only=True)
class Traced:
    """The fields of a report about lineage; None or empty in a report of an older release."""

    baseline: str | None = None
    lineage: Lineage = field(default_factory=Lineage)
    reaches: Reaches | None = None
    origins: tuple[Origin, ...] | None = None

    @cached_property
    def reached(self) -> tuple[list[str], list[str], list[str]]:
        """Return the labels of the exposures, metrics and saved queries that a change reaches."""
        label = {node.id: node.label for node in self.lineage.nodes}
        found = self.reaches or Reaches()

        def named(ids: Sequence[str]) -> list[str]:
            return [label.get(each, each.split(".", 2)[-1]) for each in ids]

        return named(found.exposures), named(found.metrics), named(found.saved_queries)

    @property
    def reach(self) -> str:
        """Return what the changes reach, such as "3 models, 1 exposure (Weekly KPI)", or ""."""
        if not self.reaches or not self._changed:
            return ""
        parts = [counted(self.reaches.models, "model")] if self.reaches.models else []
        for noun, labels in zip(("exposure", "metric", "saved query"), self.reached, strict=True):
            if labels:
                parts.append(f"{counted_kind(len(labels), noun)} ({some(labels, 3)})")
        return ", ".join(parts) or "nothing downstream"

    @property
    def comes_from(self) -> str:
        """Return where the changes come from, in one line, or ""."""
        if self.origins is None or not self._changed:
            return ""
        if self.baseline is None:
            if all(node.state == "added" for node in self.lineage.nodes if node.differs):
                return ""
            return "unknown, because there is no published run to compare with"
        unknown = _unknown(self.origins, self._changed)
        parts = [*_data(self.origins), *_code(self.origins), *unknown]
        if self._changed - {origin.id for origin in self.origins}:
            parts.append("the rest follows")
        return "; ".join(parts)

    @property
    def begins(self) -> list[tuple[str, int]]:
        """Return what changed at each origin, and how many changed relations that explains."""
        found = []
        for origin in self.origins or ():
            parts = [origin.data] if "data" in origin.moved else []
            if "code" in origin.moved:
                files = f" ({some(origin.files, 3)})" if origin.files else ""
                parts.append(f"the {code_of(origin.id)} of {origin.label} changed{files}")
            said = " and ".join(parts) or next(_unknown([origin], self._changed))
            found.append((said, origin.reaches))
        return found

    @cached_property
    def _changed(self) -> set[str]:
        return {node.id for node in self.lineage.nodes if node.differs}


T = TypeVar("T", bound=Traced)


def labelled(report: T, labels: Mapping[str, str]) -> T:
    """Return the report with these names of relations in its lineage and origins, by id."""
    nodes = (replace(node, label=labels.get(node.id, node.label)) for node in report.lineage.nodes)
    lineage = replace(report.lineage, nodes=tuple(nodes))
    if report.origins is None:
        return replace(report, lineage=lineage)
    origins = (replace(each, label=labels.get(each.id, each.label)) for each in report.origins)
    return replace(report, lineage=lineage, origins=tuple(origins))


def _data(origins: Sequence[Origin]) -> Iterator[str]:
    """Name the inputs whose rows changed: raw.orders got 5,000 rows; the data of raw.x changed."""
    moved = [origin for origin in origins if "data" in origin.moved]
    grown = [origin for origin in moved if origin.more]
    yield from (origin.data for origin in grown[:3])
    if others := [origin.label for origin in [*grown[3:], *moved] if origin not in grown[:3]]:
        yield f"the data of {some(list(dict.fromkeys(others)), 3)} changed"


def _unknown(origins: Sequence[Origin], changed: Set[str]) -> Iterator[str]:
    """Say of which origins it is unknown why they changed, and of which whether they did."""
    found = [origin for origin in origins if not {"code", "data"} & {*origin.moved}]
    for word, is_change in (("whether", False), ("why", True)):
        if labels := [each.label for each in found if (each.id in changed) == is_change]:
            yield f"{word} {some(labels, 3)} changed is unknown"


def _code(origins: Sequence[Origin]) -> Iterator[str]:
    """Count the changed files, by kind: model code changed: 2 files (a.sql, b.sql)."""
    kinds: dict[str, list[Origin]] = {}
    for origin in origins:
        if "code" in origin.moved:
            kinds.setdefault(_CODE.get(origin.kind, "model code"), []).append(origin)
    for what, found in kinds.items():
        if files := list(dict.fromkeys(file for origin in found for file in origin.files)):
            yield f"{what} changed: {counted(len(files), 'file')} ({some(files, 2)})"
        else:
            yield f"{what} changed: {some([origin.label for origin in found], 3)}"
