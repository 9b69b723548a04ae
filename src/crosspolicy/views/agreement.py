"""The agreement on a terminal: what is signed, in full."""

from typing import Any

from crosspolicy.i18n import _, listed
from crosspolicy.views.sheet import show_sheet, tell
from crosspolicy.vocabulary.labels import field_label


def show_agreement(content: dict[str, Any], *, format: str, errors: bool = False) -> None:
    """Print a text of the agreement, its digest, and who signed when; on standard error where ``errors`` says so."""
    if format != "table":
        show_sheet(content, format=format)
        return
    from crosspolicy.views.terminal import console, grid, literal

    screen = console(errors=errors)
    state = "" if content["in_force"] else f" · {_('an earlier text, no longer in force')}"
    screen.print(literal(f"{content['code']} · {content['title']}{state}", "bold"))
    screen.print(literal(_("between {parties}").format(parties=listed(content["parties"]))))
    for name, value in content["terms"].items():
        if isinstance(value, list):
            keys = list(dict.fromkeys(key for row in value for key in row))
            cells = [[tell(key, row.get(key)) for key in keys] for row in value]
            screen.print(grid(field_label(name), [field_label(key) for key in keys], cells))
        else:
            screen.print(literal(field_label(name), "bold"))
            screen.print(literal(f"  {tell(name, value)}"))
    keys = list(dict.fromkeys(key for row in content["responsibilities"] for key in row))
    if keys:
        cells = [[tell(key, row.get(key)) for key in keys] for row in content["responsibilities"]]
        screen.print(grid(field_label("rows"), [field_label(key) for key in keys], cells))
    screen.print(literal(f"SHA-256 {content['digest']}", "dim"))
    for s in content["signatures"]:
        recorded = (
            "" if s["recorded_by"] == s["signed_by"] else f" ({_('recorded by {who}').format(who=s['recorded_by'])})"
        )
        screen.print(literal(f"✓ {s['department']}  {s['signed_by']}{recorded}  {s['signed_on']}", "green"))
        if s["interested"]:
            screen.print(literal(f"  ! {_('recorded by an interested party')}", "yellow"))
    for department in content["unsigned"]:
        screen.print(literal(f"○ {department}  {_('has not signed')}", "yellow"))
