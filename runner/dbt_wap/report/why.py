"""Say why a relation changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dbt_wap.report.values import some


def code_of(node: str) -> str:
    """Return the word for what a node is made from, by its id."""
    return "file" if node.startswith("seed.") else "code"


@dataclass(frozen=True)
class Parent:
    """A parent of a relation, and what of it moved: code, data, unknown or no."""

    id: str = "?"
    label: str = "?"
    moved: str = "unknown"


@dataclass(frozen=True)
class Why:
    """Why a relation changed; `begins` has the labels of the origins, `code` None if unknown."""

    code: tuple[str, ...] | None = None
    data: bool | None = None
    parents: tuple[Parent, ...] = ()
    origins: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()

    def labelled(self, labels: Mapping[str, str], origins: Mapping[str, str], own: str) -> Why:
        """Return it with labels by id: of its parents, and of its origins other than itself."""
        far = (origins[each] for each in self.origins if each in origins and each != own)
        parents = (replace(each, label=labels.get(each.id, each.label)) for each in self.parents)
        return replace(self, begins=tuple(far), parents=tuple(parents))

    def sentence(self, node: str, status: str) -> str:
        """Describe the cause: its own code, the parents that moved, and where that begins."""
        what = code_of(node)
        if status in ("added", "removed", "missing"):
            how = "is new" if status == "added" else "was removed"
            return f"its {what} {how}: {some(self.code, 4)}" if self.code else ""
        moved = self._moved
        if self.code is None and not moved:
            return "why it changed is unknown"
        return "; ".join([*self._own(what, moved), *self._unknown(), *self._begins()])

    def _own(self, what: str, moved: str) -> Iterator[str]:
        if self.code == ():
            if moved:
                yield f"its {what} did not change; {moved} did"
            elif self._of("unknown") or not self.parents:
                yield f"its {what} did not change"
            else:
                yield f"neither its {what} nor its parents changed"
            return
        known = self.code and f"its {what} changed: {some(self.code, 4)}"
        yield known or f"whether its {what} changed is unknown"
        if moved:
            yield f"{moved} changed"

    def _unknown(self) -> Iterator[str]:
        if names := self._of("unknown"):
            yield f"whether {some(names, 4)} changed is unknown"

    def _begins(self) -> Iterator[str]:
        known = {parent.label for parent in self.parents if parent.moved != "no"}
        if far := [label for label in self.begins if label not in known]:
            yield f"comes from {some(far, 4)}"

    @property
    def _moved(self) -> str:
        """Name the parents that moved."""
        found: dict[str, list[str]] = {"code": [], "file": [], "data": []}
        for parent in self.parents:
            if parent.moved in ("code", "data"):
                what = code_of(parent.id) if parent.moved == "code" else "data"
                found[what].append(parent.label)
        return " and ".join(f"the {what} of {some(n, 4)}" for what, n in found.items() if n)

    def _of(self, moved: str) -> list[str]:
        return [parent.label for parent in self.parents if parent.moved == moved]
