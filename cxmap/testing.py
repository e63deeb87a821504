"""Test kit for plugin authors: build a journey from a few lines, run one check, compare what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cxmap.checks import Check, Finding, Unknown
from cxmap.explaining import explain

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.workspace import Workspace

TODAY = date(2026, 11, 1)


def workspace(text: str | Mapping[str, str]) -> Workspace:
    """Build a workspace from one fragment, or from the text of several files by name.

    A fragment is completed: top keys that are no fields are touchpoints, and names nobody defines are
    defined bare.
    """
    from cxmap.opening import from_files, from_fragment

    return from_fragment(text) if isinstance(text, str) else from_files(text)


def journey(text: str) -> JourneyGraph:
    """Build the graph of the one journey in a fragment."""
    return workspace(text).graphs[0]


@dataclass(frozen=True)
class Said:
    """What a check said about a workspace, each line `element: message` or `element: missing field`."""

    finds: tuple[str, ...]
    unknown: tuple[str, ...]


def run(
    check: Check, text: str | Mapping[str, str], *, as_of: date = TODAY, **options: object
) -> tuple[Finding | Unknown, ...]:
    """Run one check over a fragment and return what it yields, elements by name."""
    return tuple(_run(check, workspace(text), as_of, options))


def say(check: Check, text: str | Mapping[str, str], *, as_of: date = TODAY, **options: object) -> Said:
    """Run one check over a fragment and return what it says, sorted."""
    from cxmap.naming import bare

    finds, unknown = [], []
    for result in run(check, text, as_of=as_of, **options):
        if isinstance(result, Finding):
            finds.append(f"{bare(str(result.element))}: {result.message}")
        else:
            unknown.append(f"{bare(str(result.element))}: {result.missing}")
    return Said(tuple(sorted(finds)), tuple(sorted(set(unknown))))


def assert_finds(
    check: Check,
    text: str | Mapping[str, str],
    *messages: str,
    as_of: date = TODAY,
    **options: object,
) -> None:
    """Assert that a check finds exactly this; a message may begin with its element, `call: ...`."""
    found = say(check, text, as_of=as_of, **options).finds
    without_element = tuple(sorted(line.partition(": ")[2] for line in found))
    if messages and (tuple(sorted(messages)) in (found, without_element)):
        return
    if found and not messages:
        return
    raise AssertionError(_difference(check, "find", sorted(messages) or ["something"], found))


def assert_unknown(
    check: Check,
    text: str | Mapping[str, str],
    *missing: str,
    as_of: date = TODAY,
    **options: object,
) -> None:
    """Assert that a check lacks exactly these facts, each `element: field` or `field`."""
    lacked = say(check, text, as_of=as_of, **options).unknown
    fields = tuple(sorted({line.partition(": ")[2] for line in lacked}))
    if tuple(sorted(missing)) not in (lacked, fields) or not lacked:
        raise AssertionError(_difference(check, "lack", sorted(missing), lacked))


def assert_silent(
    check: Check, text: str | Mapping[str, str], *, as_of: date = TODAY, **options: object
) -> None:
    """Assert that a check is clean: it finds nothing and lacks nothing."""
    said = say(check, text, as_of=as_of, **options)
    if said.finds:
        raise AssertionError(_difference(check, "find", ["nothing"], said.finds))
    if said.unknown:
        raise AssertionError(_difference(check, "lack", ["nothing"], said.unknown))


def assert_documented(check: Check) -> None:
    """Assert that a check's docstring has both examples, that they hold, and that it names every option."""
    page = explain(check.doc)
    if not page.summary or not page.why:
        raise AssertionError(f"`{check.name}` does not say what it finds and why anybody would care")
    if not page.passes or not page.fails:
        raise AssertionError(f"the docstring of `{check.name}` needs a `Passes::` and a `Fails::` example")
    missing = sorted(set(check.options.model_fields) - set(page.options))
    if missing:
        raise AssertionError(f"the docstring of `{check.name}` does not explain {', '.join(missing)}")
    for text in page.passes:
        assert_silent(check, text)
    for text in page.fails:
        assert_finds(check, text)


def run_case_file(path: str | Path, checks: Sequence[Check]) -> Iterator[str]:
    """Run the cases of one YAML file, and yield the name of each as it holds.

    The file names its `check:`; every other key is a case: `journey:` (a fragment) or `files:`
    (name -> text), and `finds:`, `unknown:`, `options:`, `as_of:` where they matter. A case without
    `finds` and `unknown` must be clean.
    """
    import yaml

    cases = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    named = cases.pop("check")
    check = next((each for each in checks if named in (each.code, each.name)), None)
    if check is None:
        raise AssertionError(f"{path}: no check is called `{named}`")
    for title, case in cases.items():
        try:
            _run_case(check, case)
        except AssertionError as error:
            raise AssertionError(f"{path}: {title}: {error}") from None
        yield title


def _run_case(check: Check, case: Mapping[str, object]) -> None:
    unknown_keys = set(case) - {"journey", "files", "finds", "unknown", "options", "as_of"}
    if unknown_keys or ("journey" in case) == ("files" in case):
        raise AssertionError(f"a case has `journey` or `files`, and no {sorted(unknown_keys)}")
    text = case.get("journey", case.get("files"))
    as_of, options = case.get("as_of", TODAY), case.get("options", {})
    assert isinstance(text, str | dict)
    assert isinstance(as_of, date)
    assert isinstance(options, dict)
    said = say(check, text, as_of=as_of, **options)
    finds, unknown = _lines(case.get("finds", ())), _lines(case.get("unknown", ()))
    if said.finds != finds:
        raise AssertionError(_difference(check, "find", finds or ["nothing"], said.finds))
    if said.unknown != unknown and ("unknown" in case or not finds):
        raise AssertionError(_difference(check, "lack", unknown or ["nothing"], said.unknown))


def _lines(written: object) -> tuple[str, ...]:
    return tuple(sorted([written] if isinstance(written, str) else [str(line) for line in written or ()]))  # type: ignore[attr-defined]


def _run(
    check: Check, built: Workspace, as_of: date, options: Mapping[str, object]
) -> Iterator[Finding | Unknown]:
    from cxmap.naming import named
    from cxmap.options import read_options

    read = read_options(check.options, dict(options))
    subjects = [built] if check.scope == "workspace" else list(built.graphs)
    for subject in subjects:
        arguments = (subject, as_of) if check.needs_date else (subject,)
        for result in check(*arguments, **read):
            yield named(result)


def _difference(check: Check, verb: str, wanted: Sequence[str], got: Sequence[str]) -> str:
    said = "\n".join(f"  {line}" for line in got) or "  nothing"
    hoped = "\n".join(f"  {line}" for line in wanted)
    return f"`{check.name}` should {verb}\n{hoped}\nbut it {verb}s\n{said}".replace("finds", "found")
