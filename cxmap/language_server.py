"""The language server: what an editor asks, answered from the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from cxmap import __version__
from cxmap.desk import Desk
from cxmap.editing import Edit, complete, definition, hover, quick_fixes, rename, token_at
from cxmap.place import Place, Problem

_LEVELS = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}


class Server(LanguageServer):
    """One desk a workspace; every change of a text is read and checked anew."""

    def __init__(self, as_of: date) -> None:
        super().__init__("cxmap", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.as_of = as_of
        self.desks: dict[Path, Desk] = {}
        self.shown: dict[Path, set[str]] = {}

    def desk_of(self, uri: str) -> tuple[Desk, str] | None:
        """The desk a document lies on, and its name there."""
        path = _path(uri)
        if path is None:
            return None
        desk = Desk.for_file(path, self.as_of)
        held = self.desks.setdefault(desk.root, desk)
        name = held.name_of(path)
        return None if name is None else (held, name)

    def take(self, uri: str, text: str | None) -> None:
        """A document was opened, changed or (None) closed: check its workspace and publish what is wrong."""
        found = self.desk_of(uri)
        if found is None:
            return
        desk, name = found
        desk.change(name, text)
        desk.refresh()
        told: dict[str, list[lsp.Diagnostic]] = {
            file: [] for file in {*desk.files, *self.shown.get(desk.root, ())}
        }
        for problem in desk.problems:
            told.setdefault(problem.place.file, []).append(_of_problem(desk, problem))
        for finding in desk.report.findings if desk.report is not None else ():
            if finding.waived is None:
                level = _LEVELS[finding.severity]
                message = f"{finding.message}\n{finding.code} {finding.name}"
                made = lsp.Diagnostic(
                    _range(desk, finding.place), message, level, finding.code, source="cxmap"
                )
                told.setdefault(finding.place.file, []).append(made)
        for file, diagnostics in sorted(told.items()):
            where = (desk.root / file).as_uri()
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(where, diagnostics))
        self.shown[desk.root] = {file for file, diagnostics in told.items() if diagnostics}


def _path(uri: str) -> Path | None:
    parsed = urlparse(uri)
    return Path(unquote(parsed.path)) if parsed.scheme == "file" else None


def _range(desk: Desk, place: Place) -> lsp.Range:
    """The word at a place, or one character of it."""
    word = token_at(desk.text(place.file), place.line, place.column)
    width = len(word[0]) if word is not None and word[1] == place.column else 1
    start = lsp.Position(place.line - 1, place.column - 1)
    return lsp.Range(start, lsp.Position(place.line - 1, place.column - 1 + width))


def _of_problem(desk: Desk, problem: Problem) -> lsp.Diagnostic:
    return lsp.Diagnostic(
        _range(desk, problem.place),
        problem.message,
        lsp.DiagnosticSeverity.Error,
        problem.code,
        source="cxmap",
    )


def make_server(as_of: date) -> Server:
    """A server with every feature."""
    server = Server(as_of)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(parameters: lsp.DidOpenTextDocumentParams) -> None:
        server.take(parameters.text_document.uri, parameters.text_document.text)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(parameters: lsp.DidChangeTextDocumentParams) -> None:
        document = server.workspace.get_text_document(parameters.text_document.uri)
        server.take(parameters.text_document.uri, document.source)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(parameters: lsp.DidCloseTextDocumentParams) -> None:
        server.take(parameters.text_document.uri, None)

    _add_questions(server)
    _add_changes(server)
    return server


def _add_questions(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[":", " ", "[", ",", "{"])
    )
    def completions(parameters: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        found = _asked(server, parameters)
        if found is None:
            return []
        return [
            lsp.CompletionItem(
                offer.text,
                kind=lsp.CompletionItemKind.Field if offer.is_field else lsp.CompletionItemKind.Value,
                detail=offer.about,
                insert_text=f"{offer.text}: " if offer.is_field else offer.text,
            )
            for offer in complete(*found)
        ]

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(parameters: lsp.HoverParams) -> lsp.Hover | None:
        found = _asked(server, parameters)
        said = hover(*found) if found is not None else None
        return None if said is None else lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, said))

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def defined(parameters: lsp.DefinitionParams) -> lsp.Location | None:
        found = _asked(server, parameters)
        where = definition(*found) if found is not None else None
        if found is None or where is None:
            return None
        return lsp.Location((found[0].root / where.file).as_uri(), _range(found[0], where))


def _add_changes(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_RENAME)
    def renamed(parameters: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        found = _asked(server, parameters)
        if found is None:
            return None
        try:
            edits = rename(*found, parameters.new_name)
        except ValueError as error:
            server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, str(error)))
            return None
        return lsp.WorkspaceEdit(changes=_by_file(found[0], edits))

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]))
    def fixes(parameters: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        found = server.desk_of(parameters.text_document.uri)
        if found is None:
            return []
        desk, name = found
        made = []
        for problem in desk.problems:
            if problem.place.file != name or problem.place.line - 1 != parameters.range.start.line:
                continue
            for text in quick_fixes(problem):
                edit = lsp.TextEdit(_range(desk, problem.place), text)
                change = lsp.WorkspaceEdit(changes={parameters.text_document.uri: [edit]})
                made.append(lsp.CodeAction(f"write `{text}`", lsp.CodeActionKind.QuickFix, edit=change))
        return made


def _asked(server: Server, parameters: Any) -> tuple[Desk, str, int, int] | None:
    found = server.desk_of(parameters.text_document.uri)
    if found is None:
        return None
    return (*found, parameters.position.line + 1, parameters.position.character + 1)


def _by_file(desk: Desk, edits: Iterable[Edit]) -> dict[str, list[lsp.TextEdit]]:
    grouped: dict[str, list[lsp.TextEdit]] = {}
    for edit in edits:
        start = lsp.Position(edit.place.line - 1, edit.place.column - 1)
        end = lsp.Position(edit.place.line - 1, edit.place.column - 1 + edit.length)
        grouped.setdefault((desk.root / edit.place.file).as_uri(), []).append(
            lsp.TextEdit(lsp.Range(start, end), edit.text)
        )
    return grouped
