"""Commands that act: flags, file and prompts fill the act's form, ``perform`` carries it out, a receipt tells of it."""

import os
import sys
from typing import Any, Final

from typer.core import TyperArgument, TyperOption

from crosspolicy.commands.kit.complete import (
    complete_choice,
    complete_code,
    complete_ground,
    complete_named,
    complete_request,
    complete_training,
)
from crosspolicy.commands.kit.tree import Leaf, settings_of
from crosspolicy.i18n import N_, _, phrases

_ARGUMENTS: Final = {
    "request": (("request", N_("the request's code, such as CB-2026-0001")),),
    "milestone": (
        ("request", N_("the request's code, such as CB-2026-0001")),
        ("target", N_("the milestone's name")),
    ),
    "action": (("target", N_("the action item's code, such as CB-2026-0001/A1")),),
    "risk": (("target", N_("the risk's code, such as CB-2026-0001/R1")),),
    "issue": (("target", N_("the issue's code, such as CB-2026-0001/I1")),),
    "course": (("target", N_("the course's code, such as TC-2027-0001; or the title of one that no plan has")),),
    "session": (("target", N_("the session's code, such as TS-2027-0001")),),
    "book": (),
    "new-request": (),
}
_BY_CODE: Final = ("action", "risk", "issue")
_OF_TRAINING: Final = {"course": "training_course", "session": "training_session"}
_METAVARS: Final = {"request": "REQ", "target": "NAME", **dict.fromkeys(_BY_CODE, "CODE")} | {
    "course": "COURSE",
    "session": "SESSION",
}


class ActLeaf(Leaf):
    """A command for one act of the registry. Its flags are the form's fields, read when it is run or explained.

    ``fixed`` holds fields that the command itself settles; ``then`` an act that ``--submit`` adds.
    """

    def __init__(
        self,
        name: str,
        act: str,
        help: str,
        *,
        target: str = "request",
        example: str = "",
        then: str = "",
    ) -> None:
        super().__init__(name, help=_(help))
        self.act = act
        self.target = target
        self.then = then
        self.example = example
        self.callback = self._run
        self.context_settings = {}

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the target, the form's fields as flags, and the ways to fill them otherwise."""
        if not self.params:
            self.params = [*self._arguments(), *([] if _is_completing(ctx) else self.options())]
        return super().get_params(ctx)

    def _arguments(self) -> list[Any]:
        return [
            TyperArgument(
                param_decls=[name],
                type=str,
                required=False,
                help=_(text),
                metavar=self._metavar(name),
                shell_complete=self._completing_argument(name),
            )
            for name, text in _ARGUMENTS[self.target]
        ]

    def _metavar(self, name: str) -> str:
        return _METAVARS[self.target if name == "target" and self.target in _METAVARS else name]

    def _completing_argument(self, name: str) -> Any:
        if name == "request":
            return complete_request
        if self.target in _OF_TRAINING:
            return complete_training(_OF_TRAINING[self.target])
        return complete_code(self.target, only_open=True) if self.target in _BY_CODE else None

    def options(self) -> list[Any]:
        """Return the form's fields as flags, and the ways to fill them otherwise."""
        from crosspolicy.acts.registry import named
        from crosspolicy.intake.fields import fields_of

        fill = _("How to fill the form")
        ways = [
            TyperOption(
                param_decls=["from_file", "--from"],
                type=str,
                metavar="FILE",
                help=_("fill the form from a YAML, JSON or TOML file; - is standard input"),
                rich_help_panel=fill,
            ),
            switch("template", _("print a blank file for --from"), fill),
            switch("dry_run", _("show the receipt that it would give; write nothing"), fill),
        ]
        if self.then:
            ways.append(switch("submit", _("submit the request at once"), fill))
        return [*(_flag(field) for field in fields_of(named(self.act).form)), *ways]

    def _run(self, **stated: Any) -> None:
        from typer._click.globals import get_current_context

        ctx: Any = get_current_context()
        missing = [name for name, _text in _ARGUMENTS[self.target] if not stated.get(name)]
        if missing and not stated.get("template"):
            ctx.fail(_("{name} is missing").format(name=self._metavar(missing[0])))
        self.run(ctx, stated)

    def run(self, ctx: Any, stated: dict[str, Any]) -> None:
        """Carry the act out as the command line states it."""
        from crosspolicy.commands.kit.conduct import conduct

        conduct(self, ctx.command_path.split()[1:], settings_of(ctx), stated)


def _is_completing(ctx: Any) -> bool:
    """Tell whether a shell asks for completion before any flag is typed; then the form need not be loaded."""
    return bool(ctx.resilient_parsing) and " -" not in os.environ.get("COMP_WORDS", " -")


def switch(name: str, text: str, panel: str | None) -> TyperOption:
    """Return a flag without a value."""
    flag = "--" + name.replace("_", "-")
    return TyperOption(param_decls=[name, flag], is_flag=True, default=False, help=text, rich_help_panel=panel)


def _completing(field: Any) -> Any:
    """Return what completes a flag's value: names or codes in the book, or a fixed list's values."""
    if field.refers in ("department", "person"):
        return complete_named(field.refers)
    if field.refers == "issue":
        return complete_code("issue", only_open=True)
    if field.refers == "ground":
        return complete_ground
    return complete_choice(field.choices) if field.choices else None


def _flag(field: Any) -> TyperOption:
    from crosspolicy.intake.flags import example_of

    notes = [field.hint, f"({field.clause})"]
    if field.choices:
        notes.append(" | ".join(field.choices))
    if field.default_note:
        notes.append(_("default: {default}").format(default=_(field.default_note)))
    if field.kind == "object":
        notes.append(example_of(field))
    if field.is_list:
        notes.append(_("repeat for several"))
    star = " *" if field.is_required else ""
    if field.kind == "flag":
        return switch(field.name, phrases(notes).replace("[", "\\[") + star, None)
    return TyperOption(
        param_decls=[field.name, field.flag],
        type=str,
        multiple=field.is_list,
        shell_complete=_completing(field),
        metavar=field.kind.upper(),
        help=(phrases(notes) + star).replace("[", "\\["),
    )


def print_template(leaf: ActLeaf) -> None:
    """Print a blank file for the command's form."""
    from crosspolicy.acts.registry import named
    from crosspolicy.intake.template import template

    act = named(leaf.act)
    sys.stdout.write(template(act.form, f"{_(act.title)} · {', '.join(act.cites)}"))
