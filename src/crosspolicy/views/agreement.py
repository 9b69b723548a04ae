"""The agreement on a terminal: what is signed, in full."""

from typing import TYPE_CHECKING, Any

from crosspolicy.i18n import _, listed
from crosspolicy.views.sheet import show_sheet, tell
from crosspolicy.vocabulary.labels import field_label, value_label

if TYPE_CHECKING:
    from rich.console import Console


def show_agreement(content: dict[str, Any], *, format: str, errors: bool = False) -> None:
    """Print a text of the agreement, its digest, and who signed when; on standard error where ``errors`` says so."""
    if format != "table":
        show_sheet(content, format=format)
        return
    from crosspolicy.views.terminal import console, grid, literal

    screen = console(errors=errors)
    screen.print(literal(f"{content['code']} · {content['title']} · {value_label(content['state'])}", "bold"))
    if content["withdrawn_on"]:
        told = _("withdrawn on {day} by {who}: {reason}")
        day, who, reason = (content[name] for name in ("withdrawn_on", "withdrawn_by", "withdrawal_reason"))
        screen.print(literal(told.format(day=day, who=who, reason=reason), "yellow"))
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
    _signatures(screen, content)
    if waiting := content["waiting"]:
        told = _("{code} waits for signatures; read it with `crosspolicy agree show {code}`.")
        screen.print(literal(told.format(code=waiting["code"]), "bold"))
        _signatures(screen, waiting)


def _signatures(screen: "Console", content: dict[str, Any]) -> None:
    """Print the digest of a text, who signed it when, and who has not."""
    from crosspolicy.views.terminal import literal

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
