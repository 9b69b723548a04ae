"""The app: the table of lazily loaded commands, and the one place where errors become messages and exit codes."""

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, Final, NamedTuple, NoReturn

from crosspolicy import interrupts
from crosspolicy.errors import CrosspolicyError, Exit, InternalFault, SystemFault
from crosspolicy.files.unfinished import remove_all
from crosspolicy.i18n import N_, Text, _, use
from crosspolicy.output import guard
from crosspolicy.settings import PROGRAM, Settings, bound_sizes, chosen_language, is_terminal


class Entry(NamedTuple):
    """A command of the first level: its module under ``commands``, what it is for, and its panel in the help."""

    name: str
    help: str
    panel: str


_PROCESS = N_("A request's way (chapters 2 to 5)")
_PEOPLE = N_("Appraisal, incentives and training (chapters 6 and 7)")
_LOOK = N_("What is owed, and what happened")
_BOOK = N_("The book and its policy (chapter 1)")
_FILES = N_("Batches")
_FORMS = N_("Forms and shells")

COMMANDS: Final = tuple(
    Entry(*entry)
    for entry in (
        ("request", N_("requests: new, edit, submit, withdraw, terminate, close, list, show (2.1)"), _PROCESS),
        ("review", N_("management's review of a request (2.2)"), _PROCESS),
        ("meeting", N_("coordination, regular and ad-hoc meetings; action items (2.2.3, 4.1, 4.2)"), _PROCESS),
        ("responsibility", N_("the responsibility table (2.3.1)"), _PROCESS),
        ("agree", N_("the collaboration agreement and its signatures (2.3.2)"), _PROCESS),
        ("start", N_("the start of the work (2.4.1)"), _PROCESS),
        ("report", N_("progress reports (2.4.3)"), _PROCESS),
        ("milestone", N_("milestones reached and moved (2.4.1)"), _PROCESS),
        ("risk", N_("the risk register: add, none, treat, review, close, list, show, matrix (5)"), _PROCESS),
        ("issue", N_("issues: raise, escalate, resolve, list, show (3.1.4, 3.3.3)"), _PROCESS),
        ("message", N_("urgent contact, logged (4.2.1)"), _PROCESS),
        ("share", N_("progress, results and feedback shared, files with their digests (4.3)"), _PROCESS),
        ("accept", N_("acceptance: open, evaluate, decide (2.5)"), _PROCESS),
        ("summary", N_("the project summary report (2.5.3)"), _PROCESS),
        ("waive", N_("management lets a gate pass (3.3.3)"), _PROCESS),
        ("appraise", N_("appraisal: give, evidence, results, list, show (6.1, 6.2)"), _PEOPLE),
        ("breach", N_("breaches of the agreement: record, list, show (6.3.3)"), _PEOPLE),
        ("incentive", N_("rewards and penalties: grant, penalise, list, show (6.3)"), _PEOPLE),
        ("training", N_("training: need, plan, session, evaluate, adjust, list, show (7)"), _PEOPLE),
        ("status", N_("the book at a glance, or one request; --check for cron"), _LOOK),
        ("next", N_("what can be done now, by whom, and what is in the way"), _LOOK),
        ("log", N_("the journal: who did what, and what was refused"), _LOOK),
        ("init", N_("make a book: company, departments, people"), _BOOK),
        ("org", N_("departments, people, deputies (1.2)"), _BOOK),
        ("policy", N_("the policy: show, check, adopt, workflow (1.1)"), _BOOK),
        ("db", N_("the book's store: path, check, backup, migrate, copy"), _BOOK),
        ("demo", N_("a fictitious company's case, from the form to its close"), _BOOK),
        ("import", N_("many records at once, from CSV, JSON Lines, YAML, a workbook"), _FILES),
        ("export", N_("what the book holds as CSV, JSON Lines or a workbook"), _FILES),
        ("draft", N_("forms begun at the prompts and not sent"), _FORMS),
        ("schema", N_("the JSON Schema of a form"), _FORMS),
        ("completion", N_("completion for bash, zsh, fish"), _FORMS),
    )
)


COMPLETION: Final = "_CROSSPOLICY_COMPLETE"
"""The variable in which a shell asks for completion."""


def app() -> Any:
    """Build the root of the command tree; a command's module is loaded when it is named."""
    from crosspolicy.commands.kit.tree import Group, Leaf, module_of

    class Root(Group):
        def list_commands(self, ctx: Any) -> list[str]:
            return [entry.name for entry in COMMANDS]

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in self.commands:
                return None
            return import_module(module_of(cmd_name)).command

        def format_help(self, ctx: Any, formatter: Any) -> None:
            stubs: dict[str, Any] = {e.name: Leaf(e.name, help=_(e.help), rich_help_panel=_(e.panel)) for e in COMMANDS}
            listed = Group(name=PROGRAM, help=self.help, commands=stubs)
            listed.example = self.example
            listed.format_help(ctx, formatter)

    root = Root(
        name=PROGRAM,
        help=_("Carries a company's policy for new cross-department business from the form to the closed case."),
        commands={entry.name: Leaf(entry.name) for entry in COMMANDS},
        no_args_is_help=True,
    )
    root.example = f"{PROGRAM} demo\n{PROGRAM} init\n{PROGRAM} request new"
    return root


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; whatever goes wrong becomes a message here."""
    settings = Settings(is_json="--json" in arguments)
    _survive_closed_streams()
    interrupts.heed()
    bound_sizes()
    try:
        return _answer(arguments, settings)
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        _leave_quietly()
    except MemoryError:
        sys.stderr.write(_("There is not enough memory for this; nothing was written.") + "\n")
        return Exit.INTERNAL
    except OSError as error:
        return _tell_os(error, settings)
    except Exception as error:
        if _is_interrupt(error):
            return _interrupted()
        return _tell_internal(error, settings)


def _interrupted() -> int:
    with suppress(OSError):  # the terminal may be gone
        sys.stderr.write(f"\n{_('Interrupted. An act is written whole or not at all; `crosspolicy log` shows it.')}\n")
    return Exit.INTERRUPTED


def _is_interrupt(error: BaseException | None) -> bool:
    """Tell whether Ctrl-C is behind an error: a class interrupted while it is made says something else."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _answer(arguments: list[str], settings: Settings) -> int:
    """Carry the command out, or tell what a user can mend; and let go of what is printed, whatever came of it."""
    try:
        use(chosen_language(arguments))
        return _invoke(arguments, settings)
    except CrosspolicyError as error:
        return _tell(error, settings)
    finally:
        sys.stdout.flush()


def _invoke(arguments: list[str], settings: Settings) -> int:
    from typer._click.exceptions import NoArgsIsHelpError, UsageError
    from typer.exceptions import Abort
    from typer.exceptions import Exit as TyperExit

    if is_terminal(sys.stderr):
        _tell_of_waiting(settings)
    root = app()
    if COMPLETION in os.environ:
        from crosspolicy.commands.kit.completing import begin_completion

        begin_completion(COMPLETION)
    if arguments == [] or arguments == ["help"]:
        arguments = ["--help"]
    if "--version" in arguments[:3] and not set(arguments[:3]) & {entry.name for entry in COMMANDS}:
        from crosspolicy import __version__

        sys.stdout.write(f"{PROGRAM} {__version__}\n")
        return Exit.DONE
    try:
        code = root.main(
            args=arguments,
            prog_name=PROGRAM,
            complete_var=COMPLETION,
            standalone_mode=False,
            obj=settings,
        )
        if code == Exit.INTERRUPTED:  # Typer's answer to Ctrl-C
            raise KeyboardInterrupt
        return code if isinstance(code, int) else Exit.DONE
    except NoArgsIsHelpError as error:
        sys.stdout.write(error.format_message() + "\n")
        return Exit.USAGE
    except UsageError as error:
        from crosspolicy.commands.kit.usage import usage_fault

        raise usage_fault(error) from None
    except TyperExit as stop:
        if stop.exit_code == Exit.INTERRUPTED:
            raise KeyboardInterrupt from None
        return stop.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    except SystemExit as stop:  # Typer ends completion with 0, and a closed pipe with 1
        if not stop.code:
            return Exit.DONE
        raise BrokenPipeError from None


def _tell_of_waiting(settings: Settings) -> None:
    """Have somebody at a terminal told that the program waits for another that writes the book."""
    from crosspolicy.store.waiting import tell

    tell.set(lambda told: None if settings.is_json else print(told, file=sys.stderr, flush=True))


def _tell(error: CrosspolicyError, settings: Settings) -> int:
    from crosspolicy.views.errors import show_error

    with suppress(OSError):  # the terminal may be gone; the exit code still tells
        show_error(error, as_json=settings.is_json)
        sys.stderr.flush()
    return error.exit_code


def _tell_os(error: OSError, settings: Settings) -> int:
    """A file, a disk or a device that does not do what was asked."""
    reason = error.strerror or str(error)
    if error.filename:
        message = Text(N_("{path}: {reason}"), path=error.filename, reason=reason)
    else:
        message = Text(N_("The system refuses: {reason}"), reason=reason)
    _discard_output()
    return _tell(
        SystemFault(message, Text(N_("An act is written whole or not at all; `crosspolicy log` shows it."))), settings
    )


def _damage(settings: Settings) -> CrosspolicyError | None:
    """Return what is wrong with the book at hand, where that explains that something went wrong; None else."""
    from crosspolicy.store.location import locate
    from crosspolicy.store.upkeep import damage

    try:
        return damage(locate(settings.book()))
    except Exception:  # looking for a reason must not hide the fault itself
        return None


def _tell_internal(error: Exception, settings: Settings) -> int:
    """A fault of the book where it is damaged, else of the program: no traceback, unless CROSSPOLICY_TRACEBACK asks."""
    if (damage := _damage(settings)) is not None:
        return _tell(damage, settings)
    if os.environ.get("CROSSPOLICY_TRACEBACK"):
        import traceback

        from crosspolicy.vocabulary.secrets import masked

        sys.stderr.write(masked("".join(traceback.format_exception(error))))
        return Exit.INTERNAL
    told = Text(
        N_("This is a fault of crosspolicy itself ({kind}: {reason}); nothing was half-written."),
        kind=type(error).__name__,
        reason=error,
    )
    return _tell(
        InternalFault(told, Text(N_("Run it again with CROSSPOLICY_TRACEBACK=1 and report what it prints."))), settings
    )


def _survive_closed_streams() -> None:
    """Give the program streams where it was started without, guard them, and let a pipe's end stop it quietly."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    guard()


def _discard_output() -> None:
    """Let what is still buffered go nowhere, so that leaving does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave_quietly() -> NoReturn:
    """Nobody reads on: end as a program that a closed pipe ends."""
    _discard_output()
    interrupts.ignore()
    remove_all()
    os._exit(128 + getattr(signal, "SIGPIPE", 13))
