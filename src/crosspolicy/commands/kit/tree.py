"""Commands and groups of commands, as Typer's classes: the one adapter between this program and its parser."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from keyword import iskeyword
from typing import Any, Final, TypeVar

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo, Context

from crosspolicy.commands.kit.complete import complete_choice, complete_named
from crosspolicy.i18n import LANGUAGES, N_, _, listed
from crosspolicy.settings import Settings

C = TypeVar("C", bound=Callable[..., Any])

_GLOBAL: Final = (
    ("db", "db", "PATH|URL", N_("the book: a file, or a URL of PostgreSQL")),
    ("as", "as_login", "LOGIN", N_("act for somebody else, as their coordinator or deputy")),
    ("lang", "lang", "LANGUAGE", N_("the language: en, zh-Hans, zh-Hant")),
    ("format", "format", "FORMAT", N_("how to print: table, tsv, csv, json, md")),
    ("now", "now", "TIME", N_("the time it is, in a rehearsal book")),
    ("json", "is_json", "", N_("print JSON; never ask")),
    ("no-input", "no_input", "", N_("never ask")),
)
FORMATS: Final = ("table", "tsv", "csv", "json", "md")
_COMPLETED: Final = {
    "as_login": complete_named("person"),
    "lang": complete_choice(LANGUAGES),
    "format": complete_choice(FORMATS),
}


def settings_of(ctx: Context) -> Settings:
    """Return what the command line says beside the command itself."""
    return ctx.find_root().ensure_object(Settings)


def _store(attribute: str) -> Callable[[Any, Any, Any], Any]:
    def store(ctx: Any, param: Any, value: Any) -> Any:
        if value not in (None, False):
            if attribute == "format" and value not in FORMATS:
                ctx.fail(_("--format takes one of {formats}").format(formats=listed(FORMATS)))
            settings = settings_of(ctx)
            setattr(settings, attribute, value)
            if settings.format == "json":
                settings.is_json = True
        return value

    return store


def global_options() -> list[Any]:
    """Return the options that every command takes, wherever they stand on the line."""
    return [
        TyperOption(
            param_decls=[f"global_{attribute}", f"--{flag}"],
            help=_(help_text),
            metavar=metavar or None,
            is_flag=not metavar,
            type=None if not metavar else str,
            default=None if metavar else False,
            expose_value=False,
            callback=_store(attribute),
            shell_complete=_COMPLETED.get(attribute),
            rich_help_panel=_("Everywhere"),
        )
        for flag, attribute, metavar, help_text in _GLOBAL
    ]


class Helpful:
    """What commands and groups share: help in the language now spoken, with an example at the end."""

    example: str = ""

    def get_help_option(self, ctx: Any) -> Any:
        """Return Typer's ``--help``, told in the language now spoken."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("show this help")
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        from crosspolicy.commands.kit.help import print_help

        print_help(self, ctx, self.example)


class Leaf(Helpful, TyperCommand):
    """A command."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return its own parameters, then those that every command takes."""
        own = list(self.params)
        taken = {opt for param in own for opt in param.opts}
        more = [option for option in global_options() if not taken.intersection(option.opts)]
        help_option = self.get_help_option(ctx)
        return [*own, *more, *([help_option] if help_option else [])]


class Group(Helpful, TyperGroup):
    """Commands under one noun. With ``default``, ``report REQ`` is short for that one of them."""

    default: str = ""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return those that every command takes."""
        help_option = self.get_help_option(ctx)
        return [*self.params, *global_options(), *([help_option] if help_option else [])]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Send what names none of the commands to the default one, options before or after it."""
        if self.default and args and not self._names_command(args) and not {"--help"} & set(args[:1]):
            if not ctx.resilient_parsing and self._looks_like_command(args[0]):
                ctx.fail(f"No such command {args[0]!r}.")
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def _looks_like_command(self, word: str) -> bool:
        """Tell whether a word is a command mistyped: no code, and near to one."""
        return "-" not in word and bool(get_close_matches(word, self.commands, 1))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Offer the commands, and what the default one takes."""
        offered = super().shell_complete(ctx, incomplete)
        if self.default:
            leaf = self.commands[self.default]
            inner = leaf.make_context(self.default, [], parent=ctx, resilient_parsing=True)
            for param in leaf.get_params(inner):
                if isinstance(param, TyperArgument):
                    offered += param.shell_complete(inner, incomplete)
        return offered

    def _names_command(self, args: Sequence[str]) -> bool:
        takes_value = {f"--{flag}": bool(metavar) for flag, _, metavar, _ in _GLOBAL}
        rest = iter(args)
        for word in rest:
            if word not in takes_value:
                return word in self.commands or word.partition("=")[0] in takes_value
            if takes_value[word]:
                next(rest, None)
        return False


def _metavar(param: Any) -> str | None:
    """Return what stands for a value in help: N for a number, else the parameter's own name."""
    if getattr(param, "is_flag", False):
        return None
    return "N" if "Int" in type(param.type).__name__ else str(param.name).upper()


def command(help: str, *, name: str = "", example: str = "") -> Callable[[C], Leaf]:
    """Make a command of a function with Typer's annotations; ``help`` is a marked string."""

    def make(function: C) -> Leaf:
        info = CommandInfo(name=name or function.__name__.replace("_", "-"), cls=Leaf, callback=function, help=_(help))
        leaf = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode="rich")
        assert isinstance(leaf, Leaf)
        leaf.example = example
        for param in leaf.params:
            param.metavar = param.metavar or _metavar(param)
        return leaf

    return make


def group(name: str, help: str, commands: Iterable[Any], *, default: str = "") -> Group:
    """Gather commands under a noun; ``default`` names the one that the noun alone stands for."""
    made = Group(name=name, help=_(help), commands={str(c.name): c for c in commands}, no_args_is_help=True)
    made.default = default
    if default:
        made.example = getattr(made.commands[default], "example", "")
        made.subcommand_metavar = "REQ | COMMAND [ARGS]..."
    return made


def argument(name: str, help: str, *, required: bool = True, complete: Any = None) -> TyperArgument:
    """Return a positional parameter."""
    return TyperArgument(
        param_decls=[name], type=str, required=required, help=_(help), shell_complete=complete, metavar=name.upper()
    )


def module_of(name: str) -> str:
    """Return the module of a command; one that is called like a word of Python has an underline behind its name."""
    return f"crosspolicy.commands.{name}{'_' if iskeyword(name) else ''}"


def leaf_at(words: Sequence[str]) -> Any:
    """Return the command that these words name, such as ``["request", "new"]``."""
    from importlib import import_module

    found: Any = import_module(module_of(words[0])).command
    for word in words[1:]:
        if not isinstance(found, Group):
            break
        found = found.commands.get(word) or found.commands[found.default]
    return found if not isinstance(found, Group) else found.commands[found.default]
