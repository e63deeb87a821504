"""Start a workspace from a template: files that check, with the line that tells an editor their schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cxmap.dumping import scalar
from cxmap.examples import find_examples
from cxmap.opening import from_files
from cxmap.schema import MODELINE, schema_text
from cxmap.values import RESERVED

SCHEMA_FILE = "cxmap.schema.json"
SMALL = "small"
_TEMPLATES = Path(__file__).resolve().parent / "templates"
_DATA_ENDINGS = frozenset({".yaml", ".csv", ".md", ".svg", ".json", ".jsonl", ".xes"})


class CannotStart(Exception):
    """A workspace cannot be started there; the message says what to do."""


@dataclass(frozen=True)
class Wishes:
    """What a new workspace should be called, and which template it begins with."""

    title: str
    journey: str = "A first journey"
    template: str = SMALL
    year: int = 2027


def find_templates() -> dict[str, Path]:
    """The templates there are: our small one, and every example workspace."""
    found = {SMALL: _TEMPLATES / SMALL}
    examples = find_examples()
    if examples is not None:
        found.update({one.name: one for one in sorted(examples.iterdir()) if (one / "cxmap.yaml").is_file()})
    return found


def id_of(title: str) -> str:
    """The id of a journey with this title: small letters, digits and `_`."""
    made = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    made = re.sub(r"^[^a-z]+", "", made)[:64]
    return made if made and made not in RESERVED else "first_journey"


def make_workspace(wishes: Wishes) -> dict[str, bytes]:
    """The files of a new workspace: path -> content, the schema included.

    Raises:
        CannotStart: there is no such template.
    """
    templates = find_templates()
    if wishes.template not in templates:
        known = ", ".join(f"`{name}`" for name in templates)
        raise CannotStart(f"`{wishes.template}` is not a template; write one of {known}")
    files = dict(_filled(templates[wishes.template], wishes))
    texts = {path: content for path, content in files.items() if path.endswith(".yaml")}
    files[SCHEMA_FILE] = schema_text(workspace=from_files(texts)).encode()
    return dict(sorted(files.items()))


def _filled(folder: Path, wishes: Wishes) -> Iterator[tuple[str, bytes]]:
    """The files of a template with the wishes filled in and the modeline above."""
    words: Mapping[str, str] = {
        "__JOURNEY_TITLE__": scalar(wishes.journey), "__TITLE__": scalar(wishes.title), "__YEAR__": str(wishes.year),
    }  # fmt: skip
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix not in _DATA_ENDINGS or path.name.startswith("."):
            continue
        name = path.relative_to(folder).as_posix().replace("__JOURNEY__", id_of(wishes.journey))
        content = path.read_bytes()
        if path.suffix == ".yaml":
            text = content.decode()
            for word, value in words.items():
                text = text.replace(word, value)
            content = f"{MODELINE}{'../' * name.count('/')}{SCHEMA_FILE}\n{text}".encode()
        yield name, content


def refuse_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Nothing that is there may be overwritten.

    Raises:
        CannotStart: the folder holds a workspace already, or one of the files.
    """
    if folder.exists() and not folder.is_dir():
        raise CannotStart(f"`{folder.name}` is a file; give a folder")
    if (folder / "cxmap.yaml").exists():
        raise CannotStart(f"`{folder.resolve().name}` holds a workspace already; give another folder")
    taken = next((name for name in files if (folder / name).exists() or (folder / name).is_symlink()), None)
    if taken is not None:
        raise CannotStart(f"`{taken}` is there already; give another folder")
