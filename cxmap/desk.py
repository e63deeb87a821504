"""A workspace as an editor has it open: files on disk with unsaved texts over them, and what is wrong with them now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cxmap.audit import Settings, audit
from cxmap.config import ConfigError
from cxmap.files import CONFIG, find_root, find_yaml_files, read_file
from cxmap.loading import LoadError, load_files
from cxmap.place import Problem
from cxmap.plugins import Plugins, gather
from cxmap.report import Report
from cxmap.workspace import Workspace

MOST = 4 << 20


@dataclass
class Desk:
    """What an editor sees. `workspace` and `report` are the last ones that could be made."""

    root: Path
    as_of: date
    marked: bool = True
    open_texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    workspace: Workspace | None = None
    report: Report | None = None
    plugins: Plugins = field(default_factory=lambda: gather(only_ours=True))

    @classmethod
    def for_file(cls, path: Path, as_of: date) -> Desk:
        """The desk of the workspace a file belongs to."""
        root, marked = find_root(path)
        return cls(root, as_of, marked)

    def name_of(self, path: Path) -> str | None:
        """The path of a file inside the workspace; None for one elsewhere."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return None

    def change(self, name: str, text: str | None) -> None:
        """Take an unsaved text in, or None when the file is closed."""
        if text is None:
            self.open_texts.pop(name, None)
        else:
            self.open_texts[name] = text

    def refresh(self) -> None:
        """Read and check everything anew; what was known before stays known while something is broken."""
        self.files = {**self._on_disk(), **{name: text.encode() for name, text in self.open_texts.items()}}
        self.problems = ()
        self.report = None
        try:
            self.workspace = load_files(self.files, vocabulary=self.plugins.vocabulary, name=self.root.name)
            self.report = audit(self.workspace, Settings(self.as_of), self.plugins)
        except (LoadError, ConfigError) as error:
            self.problems = error.problems

    def _on_disk(self) -> Mapping[str, bytes]:
        names = find_yaml_files(self.root) if self.marked else tuple(self.open_texts)
        found = {}
        for name in (*names, *((CONFIG,) if self.marked else ())):
            content, problem = read_file(self.root, name, MOST)
            if content is not None and problem is None:
                found[name] = content
        return found

    def text(self, name: str) -> str:
        """A file as the editor has it."""
        return self.files.get(name, b"").decode("utf-8-sig", "replace")
