"""What a wrong command line is told, in the language now spoken."""

import difflib
from typing import Any

from crosspolicy.errors import UsageFault
from crosspolicy.i18n import N_, Text


def usage_fault(error: Any) -> UsageFault:
    """Turn Typer's view of a wrong command line into ours."""
    kind = type(error).__name__
    context = error.ctx
    path = context.command_path if context else "crosspolicy"
    hint = Text(N_("`{command} --help` shows what it takes."), command=path)
    if kind == "NoSuchOption":
        near = tuple(error.possibilities or ())[:3]
        if near:
            hint = Text(N_("Do you mean {near}?"), near=near)
        return UsageFault(Text(N_("There is no option {name} here."), name=error.option_name), hint)
    if kind == "MissingParameter" and error.param is not None:
        name = error.param.human_readable_name.upper()
        return UsageFault(Text(N_("{name} is missing."), name=name), hint)
    if kind == "BadParameter" and error.param is not None:
        name = error.param.opts[0]
        if type(error.param.type).__name__ in ("IntRange", "IntParamType"):
            high = getattr(error.param.type, "max", None)
            if high is not None:
                low = error.param.type.min
                return UsageFault(
                    Text(N_("{name} takes a whole number from {low} to {high}."), name=name, low=low, high=high), hint
                )
            return UsageFault(Text(N_("{name} takes a whole number, 0 or more."), name=name), hint)
        return UsageFault(Text(N_("{name}: {reason}"), name=name, reason=error.message), hint)
    if error.message.startswith("No such command"):
        return _no_such_command(error, context, hint)
    if error.message.startswith("Missing command"):
        return UsageFault(
            Text(N_("Which of them? {names}."), names=tuple(context.command.list_commands(context))), hint
        )
    if error.message.startswith("Got unexpected extra argument"):
        extra = error.message.rpartition("(")[2].rstrip(")")
        return UsageFault(Text(N_("There is too much on the line: {extra}."), extra=extra), hint)
    if "requires an argument" in error.message:
        return UsageFault(Text(N_("{name} needs a value."), name=getattr(error, "option_name", "")), hint)
    return UsageFault(Text(N_("{reason}"), reason=error.message), hint)


def _no_such_command(error: Any, context: Any, hint: Text) -> UsageFault:
    name = error.message.split("'")[1] if "'" in error.message else error.message
    known = context.command.list_commands(context)
    near = difflib.get_close_matches(name, known, 1)
    if near:
        hint = Text(N_("Do you mean {near}?"), near=near[0])
    return UsageFault(Text(N_("There is no command {name}."), name=name), hint)
