"""Where every element is written, so that a finding can point at its line."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxmap.place import Place
from cxmap.tree import Map, Seq, unpack

Key = tuple[str, str, str]  # journey ("" for registers), kind, id


@dataclass
class Places:
    """The place of each element: looked up by journey, kind and id.

    The trees themselves are kept, so that a field of an element can be pointed at as well.
    """

    layer: str = "as-is"
    marks: dict[Key, tuple[str, int]] = field(default_factory=dict)
    nodes: dict[Key, tuple[str, object]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def add(
        self, journey: str, kind: str, identifier: str, file: str, mark: int, node: object = None
    ) -> None:
        """Remember where an element is written; `node` is what stands behind its key."""
        self.marks[(journey, kind, identifier)] = (file, mark)
        if node is not None:
            self.nodes[(journey, kind, identifier)] = (file, node)

    def find(self, journey: str, kind: str | None, identifier: str, *, way: str | None = None) -> Place:
        """The place of an element; of one of its ways on when `way` names the target.

        Falls back to the journey's first line for what is not written anywhere.
        """
        for key in self._keys(journey, kind, identifier):
            if key in self.marks:
                return (self._way(key, way) if way else None) or self._place(*self.marks[key])
        return Place(self.files.get(journey, ""), 1, 1)

    def find_field(self, journey: str, kind: str, identifier: str, field_name: str) -> Place | None:
        """The place of a field of an element; None when it is not written."""
        for key in self._keys(journey, kind, identifier):
            held = self.nodes.get(key)
            if held and isinstance(held[1], Map) and field_name in held[1]:
                return self._place(held[0], held[1].mark_of(field_name))
        return None

    def _keys(self, journey: str, kind: str | None, identifier: str) -> list[Key]:
        kinds = [kind] if kind else KINDS
        return [(home, one, identifier) for one in kinds for home in (journey, "")]

    def _way(self, key: Key, target: str) -> Place | None:
        file, node = self.nodes.get(key, ("", None))
        if not isinstance(node, Map):
            return None
        for field_name in ("next", "fails", "recover", "exits"):
            ways = node.get(field_name)
            if isinstance(ways, Map) and target in ways:
                return self._place(file, ways.mark_of(target))
            if isinstance(ways, Seq) and target in ways:
                return self._place(file, ways.marks[ways.index(target)])
            if ways == target:
                return self._place(file, node.value_mark_of(field_name))
        return None

    @staticmethod
    def _place(file: str, mark: int) -> Place:
        return Place(file, *unpack(mark)) if mark else Place(file, 1, 1)


KINDS = [
    "touchpoint", "stage", "promise", "persona", "owner", "system", "data", "purpose", "metric", "source", "log",
    "segment", "unit", "stakeholder", "model", "sharing", "journey",
]  # fmt: skip
