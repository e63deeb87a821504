"""The domain `cxmap`: objects of a workspace that pages define, and references to them from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from cxmap.sphinxext.directives import (
    CheckDirective,
    FindingsDirective,
    JourneyDirective,
    MetricsDirective,
    RegisterDirective,
)

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

KINDS = (
    "journey",
    "stage",
    "touchpoint",
    "persona",
    "segment",
    "owner",
    "system",
    "data",
    "purpose",
    "metric",
    "rule",
)
Entry = tuple[str, str, str]  # page, anchor, title


class ObjectIndex(Index):
    """Every object the pages define, by its first letter."""

    name = "objects"
    localname = "Journeys, touchpoints and their like"
    shortname = "journeys"

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """The entries of the index."""
        wanted = None if docnames is None else set(docnames)
        groups: dict[str, list[IndexEntry]] = {}
        for (kind, name), (page, anchor, title) in sorted(
            self.domain.data["objects"].items(), key=lambda one: one[1][2].lower()
        ):
            if wanted is None or page in wanted:
                entry = IndexEntry(title, 0, page, anchor, kind, "", name)
                groups.setdefault(title[:1].upper() or "?", []).append(entry)
        return sorted(groups.items()), False


class CxmapDomain(Domain):
    """Journeys, touchpoints, personas, owners, metrics and rules as things pages can point at."""

    name = "cxmap"
    label = "cxmap"
    object_types: ClassVar[dict[str, ObjType]] = {kind: ObjType(kind, kind) for kind in KINDS}
    directives: ClassVar[dict[str, Any]] = {
        "journey": JourneyDirective,
        "findings": FindingsDirective,
        "metrics": MetricsDirective,
        "register": RegisterDirective,
        "check": CheckDirective,
    }
    roles: ClassVar[dict[str, Any]] = {kind: XRefRole(warn_dangling=True) for kind in KINDS}
    indices: ClassVar[list[type[Index]]] = [ObjectIndex]
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}, "names": {}}
    data_version = 1
    dangling_warnings: ClassVar[dict[str, str]] = {
        kind: f"there is no {kind} %(target)r on any page" for kind in KINDS
    }

    def note(self, kind: str, name: str, anchor: str, title: str) -> None:
        """A page defines an object; the first page that does is where references lead."""
        self.data["objects"].setdefault((kind, name), (self.env.docname, anchor, title))

    def note_name(self, name: str, code: str) -> None:
        """A rule may be called by its name as well as by its code."""
        self.data["names"][name] = code

    def clear_doc(self, docname: str) -> None:
        """Forget what a page defined."""
        objects = self.data["objects"]
        for key in [key for key, entry in objects.items() if entry[0] == docname]:
            del objects[key]

    def merge_domaindata(self, docnames: Any, otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for key, entry in otherdata["objects"].items():
            if entry[0] in docnames:
                self.data["objects"].setdefault(key, entry)
        self.data["names"].update(otherdata["names"])

    def find(self, kind: str, target: str) -> Entry | None:
        """The object a reference means: by its name, or a touchpoint or stage by its last part when only one fits."""
        objects: dict[tuple[str, str], Entry] = self.data["objects"]
        if kind == "rule":
            target = self.data["names"].get(target, target)
        if (kind, target) in objects:
            return objects[(kind, target)]
        fitting = [
            entry
            for (held, name), entry in objects.items()
            if held == kind and name.rpartition(".")[2] == target
        ]
        return fitting[0] if len(fitting) == 1 else None

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """A link to the object, with its title where the reference gives no text of its own."""
        entry = self.find(typ, target)
        if entry is None:
            return cast("nodes.reference", contnode) if node.get("optional") else None
        page, anchor, title = entry
        if not node.get("refexplicit"):
            contnode = nodes.literal(title, title, classes=contnode.get("classes", []))
        return make_refnode(builder, fromdocname, page, anchor, contnode, title)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Every kind of object a bare reference may mean."""
        found = []
        for kind in KINDS:
            made = self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)
            if made is not None and made is not contnode:
                found.append((f"cxmap:{kind}", made))
        return found

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """What search and inventories list."""
        for (kind, name), (page, anchor, title) in sorted(self.data["objects"].items()):
            yield name, title, kind, page, anchor, 1
