"""``schema``: the JSON Schema of a form."""

import sys
from typing import Annotated

from typer import Argument, Context

from crosspolicy.commands.kit.tree import command as make_command
from crosspolicy.errors import NotFound
from crosspolicy.i18n import N_, Text, _
from crosspolicy.views.table import print_json
from crosspolicy.vocabulary.json_text import json_text


@make_command(
    N_("Print the JSON Schema of a form; without a name, the names there are."),
    name="schema",
    example="crosspolicy schema request\ncrosspolicy schema review.decided",
)
def command(
    ctx: Context,
    form: Annotated[
        str | None, Argument(metavar="FORM", help=_("a form or an act, such as request, review.decided"))
    ] = None,
) -> None:
    """See the command's help."""
    from crosspolicy.acts.registry import all_acts
    from crosspolicy.commands.kit.tree import settings_of
    from crosspolicy.intake.template import schema

    acts = all_acts()
    forms = {act.name.partition(".")[0]: act.form for act in reversed(acts)}
    forms |= {act.form.__name__.lower(): act.form for act in acts} | {act.name: act.form for act in acts}
    if form is None:
        if settings_of(ctx).is_json:
            print_json(sorted(forms))
        else:
            sys.stdout.write("".join(f"{name}\n" for name in sorted(forms)))
        return
    if form.lower() not in forms:
        raise NotFound(
            Text(N_("There is no form {form}."), form=form), Text(N_("`crosspolicy schema` lists the names."))
        )
    sys.stdout.write(json_text(schema(forms[form.lower()]), indent=2) + "\n")
