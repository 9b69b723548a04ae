"""The process as a picture: for a terminal, or as a Mermaid state diagram."""

import sys
from collections.abc import Sequence
from typing import Any

from crosspolicy.views.table import print_json
from crosspolicy.vocabulary.labels import value_label
from crosspolicy.vocabulary.lists import TRACK, Stage


def show_workflow(arrows: Sequence[Any], *, as_mermaid: bool, as_json: bool) -> None:
    """Print the stages and the acts between them; an arrow has source, target, title, command, clause."""
    if as_json:
        print_json([arrow._asdict() for arrow in arrows])
    else:
        sys.stdout.write("".join(f"{line}\n" for line in (_mermaid(arrows) if as_mermaid else _picture(arrows))))


def _mermaid(arrows: Sequence[Any]) -> list[str]:
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{value_label(stage)}" as {stage}' for stage in Stage]
    lines.append(f"    [*] --> {Stage.DRAFT}")
    lines += [f"    {a.source} --> {a.target}: {a.title} ({a.clause})" for a in arrows]
    lines += [f"    {stage} --> [*]" for stage in (Stage.CLOSED, Stage.REJECTED, Stage.WITHDRAWN, Stage.TERMINATED)]
    return lines


def _picture(arrows: Sequence[Any]) -> list[str]:
    lines: list[str] = []
    for index, stage in enumerate(TRACK):
        lines.append(f"● {value_label(stage)}")
        following = TRACK[index + 1] if index + 1 < len(TRACK) else None
        leaving = [a for a in arrows if a.source == stage]
        ahead = [a for a in leaving if a.target == following]
        aside = [a for a in leaving if a.target != following and a.target != stage]
        lines += [f"│    {_target(a)} {a.title} ({a.clause})" for a in aside]
        lines += [f"│  {a.title} ({a.clause})  {a.command}" for a in ahead]
        if following:
            lines.append("▼")
    return lines


def _target(arrow: Any) -> str:
    back = arrow.target in TRACK and TRACK.index(arrow.target) < TRACK.index(arrow.source)
    return f"{'↩' if back else '↳'} {value_label(arrow.target)}:"
