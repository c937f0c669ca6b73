"""Say why a relation changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dbt_wap.report.values import some


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

    def sentence(self, status: str) -> str:
        """Describe the cause: its own code, the parents that moved, and where that begins."""
        if status in ("added", "removed", "missing"):
            how = "is new" if status == "added" else "was removed"
            return f"its code {how}: {some(self.code, 4)}" if self.code else ""
        moved = self._moved
        if self.code is None and not moved:
            return "why it changed is unknown"
        return "; ".join([*self._own(moved), *self._unknown(), *self._begins()])

    def _own(self, moved: str) -> Iterator[str]:
        if self.code == ():
            if moved:
                yield f"its code did not change; {moved} did"
            elif self._of("unknown"):
                yield "its code did not change"
            else:
                yield "neither its code nor its parents changed"
            return
        known = self.code and f"its code changed: {some(self.code, 4)}"
        yield known or "whether its code changed is unknown"
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
        found = ((what, self._of(what)) for what in ("code", "data"))
        return " and ".join(f"the {what} of {some(names, 4)}" for what, names in found if names)

    def _of(self, moved: str) -> list[str]:
        return [parent.label for parent in self.parents if parent.moved == moved]
