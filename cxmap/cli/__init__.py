"""The command line: words to calls, results to exit codes. Only here does anything print or exit."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module

import click

PASS, FINDINGS, BAD_INPUT, INCOMPLETE = 0, 1, 2, 3

# Command -> where it lives. A fixed table, so that `--help` imports nothing but Click.
COMMANDS: dict[str, tuple[str, str]] = {
    "ask": ("cxmap.cli.ask:ask", "Answer a question about paths."),
    "attest": ("cxmap.cli.evidence:attest", "Write down what was checked, for others to verify."),
    "build": ("cxmap.cli.build:build", "Build a small site: maps, findings, registers."),
    "check": ("cxmap.cli.check:check", "Audit a workspace and judge it."),
    "demo": ("cxmap.cli.demo:demo", "Check, measure and draw the example workspaces."),
    "explain": ("cxmap.cli.explain:explain", "Explain a rule or a finding."),
    "export": ("cxmap.cli.render:export", "Write a workspace for another tool."),
    "fmt": ("cxmap.cli.fmt:fmt", "Format YAML files; comments stay."),
    "init": ("cxmap.cli.init:init", "Start a workspace."),
    "lsp": ("cxmap.cli.lsp:lsp", "Serve an editor."),
    "measure": ("cxmap_tabular.command:measure", "Compute metrics from survey and operations data."),
    "new": ("cxmap.cli.new:new", "Start a plugin."),
    "plugins": ("cxmap.cli.plugins:plugins", "Show plugins, what they add and their state."),
    "render": ("cxmap.cli.render:render", "Draw a map or a diagram, or list a register."),
    "schema": ("cxmap.cli.schema:schema", "Write the JSON Schema for editors."),
    "serve": ("cxmap.cli.serve:serve", "Preview a workspace in the browser."),
    "trace": ("cxmap_eventlog.command:trace", "Show what customers really did."),
    "verify": ("cxmap.cli.evidence:verify", "Repeat an attested audit and compare."),
}
NEXT = """cxmap reads customer journeys written in YAML, proves things about them and draws them.

  cxmap init my-journeys     start a workspace
  cxmap check my-journeys    audit it
  cxmap render my-journeys   draw the map
  cxmap demo                 see all of it on three examples
  cxmap --help               every command
"""


class Commands(click.Group):
    """Commands loaded when they are asked for; those of other plugins only when the word is none of ours."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Our own commands; naming those of other plugins would mean importing them all."""
        return sorted({*COMMANDS, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name][0].partition(":")
            found = getattr(import_module(module), name)
            assert isinstance(found, click.Command)
            return found
        if cmd_name not in self.commands and not cmd_name.startswith("-"):
            from cxmap.cli.foreign import add_foreign_commands

            add_foreign_commands(self)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in sorted(COMMANDS.items())])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, with the nearest word when there is none."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from cxmap.vocabulary import nearest

            close = nearest(args[0], COMMANDS)
            hint = f"did you mean `{close}`?" if close else "see `cxmap --help`"
            ctx.fail(f"`{args[0][:60]}` is not a command; {hint}")
        return super().resolve_command(ctx, args)


def _completion(ctx: click.Context, parameter: click.Parameter, shell: str | None) -> None:
    if shell is None:
        return
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(app, {}, "cxmap", "_CXMAP_COMPLETE").source())
    ctx.exit(PASS)


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("-V", "--version", is_flag=True, help="Show the version.")
@click.option(
    "--completion",
    type=click.Choice(["bash", "zsh", "fish"]),
    is_eager=True,
    expose_value=False,
    callback=_completion,
    help="Print the completion script of a shell.",
)
@click.pass_context
def app(ctx: click.Context, version: bool) -> None:
    """Customer journeys as code: prove, measure and draw them."""
    if version:
        from cxmap import __version__

        click.echo(f"cxmap {__version__}")
        ctx.exit(PASS)
    if ctx.invoked_subcommand is None:
        click.echo(NEXT, nl=False)


@contextmanager
def _hooks_shown() -> Iterator[None]:
    """Tell on the error stream what every hook of every plugin gave, until the command ends."""
    import logging

    teller = logging.StreamHandler(sys.stderr)
    teller.setFormatter(logging.Formatter("cxmap hook: %(message)s"))
    hooks = logging.getLogger("cxmap.hooks")
    level = hooks.level
    hooks.addHandler(teller)
    hooks.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        hooks.removeHandler(teller)
        hooks.setLevel(level)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; whatever goes wrong is one sentence, never a traceback."""
    with _hooks_shown() if os.environ.get("CXMAP_TRACE") else nullcontext():
        return _run(arguments)


def _run(arguments: Sequence[str]) -> int:
    try:
        outcome = app.main(list(arguments), prog_name="cxmap", standalone_mode=False)
        return outcome if isinstance(outcome, int) else PASS
    except click.exceptions.Exit as stop:
        return int(stop.exit_code)
    except click.ClickException as wrong:
        from cxmap.printing import visible

        # Foreign words may be in it; Click calls its message final.
        object.__setattr__(wrong, "message", visible(wrong.message, one_line=True))
        wrong.show()
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        click.echo("cxmap: stopped before it was done", err=True)
        return INCOMPLETE
    except BrokenPipeError:
        # The reader went away: nothing more can be said, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INCOMPLETE
    except Exception as error:
        if os.environ.get("CXMAP_TRACE"):
            raise
        from cxmap.cli.failing import tell

        return tell(error)
