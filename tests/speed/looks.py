"""The command lines by which a book is looked at: all of them, and those that show a page."""

from typing import Final

from tests.speed.story import REQ, RUNNING

LOOKS: Final = f"""
request list
request list --stage draft
request list --stage closed
request list --department IT
request list --department IT --stage executing
request list --department IT --stage closed
request list --after {REQ} --limit 2
request show {REQ}
review list {REQ} --limit 1
review show {REQ}
meeting agenda {RUNNING}
meeting list {REQ} --limit 1
meeting show {REQ}
responsibility show {REQ}
agree list {REQ} --limit 1
agree show {REQ} --edition 1
agree show {REQ}
report list {REQ} --limit 1
report show {REQ}
milestone list {REQ} --limit 1
risk list
risk list {RUNNING}
risk list --level high
risk list --category legal
risk list --department IT
risk list --all
risk list --after {REQ}/R1 --limit 5
risk show {RUNNING}/R1
risk matrix
risk matrix --inherent
risk matrix --residual
risk matrix {RUNNING}
issue list
issue list {RUNNING} --all
issue list --all
issue list --escalated
issue list --department IT
issue list --severity high
issue list --limit 5
issue show {RUNNING}/I1
message list {REQ} --limit 1
message show {REQ}
share check {REQ}
share list {REQ} --limit 1
share show {REQ}
accept list {REQ} --limit 1
accept show {REQ}
summary list {REQ} --limit 1
summary show {REQ}
waive list {REQ} --limit 1
appraise evidence {REQ} --department IT
appraise evidence {REQ} --person liu.yang
appraise results {REQ}
appraise results --year 2026 --limit 5
appraise list
appraise list {REQ} --limit 1
appraise show {REQ}
breach list
breach list {REQ} --limit 1
breach show {REQ}
incentive list
incentive list --department IT
incentive list --person liu.yang
incentive list --year 2026 --limit 5
incentive show IN-2026-0001
training evidence
training evidence --year 2026
training evidence --department IT
training evidence --person liu.yang
training list needs
training list plans
training list courses --year 2026
training list courses
training list sessions
training list evaluations
training list adjustments --limit 1
training show 2026
training show TC-2026-0001
training show TS-2026-0001
status
status --as gao.ping
status --mine --as gao.ping
status --department IT
status --overdue
status --clause 2.4.3
status --limit 3
status --check
status --check --department IT --clause 2.4.3
status --as-of 2026-10-20
status --as-of 2030-01-01
status --management
status {RUNNING}
status {RUNNING} --as-of 2026-10-20
next
next {RUNNING}
log
log --limit 5
log --before 50
log {REQ}
log {REQ} --before 50 --limit 5
org department list --limit 1
org department show IT
org person list
org person list --department IT
org person list --role management --limit 1
org person show li.na
org deputy list --limit 1
policy show
policy show 2.4.3
policy list
policy diff --edition 2.0 --against 1.0
policy workflow
policy workflow --as-mermaid
db check
"""
"""Every command that looks at a book, with every option of its own."""

PAGED: Final = ("status", "log", "request list", "risk list")
"""Commands that ask the book for less on a terminal than in a pipe."""

NO_LOOKS: Final = {
    "init": "makes a book",
    "policy adopt": "performs an act, as the story does",
    "policy check": "reads a file",
    "import": "performs acts by the same door, as the story does",
    "export": "writes a whole book, kind by kind: tests of its own hold that it streams",
    "demo": "performs acts",
    "draft list": "reads the user's own folder",
    "draft resume": "performs an act",
    "draft discard": "clears the user's own folder",
    "schema": "reads the forms",
    "completion": "prints a script",
    "db path": "opens no book",
    "db backup": "copies pages by SQLite's own backup",
    "db migrate": "changes a book",
    "db copy": "copies a whole book",
}
"""Commands that are none, and why."""

PAGES: Final = f"""
status
status --as gao.ping
status --mine --as gao.ping
status --department IT
status --overdue
status --limit 3
status --check
status --check --department IT
status {RUNNING}
request list
request list --department IT
request list --stage closed
request list --stage closed --department IT
request list --stage executing --department IT
request list --limit 5
request show {REQ}
log
log --before 50
log {REQ}
risk list --format tsv --limit 50
risk list --level medium --format tsv --limit 50
risk list {RUNNING}
risk show {RUNNING}/R1
issue list --limit 50
issue list {RUNNING}
meeting agenda {RUNNING}
agree show {REQ}
next {RUNNING}
"""
"""What shows a page, or one request."""
