"""A real client talks to the language server over its standard streams."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

JOURNEY = """cxmap: 1
journey: Buy a lamp
outcome: thanks
stages:
  looking:
    owner: shop
    touchpoints:
      see: {channel: web, next: pay}
  buying:
    owner: shop
    touchpoints:
      pay: {channel: web}
      thanks: {channel: email, by: company}
"""
REGISTER = "cxmap: 1\nowners: {shop: {name: The shop, unit: retail}}\n"
Session = Callable[[LanguageClient, str, dict[str, list[lsp.Diagnostic]]], Awaitable[None]]


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    (tmp_path / "cxmap.yaml").write_text("cxmap: 1\n")
    (tmp_path / "lamp.yaml").write_text(JOURNEY)
    (tmp_path / "teams.yaml").write_text(REGISTER)
    return tmp_path


def talk(lamp: Path, session: Session, text: str = JOURNEY) -> None:
    """Start the server, open the journey with a text, and let a session ask."""

    async def run() -> None:
        client = LanguageClient("test", "1")
        told: dict[str, list[lsp.Diagnostic]] = {}
        count = asyncio.Semaphore(0)

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(parameters: lsp.PublishDiagnosticsParams) -> None:
            told[parameters.uri.rpartition("/")[2]] = list(parameters.diagnostics)
            count.release()

        await client.start_io(sys.executable, "-m", "cxmap", "lsp", "--as-of", "2026-11-01")
        await client.initialize_async(lsp.InitializeParams(lsp.ClientCapabilities(), root_uri=lamp.as_uri()))
        client.initialized(lsp.InitializedParams())
        uri = (lamp / "lamp.yaml").as_uri()
        client.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "yaml", 1, text))
        )
        for _ in range(3):
            await asyncio.wait_for(count.acquire(), 30)
        client.told = count  # type: ignore[attr-defined]
        await session(client, uri, told)
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()

    asyncio.run(asyncio.wait_for(run(), 60))


def at(text: str, word: str, offset: int = 1) -> lsp.Position:
    """A position inside the first such word of a text."""
    before = text[: text.index(word) + offset]
    return lsp.Position(before.count("\n"), len(before.rpartition("\n")[2]))


def test_a_sound_file_has_no_errors(lamp: Path) -> None:
    async def session(client: LanguageClient, uri: str, told: dict[str, list[lsp.Diagnostic]]) -> None:
        assert all(
            one.severity != lsp.DiagnosticSeverity.Error or one.code == "GOV002" for one in told["lamp.yaml"]
        )

    talk(lamp, session)


def test_mistakes_are_shown_while_typing_and_go_when_mended(lamp: Path) -> None:
    broken = JOURNEY.replace("channel: web, next", "chanel: web, next")

    async def session(client: LanguageClient, uri: str, told: dict[str, list[lsp.Diagnostic]]) -> None:
        (one,) = told["lamp.yaml"]
        assert (one.code, one.range.start.line, one.range.start.character) == ("LNG001", 7, 12)
        assert one.range.end.character == 18
        actions = await client.text_document_code_action_async(
            lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), one.range, lsp.CodeActionContext([one]))
        )
        assert actions is not None
        assert [action.title for action in actions] == ["write `channel`"]
        change = lsp.TextDocumentContentChangeWholeDocument(JOURNEY)
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(lsp.VersionedTextDocumentIdentifier(2, uri), [change])
        )
        for _ in range(3):
            await asyncio.wait_for(client.told.acquire(), 30)  # type: ignore[attr-defined]
        assert "LNG001" not in [held.code for held in told["lamp.yaml"]]

    talk(lamp, session, broken)


@pytest.mark.parametrize(
    ("line", "expected", "unexpected"),
    [
        ("      ask: {owner: ", {"shop"}, {"web"}),
        ("      ask: {channel: ", {"web", "phone"}, {"shop"}),
        ("      ask: {next: ", {"pay", "thanks", "end"}, {"shop"}),
        ("      ask: {", {"channel", "owner", "moment_of_truth"}, {"shop"}),
    ],
)
def test_what_may_stand_there_is_offered(
    lamp: Path, line: str, expected: set[str], unexpected: set[str]
) -> None:
    text = JOURNEY + line + "\n"

    async def session(client: LanguageClient, uri: str, told: dict[str, list[lsp.Diagnostic]]) -> None:
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(2, uri),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        where = lsp.Position(JOURNEY.count("\n"), len(line))
        items = await client.text_document_completion_async(
            lsp.CompletionParams(lsp.TextDocumentIdentifier(uri), where)
        )
        assert isinstance(items, list)
        labels = {item.label for item in items}
        assert expected <= labels
        assert not unexpected & labels

    talk(lamp, session)


def test_hover_definition_and_rename_know_the_touchpoint(lamp: Path) -> None:
    async def session(client: LanguageClient, uri: str, told: dict[str, list[lsp.Diagnostic]]) -> None:
        document = lsp.TextDocumentIdentifier(uri)
        here = at(JOURNEY, "next: pay", len("next: p"))
        said = await client.text_document_hover_async(lsp.HoverParams(document, here))
        assert said is not None
        assert isinstance(said.contents, lsp.MarkupContent)
        assert "**Pay** (web, page)" in said.contents.value
        where = await client.text_document_definition_async(lsp.DefinitionParams(document, here))
        assert isinstance(where, lsp.Location)
        assert (where.range.start.line, where.range.start.character) == (11, 6)
        made = await client.text_document_rename_async(lsp.RenameParams(document, here, "check_out"))
        assert made is not None
        assert made.changes is not None
        edits = made.changes[uri]
        assert [(edit.range.start.line, edit.new_text) for edit in edits] == [
            (7, "check_out"),
            (11, "check_out"),
        ]

    talk(lamp, session)


def test_an_owner_is_renamed_over_all_files(lamp: Path) -> None:
    async def session(client: LanguageClient, uri: str, told: dict[str, list[lsp.Diagnostic]]) -> None:
        here = at(JOURNEY, "owner: shop", len("owner: s"))
        made = await client.text_document_rename_async(
            lsp.RenameParams(lsp.TextDocumentIdentifier(uri), here, "store")
        )
        assert made is not None
        assert made.changes is not None
        counts = {name.rpartition("/")[2]: len(edits) for name, edits in made.changes.items()}
        assert counts == {"lamp.yaml": 2, "teams.yaml": 1}

    talk(lamp, session)


def test_an_id_that_cannot_be_one_changes_nothing(lamp: Path) -> None:
    async def session(client: LanguageClient, uri: str, told: dict[str, list[lsp.Diagnostic]]) -> None:
        here = at(JOURNEY, "next: pay", len("next: p"))
        made = await client.text_document_rename_async(
            lsp.RenameParams(lsp.TextDocumentIdentifier(uri), here, "Check Out")
        )
        assert made is None

    talk(lamp, session)
