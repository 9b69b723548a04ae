"""Receipts: what was done, what it opened and settled, what comes next and who owes it."""

import sys
from typing import TYPE_CHECKING, Any

from crosspolicy.i18n import _, listed, plural
from crosspolicy.policy.obligations import KINDS
from crosspolicy.queries.obligations import Owed
from crosspolicy.settings import Settings
from crosspolicy.views.errors import breach_object
from crosspolicy.views.safe import told
from crosspolicy.views.table import print_json
from crosspolicy.vocabulary.labels import obligation_label, owner_label, value_label

if TYPE_CHECKING:
    from crosspolicy.store.receipt import Receipt


def receipt_object(receipt: "Receipt") -> dict[str, Any]:
    """Return a receipt as JSON carries it."""
    event = receipt.event
    content: dict[str, Any] = {
        "act": receipt.act,
        "request": receipt.request,
        "code": receipt.code,
        "stage": receipt.stage,
        "event": {
            "seq": event.seq,
            "hash": event.hash,
            "occurred_on": event.occurred_on,
            "recorded_at": event.recorded_at,
            "actor": event.actor,
            "recorded_by": event.recorded_by,
        }
        if event
        else None,
        "opened": [o._asdict() for o in receipt.opened],
        "discharged": [o._asdict() for o in receipt.discharged],
        "lapsed": [o._asdict() for o in receipt.lapsed],
        "next": [{**o._asdict(), "command": next_command(o)} for o in receipt.next],
    }
    if len(receipt.codes) > 1:
        content["codes"] = list(receipt.codes)
    if receipt.waived:
        content["waived"] = list(receipt.waived)
    if receipt.warned:
        content["warnings"] = [breach_object(breach) for breach in receipt.warned]
    if receipt.interested:
        content["interested"] = [interest.stated() for interest in receipt.interested]
    return content


def next_command(owed: Owed) -> str:
    """Return the command that settles an obligation."""
    kind = KINDS.get(owed.kind)
    if kind is None or not kind.command:
        return ""
    named = {"code": owed.subject.split(" ", 1)[0], "year": owed.round_year}
    return "crosspolicy " + kind.command.format(request=owed.request, subject=owed.subject, **named)


def show_receipt(
    receipt: "Receipt", settings: Settings, *, all_receipts: tuple["Receipt", ...] = (), dry_run: bool = False
) -> None:
    """Print a receipt: JSON for scripts, a code in a pipe, two or three lines on a terminal."""
    if settings.is_json:
        print_json(receipt_object(receipt) | ({"dry_run": True} if dry_run else {}))
    elif not sys.stdout.isatty() and settings.format != "table":
        sys.stdout.write(f"{receipt.code or receipt.act}\n")
    else:
        sys.stdout.write("".join(f"{told(line)}\n" for line in _lines(receipt, all_receipts, dry_run)))


def _lines(receipt: "Receipt", all_receipts: tuple["Receipt", ...], dry_run: bool) -> list[str]:
    done = _("Would be done") if dry_run else _("Done")
    acts = " + ".join(r.act for r in all_receipts or (receipt,))
    stage = f" · {value_label(receipt.stage)}" if receipt.stage else ""
    named = " ".join(receipt.codes) or receipt.request or ""
    lines = [f"✓ {done}: {acts} {named}".rstrip() + stage]
    if receipt.discharged:
        lines.append(f"  {_('settled:')} {listed(_brief(o) for o in receipt.discharged)}")
    if receipt.lapsed:
        lines.append(f"  {_('lapsed:')} {listed(_brief(o) for o in receipt.lapsed)}")
    if receipt.waived:
        lines.append("  " + _("passed by waiver: {gates}").format(gates=listed(receipt.waived)))
    lines += [f"  ! {b.clause} {b.gate}: {b.message}" for b in receipt.warned]
    lines += [f"  ! {interest.told()}" for interest in receipt.interested]
    lines += [f"  ! {remark}" for remark in receipt.remarks]
    lines += _next_lines(receipt.next)
    return lines


def _brief(owed: Owed) -> str:
    subject = f" “{owed.subject}”" if owed.subject else ""
    return f"{obligation_label(owed.kind)}{subject} ({owner_label(owed.owed_by)})"


def _next_lines(owed: tuple[Owed, ...]) -> list[str]:
    lines = []
    for item in owed[:3]:
        late = plural(", {n} day late", ", {n} days late", item.days_overdue) if item.days_overdue else ""
        lines.append("  → " + _("{what} by {day}{late}").format(what=_brief(item), day=item.due_date, late=late))
    if owed:
        lines[0] += f"  · {next_command(owed[0])}"
    if len(owed) > 3:
        more = plural("{n} more is owed", "{n} more are owed", len(owed) - 3)
        lines.append(f"  … {more}: crosspolicy status {owed[0].request}".rstrip())
    return lines
