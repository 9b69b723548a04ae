"""Errors as people read them, and as scripts do."""

import sys
from typing import TextIO

from crosspolicy.errors import Breach, CrosspolicyError, Fault, Findings, InvalidInput, Refused
from crosspolicy.i18n import _
from crosspolicy.views.safe import told
from crosspolicy.vocabulary.json_text import json_text
from crosspolicy.vocabulary.secrets import masked


def show_error(error: CrosspolicyError, *, as_json: bool, stream: TextIO | None = None) -> None:
    """Print an error, on standard error unless told otherwise: what, why, under which clause, and what to do next."""
    if isinstance(error, Findings):
        return
    (stream or sys.stderr).write(_json(error) if as_json else _plain(error))


def _plain(error: CrosspolicyError) -> str:
    lines = [_("Error: {message}").format(message=error.message)]
    if isinstance(error, InvalidInput):
        lines += [f"  • {fault.field}: {fault.message}" for fault in error.fields]
    if isinstance(error, Refused):
        for breach in error.breaches:
            lines.append(f"  • {breach.clause} {breach.gate}: {breach.message}")
            lines.append(f"    → {breach.hint}")
    if error.hint:
        lines.append(f"→ {error.hint}")
    return masked("\n".join(map(told, lines))) + "\n"


def _json(error: CrosspolicyError) -> str:
    content: dict[str, object] = {"kind": error.kind, "message": str(error.message)}
    if error.hint:
        content["hint"] = str(error.hint)
    content["breaches"] = [breach_object(b) for b in error.breaches] if isinstance(error, Refused) else []
    content["fields"] = [fault_object(f) for f in error.fields] if isinstance(error, InvalidInput) else []
    return masked(json_text({"error": content})) + "\n"


def breach_object(breach: Breach) -> dict[str, object]:
    """Return a breach as JSON carries it."""
    return {
        "clause": breach.clause,
        "gate": breach.gate,
        "message": str(breach.message),
        "hint": str(breach.hint),
        "missing": list(breach.missing),
    }


def fault_object(fault: Fault) -> dict[str, str]:
    """Return a fault as JSON carries it."""
    return {"field": fault.field, "message": str(fault.message)}
