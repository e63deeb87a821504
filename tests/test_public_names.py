"""The public names: each has one home, all import, and type checkers see them. Run this file to refresh the stub."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from pathlib import Path

import cxmap

STUB = Path(cxmap.__file__).with_suffix(".pyi")


def stub() -> str:
    """What type checkers should see of the package."""
    homes: dict[str, list[str]] = defaultdict(list)
    for name, home in cxmap._PUBLIC.items():
        homes[home].append(name)
    lines = ["from typing import Final", ""]
    for home in sorted(homes):
        lines += [f"from {home} import {name} as {name}" for name in sorted(homes[home])]
    names = ", ".join(f'"{name}"' for name in sorted(cxmap._PUBLIC))
    lines += [
        "",
        "__version__: Final[str]",
        "_PUBLIC: Final[dict[str, str]]",
        f"__all__ = [{names}]  # noqa: RUF022",
        "",
    ]
    return "\n".join(lines)


def test_every_public_name_imports_from_its_home() -> None:
    for name, home in cxmap._PUBLIC.items():
        assert getattr(cxmap, name) is getattr(import_module(home), name)


def test_no_public_name_is_hidden_by_a_module() -> None:
    """After `import cxmap.x` the attribute `x` is the module, so no public name may be called like one."""
    package = Path(cxmap.__file__).parent
    modules = {path.stem for path in package.glob("*.py")} | {
        path.name for path in package.iterdir() if path.is_dir()
    }
    assert not modules & set(cxmap._PUBLIC)


def test_the_stub_shows_every_public_name() -> None:
    assert STUB.read_text() == stub(), f"run `python {Path(__file__).name}` to refresh {STUB.name}"


def test_an_unknown_name_is_an_attribute_error() -> None:
    try:
        _ = cxmap.nothing_of_the_kind  # type: ignore[attr-defined]
    except AttributeError as error:
        assert "nothing_of_the_kind" in str(error)
    else:
        raise AssertionError("an unknown name resolved")


if __name__ == "__main__":
    STUB.write_text(stub())
