"""What a user sees of communication: issues, meetings and their agenda, messages, shared files (3.1.4, 3.3.3, 4)."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date

import pytest

from crosspolicy.queries.agenda import PARTS, Agenda, agenda
from crosspolicy.queries.issues import Wanted, issue_sheet, latest_number, listed
from crosspolicy.queries.meetings import absent_departments
from crosspolicy.queries.requests import children_beginning, progress, standing
from crosspolicy.store.reading import reading
from crosspolicy.views.agenda import minutes, told
from tests.cli.contents import contents
from tests.journeys.books import REQ
from tests.journeys.terminal import CLEAR, ENTER, LEAVE, Terminal
from tests.speed.test_reading_paths import HEAVY, loaded_by
from tests.support import papers
from tests.support.company import MEMBER, REQUESTER

TEXT = b"Tariff 2027\n"
DIGEST = hashlib.sha256(TEXT).hexdigest()
SHARE = ("share", REQ, "--kind", "result", "--title", "Tariff")


def write(cli, name="tariff.txt", content=TEXT):
    path = cli.folder / name
    path.write_bytes(content)
    return path


def faults(answer):
    return [(fault["field"], fault["message"]) for fault in json.loads(answer.err)["error"]["fields"]]


# Shared files


@pytest.mark.clause("4.3.1", "4.3.2")
def test_a_shared_file_is_kept_with_its_place_its_size_and_its_digest(at):
    cli = at("submitted")
    path = write(cli)
    receipt = cli.act(*SHARE, "--file", "tariff.txt", by=REQUESTER)
    assert receipt["code"] == f"{REQ}/F1"
    shown = cli.look("share", "show", REQ)
    assert (shown["file"], shown["size"], shown["sha256"]) == (str(path), len(TEXT), DIGEST)
    assert shown["department"] == "SALES"
    (event,) = [e for e in cli.journal() if e["act"] == "item.shared"]
    assert DIGEST in json.dumps(event)
    cli.assert_sound()


def test_a_file_is_looked_at_whichever_way_the_form_is_filled(at):
    cli = at("submitted")
    path = write(cli)
    form = papers.SHARED | {"link": None, "file": str(path)}
    assert cli.act("share", REQ, form=form, by=REQUESTER)["code"] == f"{REQ}/F1"
    assert [item["sha256"] for item in cli.look("share", "list", REQ)] == [DIGEST]
    answer = cli.refused("share", REQ, form=form | {"sha256": "0" * 64}, code=3, by=REQUESTER)
    assert faults(answer) == [("sha256", f"is not that of the file, which has {DIGEST}")]


def test_a_trial_looks_at_the_file_and_writes_nothing(at):
    cli = at("submitted")
    write(cli)
    before = contents(cli.book)
    assert cli.act(*SHARE, "--file", "tariff.txt", "--dry-run", by=REQUESTER)["dry_run"] is True
    cli.refused(*SHARE, "--file", "none.txt", "--dry-run", code=3, by=REQUESTER)
    assert contents(cli.book) == before


@pytest.mark.parametrize("kind", ["none.txt", ".", "/dev/zero", "pipe", "link"])
def test_what_cannot_be_shared_is_one_fault_and_nothing_is_written(at, kind):
    cli = at("submitted")
    os.mkfifo(cli.folder / "pipe")
    (cli.folder / "link").symlink_to(write(cli))
    before = contents(cli.book)
    answer = cli.refused(*SHARE, "--file", kind, code=3, by=REQUESTER, timeout=20)
    ((field, message),) = faults(answer)
    assert field == "file"
    assert ("name the file itself" in message) == (kind == "link")
    assert contents(cli.book) == before


def test_the_faults_of_the_form_and_of_its_file_are_told_together(at):
    cli = at("submitted")
    answer = cli.refused("share", REQ, "--kind", "song", "--file", "none.txt", code=3, by=REQUESTER)
    assert [field for field, _message in faults(answer)] == ["kind", "title", "file"]


def test_answers_come_in_their_order_with_a_file_that_is_not_there(at):
    cli = at("draft")
    write(cli)
    bad, good = ("--file", "none.txt"), ("--file", "tariff.txt")
    nothing = str(cli.folder / "none.db")
    cli.fails(2, *SHARE, *bad, "--fiel", "x", by=REQUESTER)
    cli.fails(7, *SHARE, *bad, "--db", nothing, by=REQUESTER)
    cli.fails(6, "share", "CB-2026-0009", *SHARE[2:], *bad, by=REQUESTER)
    cli.fails(3, *SHARE, *bad, by=MEMBER["HR"])
    cli.fails(5, *SHARE, *good, by=MEMBER["HR"])
    cli.fails(4, *SHARE, *good, by=REQUESTER)
    assert cli.look("share", "list", REQ) == []


@pytest.mark.clause("4.3.2")
def test_check_says_whether_a_file_still_is_what_was_shared(at):
    cli = at("submitted")
    path = write(cli)
    cli.act(*SHARE, "--file", "tariff.txt", by=REQUESTER)
    item = f"{REQ}/F1"
    assert cli.ok("share", "check", item, plain=True).out == f"{item}\tunchanged\t{path}\t\n"
    path.write_bytes(TEXT.upper())
    changed = cli.run("share", "check", item)
    assert (changed.code, changed.err, changed.json["unchanged"]) == (8, "", False)
    (found,) = changed.json["items"]
    assert (found["state"], found["sha256"]) == ("changed", DIGEST)
    assert found["found_sha256"] == hashlib.sha256(TEXT.upper()).hexdigest()
    path.write_bytes(TEXT * 2)
    assert "24 are there" in cli.run("share", "check", item, plain=True).out
    path.rename(cli.folder / "moved.txt")
    missing = cli.run("share", "check", item)
    assert (missing.code, missing.json["items"][0]["state"]) == (8, "missing")
    write(cli, "moved.txt")
    elsewhere = cli.look("share", "check", item.lower(), "moved.txt")
    assert (elsewhere["unchanged"], elsewhere["items"][0]["file"]) == (True, "moved.txt")
    (cli.folder / "link").symlink_to("moved.txt")
    assert cli.run("share", "check", item, "link").json["items"][0]["state"] == "unreadable"


def test_check_of_a_request_looks_at_all_of_its_files_and_at_no_link(at):
    cli = at("submitted")
    assert cli.look("share", "check", REQ) == {"request": REQ, "unchanged": True, "items": []}
    write(cli)
    other = write(cli, "other.txt", b"other")
    cli.act(*SHARE, "--file", "tariff.txt", by=REQUESTER)
    cli.act("share", REQ, form=papers.SHARED, by=REQUESTER)
    cli.act(*SHARE, "--file", "other.txt", by=REQUESTER)
    states = [item["state"] for item in cli.look("share", "check", REQ)["items"]]
    assert states == ["unchanged", "link", "unchanged"]
    other.unlink()
    told = cli.run("share", "check", REQ, "--format", "table", plain=True, env={"COLUMNS": "250"})
    assert told.code == 8
    assert re.search(rf"{REQ}/F3 +not there +{other} +no file is there", told.out)
    link = cli.fails(6, "share", "check", f"{REQ}/F2", plain=True)
    assert "a link cannot be checked" in link.err
    cli.fails(2, "share", "check", REQ, "tariff.txt")
    cli.fails(6, "share", "check", f"{REQ}/F9")
    cli.fails(6, "share", "check", f"{REQ}/M1")


def test_to_check_a_file_loads_nothing_heavy(at):
    cli = at("submitted")
    write(cli)
    cli.act(*SHARE, "--file", "tariff.txt", by=REQUESTER)
    loaded = loaded_by("share", "check", REQ, book=cli.book)
    assert "crosspolicy.intake.attachments" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []


def sparse(cli, size):
    path = cli.folder / "big.bin"
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def test_ctrl_c_while_a_big_file_is_read_leaves_nothing_behind(at):
    cli = at("submitted")
    sparse(cli, 60_000_000_000)
    before = contents(cli.book)
    line = cli.line(*SHARE, "--file", "big.bin", by=REQUESTER)
    child = subprocess.Popen(
        line, cwd=cli.folder, env=cli.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    place = f"/proc/{child.pid}/fd"
    deadline = time.monotonic() + 30
    while not any(os.path.realpath(f"{place}/{fd}").endswith("big.bin") for fd in os.listdir(place)):  # noqa: PTH208
        assert time.monotonic() < deadline
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=20)
    assert (child.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert contents(cli.book) == before


def test_the_reading_of_a_big_file_is_shown_on_a_terminal_alone(at):
    cli = at("submitted")
    sparse(cli, 700_000_000)
    terminal = Terminal(cli, *SHARE, "--file", "big.bin", "--no-input", by=REQUESTER)
    terminal.see("Reading big.bin")
    assert terminal.ended() == 0
    assert "Reading" not in terminal.text
    assert f"item.shared {REQ}/F1" in terminal.text
    assert cli.ok(*SHARE, "--file", "big.bin", by=REQUESTER).err == ""


def test_a_file_that_is_not_there_is_asked_again_at_the_prompts(at):
    cli = at("submitted")
    path = write(cli)
    terminal = Terminal(cli, *SHARE[:4], by=REQUESTER)
    terminal.at("Title  ", "Tariff", ENTER).at("Department  ", ENTER).at("File  ", "tarif.txt", ENTER)
    terminal.at("Note  ", ENTER).at("What now?", ENTER)
    terminal.see("there is no file").at("File  ", CLEAR, "tariff.txt", ENTER)
    terminal.at("Note  ", ENTER).at("What now?", ENTER)
    assert terminal.ended() == 0
    assert "Link" not in terminal.text
    assert cli.look("share", "show", REQ)["file"] == str(path)


# Issues


RAISED = papers.ISSUE | {"departments": ["IT", "FIN"], "severity": "high"}


def with_issues(at):
    """Return the command on a request with three issues: two open, of which one before management; one resolved."""
    cli = at("coordinated")
    cli.act("issue", "raise", REQ, form=RAISED, by=REQUESTER)
    cli.act("issue", "raise", REQ, form=papers.ISSUE | {"title": "Permit", "severity": "low"}, by=REQUESTER)
    cli.act("issue", "raise", REQ, form=papers.ISSUE | {"title": "Paint"}, by=REQUESTER)
    cli.act("issue", "escalate", f"{REQ}/I2", form=papers.ESCALATION, by=REQUESTER)
    cli.act("issue", "escalate", f"{REQ}/I3", form=papers.ESCALATION, by=REQUESTER)
    cli.act("issue", "resolve", f"{REQ}/I3", form=papers.RESOLUTION, by=MEMBER["IT"])
    return cli


def codes(rows):
    return [row["code"].rpartition("/")[2] for row in rows]


@pytest.mark.clause("3.1.4", "3.3.3")
def test_open_issues_are_listed_of_a_request_and_of_the_book_with_how_late_they_are(at):
    cli = with_issues(at)
    listed = cli.look("issue", "list", now="2026-10-14")
    assert codes(listed) == ["I1", "I2"]
    due = listed[0]["due_date"]
    assert listed[0]["days_overdue"] == 14 - int(due[-2:])
    assert (listed[0]["request"], listed[0]["departments"]) == (REQ, ["IT", "FIN"])
    assert cli.look("issue", "list", REQ, now="2026-10-14") == listed
    assert [row["days_overdue"] for row in cli.look("issue", "list")] == [0, 0]
    told = cli.ok("issue", "list", "--format", "table", plain=True, now="2026-10-14").out
    assert re.search(rf"I1 .*{due} +{listed[0]['days_overdue']}\b", told)
    cli.fails(6, "issue", "list", "CB-2026-0009")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--all"], ["I1", "I2", "I3"]),
        (["--escalated"], ["I2"]),
        (["--escalated", "--all"], ["I2", "I3"]),
        (["--department", "fin"], ["I1"]),
        (["--department", "IT"], ["I1", "I2"]),
        (["--severity", "low"], ["I2"]),
        (["--severity", "medium"], []),
        (["--severity", "medium", "--all"], ["I3"]),
        (["--limit", "1"], ["I1"]),
        (["--all", "--limit", "2"], ["I1", "I2"]),
    ],
)
def test_the_list_of_issues_is_narrowed(at, options, expected):
    assert codes(with_issues(at).look("issue", "list", REQ, *options)) == expected


def test_what_narrows_the_list_must_be_known(at):
    cli = at("coordinated")
    cli.fails(2, "issue", "list", "--severity", "awful")
    cli.fails(6, "issue", "list", "--department", "NOPE")
    assert cli.look("issue", "list") == []
    assert "No issue is open." in cli.ok("issue", "list", "--format", "table", plain=True).out


@pytest.mark.clause("3.3.3", "4.2.1", "4.2.2")
def test_an_issue_is_shown_with_its_messages_its_meetings_and_its_escalation_once_settled(at):
    cli = with_issues(at)
    cli.act("message", "log", REQ, form=papers.MESSAGE | {"issue": "I1"}, by=REQUESTER)
    cli.act("message", "log", REQ, form=papers.MESSAGE | {"subject": "Another"}, by=REQUESTER)
    cli.act("meeting", "record", REQ, form=papers.AD_HOC | {"issue": f"{REQ}/I1"}, by=REQUESTER)
    shown = cli.look("issue", "show", f"{REQ}/I1")
    assert [(m["code"], m["subject"], m["parties"]) for m in shown["messages"]] == [
        (f"{REQ}/L1", "The booth", ["li.na", "chen.bo"])
    ]
    assert [(m["code"], m["kind"], m["responsible_department"]) for m in shown["meetings"]] == [
        (f"{REQ}/M2", "ad-hoc", "FIN")
    ]
    assert (shown["risk"], shown["contingency"]) == (None, None)
    settled = cli.look("issue", "show", f"{REQ}/I3")
    assert settled["escalation_reason"] == papers.ESCALATION["reason"]
    assert (settled["escalated_by"], settled["resolved_by"]) == (REQUESTER, MEMBER["IT"])
    page = cli.ok("issue", "show", f"{REQ}/I3", "--format", "table", plain=True).out
    assert papers.ESCALATION["reason"] in page
    assert cli.look("issue", "show", REQ)["code"] == f"{REQ}/I3"
    for wrong in (f"{REQ}/I9", f"{REQ}/R1", "CB-2026-0009/I1", f"{REQ}/I"):
        cli.fails(6, "issue", "show", wrong)


OCCURRED = papers.RISK_REVIEW | {"likelihood": 4, "impact": 5, "change": "It broke.", "occurred": True}


@pytest.mark.clause("5.3.3")
def test_a_risk_that_happens_points_to_its_contingency_plan_and_to_who_carries_it_out(at):
    cli = at("approved")
    form = cli.document(OCCURRED | {"contingency": papers.CONTINGENCY})
    receipt = cli.ok("risk", "review", f"{REQ}/R1", "--from", str(form), "--format", "table", plain=True, by=REQUESTER)
    assert f"The contingency plan of {REQ}/R1 is to be followed; xu.hui carries it out" in receipt.out
    assert f"`crosspolicy issue show {REQ}/I1`" in receipt.out
    shown = cli.look("issue", "show", f"{REQ}/I1")
    assert shown["risk"] == f"{REQ}/R1"
    assert shown["contingency"] == {"risk": f"{REQ}/R1", **papers.CONTINGENCY}
    page = cli.ok("issue", "show", f"{REQ}/I1", "--format", "table", plain=True).out
    assert f"→ Contingency plan of {REQ}/R1, carried out by xu.hui" in page
    assert papers.CONTINGENCY["procedure"] in page
    again = cli.document(OCCURRED)
    receipt = cli.ok("risk", "review", f"{REQ}/R1", "--from", str(again), "--format", "table", plain=True, by=REQUESTER)
    assert "xu.hui carries it out" in receipt.out
    piped = cli.ok("risk", "review", f"{REQ}/R1", "--from", str(again), plain=True, by=REQUESTER)
    assert piped.out == f"{REQ}/R1\n"


def test_a_risk_without_a_plan_points_nowhere(at):
    cli = at("approved")
    form = cli.document(OCCURRED | {"likelihood": 1, "impact": 1})
    receipt = cli.ok("risk", "review", f"{REQ}/R1", "--from", str(form), "--format", "table", plain=True, by=REQUESTER)
    assert "contingency" not in receipt.out
    assert cli.look("issue", "show", f"{REQ}/I1")["contingency"] is None


# Meetings


REGULAR = papers.REGULAR | {"attendees": [MEMBER["SALES"], MEMBER["IT"]], "actions": [papers.ACTION]}


@pytest.mark.clause("4.1.2")
def test_departments_of_which_nobody_came_are_shown_and_counted(at):
    cli = at("executing")
    form = cli.document(REGULAR)
    receipt = cli.ok("meeting", "record", REQ, "--from", str(form), "--format", "table", plain=True, by=REQUESTER)
    assert "! Nobody attended of FIN." in receipt.out
    cli.act("meeting", "record", REQ, form=papers.REGULAR | {"attendees": [MEMBER["SALES"]]}, by=REQUESTER)
    everybody = cli.document(papers.REGULAR)
    whole = cli.ok("meeting", "record", REQ, "--from", str(everybody), "--format", "table", plain=True, by=REQUESTER)
    assert "Nobody attended" not in whole.out
    cli.act("meeting", "record", REQ, form=papers.AD_HOC, by=REQUESTER)
    absent = {m["code"].rpartition("/")[2]: m["absent_departments"] for m in cli.look("meeting", "list", REQ)}
    assert absent == {"M1": [], "M2": ["FIN"], "M3": ["IT", "FIN"], "M4": [], "M5": ["FIN"]}
    assert cli.look("meeting", "show", f"{REQ}/M3")["absent_departments"] == ["IT", "FIN"]
    page = cli.ok("meeting", "show", f"{REQ}/M3", "--format", "table", plain=True).out
    assert re.search(r"Nobody present of +IT, FIN", page)
    missed = {d["department"]: d["meetings_missed"] for d in cli.look("status", REQ)["departments"]}
    assert missed == {"SALES": 0, "IT": 1, "FIN": 2}
    assert "Missed" in cli.ok("status", REQ, "--format", "table", plain=True).out


def test_nothing_is_said_of_missed_meetings_where_none_was_missed(at):
    cli = at("executing")
    assert "Missed" not in cli.ok("status", REQ, "--format", "table", plain=True).out
    assert [d["meetings_missed"] for d in cli.look("status", REQ)["departments"]] == [0, 0, 0]


@pytest.mark.clause("4.1.3")
def test_the_minutes_tell_who_settled_an_action_item_and_when(at):
    cli = at("coordinated")
    cli.act("meeting", "action", "done", f"{REQ}/A1", "--note", "Two ordered", by=MEMBER["IT"])
    (action,) = cli.look("meeting", "show", f"{REQ}/M1")["actions"]
    assert (action["done_on"], action["done_by"], action["note"]) == ("2026-09-30", MEMBER["IT"], "Two ordered")
    page = cli.ok("meeting", "show", f"{REQ}/M1", "--format", "table", plain=True).out
    assert re.search(rf"Order the scanner +IT +2026-10-16 +2026-09-30 +{MEMBER['IT']} +Two ordered", page)


# The agenda


def kinds(points):
    return [point["kind"] for point in points]


@pytest.mark.clause("4.1.3")
def test_the_agenda_of_a_quiet_request_says_that_there_is_nothing_to_tell(at):
    cli = at("executing")
    cli.act("meeting", "action", "done", f"{REQ}/A1", by=MEMBER["IT"])
    agenda = cli.look("meeting", "agenda", REQ)
    assert (agenda["request"], agenda["as_of"], agenda["next_meeting"]) == (REQ, "2026-09-30", "2026-10-07")
    assert kinds(agenda["progress"]) == ["report", "report", "report"]
    assert (agenda["problems"], agenda["coordination"]) == ([], [])
    assert [(p["obligation"], p["owed_by"]) for p in agenda["next_steps"]] == [("regular-meeting", "SALES")]
    page = cli.ok("meeting", "agenda", REQ, "--format", "table", plain=True).out
    assert "No issue is open, nothing is overdue, no risk has moved." in page
    assert "No action item is open, and nothing is due between the departments." in page


@pytest.mark.clause("4.1.3", "3.1.4", "3.2.3")
def test_the_agenda_holds_what_is_true_today_in_the_policy_s_four_parts(at):
    cli = at("executing")
    cli.act("meeting", "record", REQ, form=REGULAR, by=REQUESTER)
    cli.act("issue", "raise", REQ, form=RAISED, by=REQUESTER, now="2026-10-09")
    cli.act("issue", "escalate", f"{REQ}/I1", form=papers.ESCALATION, by=REQUESTER, now="2026-10-09")
    cli.act("report", REQ, form=papers.REPORT, by=MEMBER["IT"], now="2026-10-14")
    cli.act("risk", "add", REQ, form=papers.RISK, by=REQUESTER, now="2026-10-14")
    agenda = cli.look("meeting", "agenda", REQ, now="2026-11-21")
    assert agenda["next_meeting"] == "2026-11-25"
    late, *reports = agenda["progress"]
    assert (late["kind"], late["name"], late["department"], late["days_overdue"]) == (
        "late",
        "Pilot kiosk open",
        "IT",
        1,
    )
    assert [(r["department"], r["progress_percent"]) for r in reports] == [("SALES", None), ("IT", 30), ("FIN", None)]
    issue, *rest = agenda["problems"]
    assert (issue["code"], issue["severity"], issue["days_open"]) == (f"{REQ}/I1", "high", 43)
    assert issue["is_escalated"] is True
    assert issue["days_overdue"] > 0
    overdue = {(p["obligation"], p["owed_by"]): p for p in rest if p["kind"] == "overdue"}
    assert overdue[("progress-report", "FIN")]["dates"] == 3
    assert {kind for kind, _owner in overdue} == {"progress-report", "regular-meeting", "ad-hoc-meeting", "risk-review"}
    (risk,) = (p for p in rest if p["kind"] == "risk")
    assert (risk["code"], risk["is_new"], risk["has_happened"]) == (f"{REQ}/R2", True, False)
    action, absent = agenda["coordination"][0], agenda["coordination"][-1]
    assert (action["code"], action["days_overdue"]) == (f"{REQ}/A1", 36)
    assert (absent["kind"], absent["department"], absent["meeting"]) == ("absent", "FIN", f"{REQ}/M2")
    assert all("2026-11-21" <= p["due_date"] <= "2026-11-25" for p in agenda["next_steps"])
    assert ("progress-report", "IT") in {(p["obligation"], p["owed_by"]) for p in agenda["next_steps"]}


@pytest.mark.clause("5.4.1")
def test_risks_come_on_the_agenda_when_they_move_and_leave_it_after_the_meeting(at):
    cli = at("executing")
    cli.act("risk", "add", REQ, form=papers.RISK, by=REQUESTER, now="2026-10-09")

    def risks(now):
        return [
            (p["level_before"], p["level"], p["is_new"], p["has_happened"])
            for p in cli.look("meeting", "agenda", REQ, now=now)["problems"]
            if p["kind"] == "risk"
        ]

    def meet(day):
        form = papers.REGULAR | {"held_at": f"{day}T09:30+08:00"}
        cli.act("meeting", "record", REQ, form=form, by=REQUESTER, now=day)

    assert risks("2026-10-09") == [(None, "medium", True, False)]
    meet("2026-10-12")
    assert risks("2026-10-13") == []
    review = papers.RISK_REVIEW | {"likelihood": 5, "impact": 5, "contingency": papers.CONTINGENCY}
    cli.act("risk", "review", f"{REQ}/R2", form=review, by=REQUESTER, now="2026-10-14")
    assert risks("2026-10-14") == [("medium", "extreme", False, False)]
    meet("2026-10-15")
    assert risks("2026-10-15") == []
    cli.act("risk", "review", f"{REQ}/R2", form=review | {"occurred": True}, by=REQUESTER, now="2026-10-16")
    assert risks("2026-10-16") == [("extreme", "extreme", False, True)]
    page = cli.ok("meeting", "agenda", REQ, "--format", "table", plain=True, now="2026-10-16").out
    assert "extreme; has happened; contingency plan: xu.hui" in page


def test_the_agenda_is_markdown_that_nobody_s_words_can_change(at):
    cli = at("executing")
    title = "[x](javascript:1) *bold* <b> `code` | end"
    cli.act("issue", "raise", REQ, form=papers.ISSUE | {"title": title}, by=REQUESTER)
    page = cli.ok("meeting", "agenda", REQ, "--format", "md", plain=True).out
    lines = page.splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "# Agenda of the regular meeting, 2026-09-30",
        "## 1. Progress",
        "## 2. Problems and their solution",
        "## 3. Coordination of the work",
        "## 4. Next steps",
    ]
    (told,) = [line for line in lines if "javascript" in line and "/I1" in line]
    assert told.startswith(f"- {REQ}/I1 \\[x\\](javascript:1) \\*bold\\* &lt;b&gt; \\`code\\` \\| end (IT) by 2026-10-")
    chinese = cli.ok("meeting", "agenda", REQ, "--format", "md", "--lang", "zh-Hant", plain=True).out
    assert "## 2. 問題" in chinese
    piped = cli.ok("meeting", "agenda", REQ, plain=True).out
    assert {line.split("\t")[0] for line in piped.splitlines()} <= {
        "progress",
        "problems",
        "coordination",
        "next_steps",
    }


@pytest.mark.parametrize(("stage", "next_meeting"), [("draft", "2026-10-07"), ("coordinated", "2026-10-07")])
def test_before_the_start_the_next_meeting_is_a_period_away(at, stage, next_meeting):
    cli = at(stage)
    assert cli.look("meeting", "agenda", REQ)["next_meeting"] == next_meeting
    cli.fails(6, "meeting", "agenda", "CB-2026-0009")


@pytest.mark.clause("4.1.3")
def test_the_minutes_begin_with_the_agenda_at_the_prompts_and_only_there(at):
    cli = at("executing")
    cli.act("issue", "raise", REQ, form=papers.ISSUE, by=REQUESTER)
    asked = ("--kind", "regular", "--held-at", "2026-09-30T09:30+08:00", "--chair", REQUESTER)
    who = tuple(word for login in ("li.na", "liu.yang") for word in ("--attendees", login))
    without = cli.refused("meeting", "record", REQ, *asked, *who, code=3, by=REQUESTER)
    assert [field for field, _message in faults(without)] == ["progress", "problems", "coordination", "next_steps"]
    terminal = Terminal(cli, "meeting", "record", REQ, *asked[:4], by=REQUESTER)
    terminal.see("record a regular meeting").at("Place  ", ENTER).at("Chair  ", REQUESTER, ENTER)
    terminal.at("Attendees 1  ", "li.na", ENTER).at("Attendees 2  ", ENTER)
    terminal.at("Absentees 1 > Login  ", ENTER)
    terminal.at("Progress  ", ENTER).at("Problems and their solution  ", ENTER)
    terminal.at("Coordination of the work  ", ENTER).at("Next steps  ", ENTER)
    terminal.at("Decisions 1  ", ENTER).at("Action items 1 > What  ", ENTER).at("What now?", ENTER)
    assert terminal.ended() == 0
    minutes = cli.look("meeting", "show", REQ)
    assert minutes["progress"].splitlines()[1:] == ["- IT has not reported yet", "- FIN has not reported yet"]
    assert minutes["problems"].startswith(f"- {REQ}/I1 The booth is too narrow (IT) by 2026-")
    assert minutes["coordination"] == f"- {REQ}/A1 Order the scanner (IT) by 2026-10-16"
    assert "hold the regular meeting (SALES) by 2026-10-07" in minutes["next_steps"]


@pytest.mark.clause("4.1.3")
def test_a_file_and_a_server_are_read_alike(world):
    world.until("executing")
    world.on("2026-10-09")
    world.regular_meeting(attendees=[MEMBER["SALES"]], actions=[papers.ACTION])
    world.raise_issue(departments=["IT", "FIN"])
    world.escalate()
    world.log_message(issue="I1")
    world.ad_hoc(issue="I1")
    world.identify()
    world.review_risk(2, likelihood=5, impact=5, contingency=papers.CONTINGENCY, occurred=True)
    world.report("IT", milestones_reached=["Pilot kiosk open"])
    world.on("2026-10-30")
    with reading(world.book.location) as reader:
        request = standing(reader, world.request_id)
        assert request is not None
        found = agenda(reader, request, world.today, "CNY")
        issues = listed(reader, Wanted(department="FIN", is_escalated=True), world.today, "CNY", 5)
        sheets = [issue_sheet(reader, request.id, number, world.today, "CNY") for number in (1, 2, 3)]
        parts = progress(reader, request.id, world.today, "2027")
        completed = children_beginning(reader, "issue", "CB-2026", only_open=True)
        assert latest_number(reader, request.id) == 2
        assert absent_departments(reader, request.id) == {f"{REQ}/M2": ["IT", "FIN"], f"{REQ}/M3": ["FIN"]}
    assert kinds(found.progress) == ["reached", "report", "report", "report"]
    assert kinds(found.problems)[:2] == ["issue", "issue"]
    assert {"overdue", "risk"} <= set(kinds(found.problems))
    assert kinds(found.coordination) == ["action", "absent", "absent"]
    assert found.next_steps
    assert codes(issues) == ["I1"]
    assert sheets[0] is not None
    assert sheets[1] is not None
    assert [m["code"] for m in sheets[0]["meetings"] + sheets[0]["messages"]] == [f"{REQ}/M3", f"{REQ}/L1"]
    assert sheets[1]["contingency"] == {"risk": f"{REQ}/R2", **papers.CONTINGENCY}
    assert sheets[2] is None
    assert dict(parts["missed"]) == {"IT": 1, "FIN": 1}
    assert [code for code, _title in completed] == [f"{REQ}/I2", f"{REQ}/I1"]
    assert all(told(point) for part in PARTS for point in getattr(found, part))
    assert all(len(text) < 20_000 for text in minutes(found).values())


def test_the_minutes_begin_with_no_more_than_they_can_hold():
    point = {"kind": "absent", "department": "D" * 40, "meeting": f"{REQ}/M1"}
    full = Agenda(REQ, "t", date(2026, 10, 1), date(2026, 10, 8), (point,) * 900, (), (), ())
    begun = minutes(full)
    assert begun["progress"].count("\n") == 30
    assert begun["progress"].endswith("- 870 more")
    assert begun["problems"] == "No issue is open, nothing is overdue, no risk has moved."


# Prompts and shells


def test_an_issue_is_offered_by_its_title_at_the_prompts(at):
    cli = with_issues(at)
    given = [f"--{name.replace('_', '-')}={value}" for name, value in papers.MESSAGE.items() if isinstance(value, str)]
    terminal = Terminal(cli, "message", "log", REQ, *given[:-1], "--parties", "li.na", by=REQUESTER)
    terminal.at("Content  ", "Shelf to the left", ENTER).see("Issue  ", f"{REQ}/I1", "Permit")
    assert f"{REQ}/I3" not in terminal.text
    terminal.type("i9", ENTER).see("i9 is no issue of the request")
    terminal.type(CLEAR, "i2", ENTER).at("What now?", ENTER)
    assert terminal.ended() == 0
    assert cli.look("message", "show", REQ)["issue"] == f"{REQ}/I2"


def test_a_kind_that_there_is_not_is_told_at_a_terminal_too(at):
    cli = at("executing")
    terminal = Terminal(cli, "meeting", "record", REQ, "--kind", "weekly", by=REQUESTER)
    terminal.see("record a meeting", "Held at  ").type(LEAVE)
    assert terminal.ended() == 130


def offered(cli, *line):
    """Return what bash is offered for the last word of a line."""
    env = {
        "_CROSSPOLICY_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("crosspolicy", *line)),
        "COMP_CWORD": str(len(line)),
    }
    done = subprocess.run(
        [sys.executable, "-m", "crosspolicy"],
        env=cli.environment() | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_codes_of_issues_risks_messages_and_items_complete_in_the_shell(at):
    cli = with_issues(at)
    write(cli)
    cli.act("message", "log", REQ, form=papers.MESSAGE, by=REQUESTER)
    cli.act(*SHARE, "--file", "tariff.txt", by=REQUESTER)
    assert offered(cli, "issue", "resolve", f"{REQ}/") == [f"{REQ}/I2", f"{REQ}/I1"]
    assert offered(cli, "issue", "show", "cb") == [f"{REQ}/I3", f"{REQ}/I2", f"{REQ}/I1"]
    assert offered(cli, "issue", "show", f"{REQ}/I2") == [f"{REQ}/I2"]
    assert offered(cli, "risk", "review", "CB-2026") == [f"{REQ}/R1"]
    assert offered(cli, "message", "show", REQ) == [f"{REQ}/L1"]
    assert offered(cli, "share", "check", "") == [f"{REQ}/F1"]
    assert offered(cli, "meeting", "action", "done", REQ) == [f"{REQ}/A1"]
    assert offered(cli, "meeting", "show", REQ) == [f"{REQ}/M1"]
    assert offered(cli, "meeting", "record", REQ, "--issue", "") == [f"{REQ}/I2", f"{REQ}/I1"]
    assert offered(cli, "issue", "resolve", "CB-2025") == []
