"""The policy file: sound as it is shipped, and refused with every fault in it where it is not."""

import hashlib

import pytest

from crosspolicy.errors import InvalidInput
from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.policy.gates import GATES
from crosspolicy.policy.obligations import KINDS
from crosspolicy.policy.rules import rules_of
from tests.support.editions import edition, further, in_force_on, scales, without
from tests.support.refusals import invalid, not_permitted

CLAUSES = """
    1.1 1.2 1.3.1 1.3.2 1.3.3 1.3.4
    2.1.1 2.1.2 2.2.1 2.2.2 2.2.3 2.3.1 2.3.2 2.4.1 2.4.2 2.4.3 2.5.1 2.5.2 2.5.3
    3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.2.1 3.2.2 3.2.3 3.2.4 3.3.1 3.3.2 3.3.3 3.3.4
    4.1.1 4.1.2 4.1.3 4.2.1 4.2.2 4.3.1 4.3.2
    5.1.1 5.1.2 5.2.1 5.2.2 5.3.1 5.3.2 5.3.3 5.4.1 5.4.2
    6.1.1 6.1.2 6.2.1 6.2.2 6.2.3 6.3.1 6.3.2 6.3.3
    7.1.1 7.1.2 7.2.1 7.2.2 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3
""".split()


@pytest.fixture(scope="module")
def rules():
    policy = check_policy(default_policy())
    return rules_of(policy.parsed, policy.digest)


@pytest.mark.clause("1.1")
def test_the_shipped_policy_holds_every_clause_in_its_order_and_in_three_languages(rules):
    assert list(rules.clauses) == CLAUSES
    for clause in rules.clauses.values():
        for texts in (clause.title, clause.summary):
            assert sorted(texts) == ["en", "zh_Hans", "zh_Hant"]
            assert all(texts.values())
        assert clause.honoured_by


def test_the_shipped_policy_sets_the_deadlines_and_periods_that_the_company_agreed_on(rules):
    assert rules.deadlines == {
        "review": 5,
        "coordination-meeting": 5,
        "responsibility-table": 3,
        "agreement-draft": 5,
        "signature": 3,
        "start": 5,
        "acceptance-opening": 5,
        "evaluation": 5,
        "decision": 5,
        "summary": 10,
        "contingency-plan": 3,
        "issue-high": 2,
        "issue-medium": 5,
        "issue-low": 10,
        "escalation": 3,
        "ad-hoc-meeting": 3,
        "appraisal": 10,
        "training-evaluation": 10,
        "training-adjustment": 10,
    }
    assert rules.periods == {
        "progress-report": "2 weeks",
        "regular-meeting": "1 week",
        "risk-review": "2 weeks",
        "risk-review-high": "1 week",
    }


@pytest.mark.clause("5.2.2")
def test_the_shipped_policy_makes_levels_of_five_by_five(rules):
    assert [scale["en"] for scale in rules.risk.likelihood] == [
        "rare",
        "unlikely",
        "possible",
        "likely",
        "almost certain",
    ]
    assert [scale["en"] for scale in rules.risk.impact] == ["slight", "minor", "moderate", "major", "severe"]
    for scale in (*rules.risk.likelihood, *rules.risk.impact):
        assert sorted(scale) == ["en", "zh_Hans", "zh_Hant"]
        assert all(scale.values())
    letters = ["".join(rules.risk.level(row, column)[0] for column in range(1, 6)) for row in range(1, 6)]
    assert letters == ["lllmm", "llmmh", "lmmhh", "mmhhe", "mhhee"]
    assert [level for level in ("low", "medium", "high", "extreme") if rules.risk.is_high(level)] == ["high", "extreme"]


def test_in_the_shipped_policy_every_gate_is_in_force(rules):
    assert rules.gates == dict.fromkeys(GATES.keys() - {"stage"}, "block")


@pytest.mark.clause("1.1")
def test_an_older_file_may_say_of_the_stage_that_it_blocks_and_nothing_else():
    def saying(word):
        return default_policy().replace("[gates]\n", f'[gates]\nstage = "{word}"\n', 1)

    assert check_policy(saying("block")).parsed == check_policy(default_policy()).parsed
    with invalid("gates.stage") as faults:
        check_policy(saying("warn"))
    assert "under every policy" in str(faults[0].message)
    with invalid("gates.stage"):
        check_policy(saying("off"))


def test_a_policy_is_known_by_the_digest_of_its_exact_text():
    text = default_policy()
    assert check_policy(text).digest == hashlib.sha256(text.encode()).hexdigest()
    assert check_policy(text + "\n").digest != check_policy(text).digest


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("version =", "version"),
        ("effective_date =", "effective_date"),
        ("review =", "deadlines.review"),
        ("summary = 10", "deadlines.summary"),
        ("regular-meeting =", "periods.regular-meeting"),
        ("staffed =", "gates.staffed"),
        ("escalation =", "deadlines.escalation"),
        ("risk-review-high =", "periods.risk-review-high"),
        ("contingency =", "gates.contingency"),
    ],
)
def test_a_key_that_is_missing_is_named(line, field):
    with invalid(field):
        check_policy(without(default_policy(), line))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (edition().replace("[deadlines]", "[deadlines]\nreveiw = 5"), "deadlines.reveiw"),
        (edition().replace("[gates]", '[gates]\nstafed = "block"'), "gates.stafed"),
        (edition().replace("[periods]", '[periods]\nlunch = "1 week"'), "periods.lunch"),
        (edition().replace('version = "2.0"', 'version = "2.0"\nauthor = "me"'), "author"),
        (edition().replace("[status]", "[status]\ncolour = 1"), "status.colour"),
        (edition().replace("[risk]", "[risk]\nappetite = 1"), "risk.appetite"),
        (edition(gates={"staffed": "maybe"}), "gates.staffed"),
        (edition(periods={"progress-report": "3 weeks"}), "periods.progress-report"),
        (edition(deadlines={"review": -1}), "deadlines.review"),
        (edition(deadlines={"review": 367}), "deadlines.review"),
        (edition(version=""), "version"),
        (edition(calendar="China"), "calendar"),
        (edition().replace("due-soon-days = 7", "due-soon-days = -7"), "status.due-soon-days"),
        (edition().replace("effective_date = 2026-01-01", 'effective_date = "soon"'), "effective_date"),
        (edition().replace('clauses."6.3.2"', 'clauses."6.3.2.1"'), "clauses.6.3.2.1"),
        (edition().replace('clauses."6.3.2"', 'clauses."rewards"'), "clauses.rewards"),
        (edition().replace('clauses."2.4.1"', 'clauses."2.4.9"'), "clauses.2.4.1"),
        (edition(further=further(clause="9.9.9")), "clauses.9.9.9"),
        (edition(further=further(owed_by="everybody")), "further-obligations.1.owed-by"),
        (edition(further=further(kind="First Report")), "further-obligations.1.kind"),
        (edition(further=further(working_days=400)), "further-obligations.1.working-days"),
    ],
)
def test_what_is_not_sound_is_named_by_its_key(text, field):
    with invalid(field):
        check_policy(text)


@pytest.mark.clause("5.2.2")
@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        (scales("lll", "llm"), ("risk.likelihood",)),
        (scales("ll", "ll", "ll"), ("risk.impact",)),
        (scales(*["l" * 7] * 7), ("risk.likelihood", "risk.impact")),
        ('matrix = [["low", "low", "low"]]', ("risk.matrix",)),
        (scales("lll", "ll", "llll"), ("risk.matrix.2", "risk.matrix.3")),
        (scales("lll", "lhm", "mmm"), ("risk.matrix",)),
        (scales("llm", "lll", "mmm"), ("risk.matrix",)),
        ('high = "grave"', ("risk.high",)),
        (scales("lll", "lll", "lll").replace('"low"', '"tiny"', 1), ("risk.matrix.1.1",)),
        (scales("lll", "lll", "lll").replace('zh_Hans = "第2级", ', "", 1), ("risk.likelihood.2.zh_Hans",)),
    ],
)
def test_scales_and_matrix_fit_each_other(settings, fields):
    with invalid(*fields):
        check_policy(edition(risk=settings))


@pytest.mark.clause("5.2.2")
@pytest.mark.parametrize("steps", [3, 4, 5, 6])
def test_a_scale_has_from_three_to_six_steps(steps):
    policy = check_policy(edition(risk=scales(*["m" * steps] * steps)))
    assert rules_of(policy.parsed, policy.digest).risk.level(steps, steps) == "medium"


@pytest.mark.parametrize("act", ["report.filled", "report", "", "department.added", "policy.adopted"])
@pytest.mark.parametrize("end", ["opened_by", "discharged_by"])
def test_a_further_obligation_hangs_on_acts_that_exist(on_file, act, end):
    with invalid(f"further-obligations.1.{end.replace('_', '-')}"):
        on_file.adopt(edition(further=further(**{end: act})))


def test_a_further_obligation_has_a_name_of_its_own():
    with invalid("further-obligations.1.kind"):
        check_policy(edition(further=further("review")))
    with invalid("further-obligations.1.kind", "further-obligations.2.kind"):
        check_policy(edition(further=further("note") + further("note")))


@pytest.mark.parametrize("days", ["true", '"5"', "5.5"])
def test_a_deadline_is_a_whole_number_of_days(days):
    with invalid("deadlines.review"):
        check_policy(edition().replace("review = 5 ", f"review = {days} "))


def test_every_fault_is_told_at_once():
    text = edition(deadlines={"review": 999, "start": -4}, gates={"staffed": "warn"})
    with invalid("deadlines.review", "deadlines.start", "gates.oops"):
        check_policy(text.replace("[gates]", '[gates]\noops = "warn"'))


@pytest.mark.parametrize("text", ["version", "version = 1\nversion = 2", "[gates\n", "\x00", "a = " + "[" * 5000])
def test_what_is_no_toml_is_no_policy(text):
    with invalid("policy"):
        check_policy(text)


def test_an_empty_file_is_a_policy_that_lacks_everything():
    lacking = [
        "appraisal",
        "clauses",
        "deadlines",
        "effective_date",
        "gates",
        "interpreted_by",
        "name",
        "periods",
        "risk",
    ]
    lacking += ["training", "version"]
    with invalid(*lacking):
        check_policy("")


@pytest.mark.parametrize("number", sorted({g.clause for g in GATES.values()} | {k.clause for k in KINDS.values()}))
def test_a_clause_that_a_gate_or_an_obligation_rests_on_cannot_be_left_out(number):
    with invalid(f"clauses.{number}"):
        check_policy(edition().replace(f'[clauses."{number}"]', '[clauses."8.8.8"]'))


# Adoption


@pytest.mark.clause("1.1", "3.3.3")
def test_management_adopts_a_policy_and_the_old_text_stays(world):
    first = world.value("SELECT digest FROM adoption")
    text = edition(deadlines={"review": 3})
    with not_permitted("1.1"):
        world.adopt(text, by="li.na")
    world.adopt(text)
    assert in_force_on(world, world.today)["digest"] == hashlib.sha256(text.encode()).hexdigest()
    assert world.rows("SELECT digest, version, adopted_by FROM policy ORDER BY adopted_by DESC") == [
        (first, "1.0", "xu.hui"),
        (hashlib.sha256(text.encode()).hexdigest(), "2.0", "gao.ping"),
    ]
    assert world.rows("SELECT text FROM policy WHERE version = '2.0'") == [(text,)]


def test_an_unsound_policy_is_not_adopted(world):
    with invalid("deadlines.review"), world.unchanged():
        world.adopt(edition(deadlines={"review": -1}))


def test_the_text_in_force_is_not_adopted_twice(world):
    with invalid("policy"):
        world.adopt(default_policy())


def test_an_earlier_edition_can_be_put_in_force_again(world):
    world.adopt(edition())
    world.adopt(default_policy())
    assert in_force_on(world, world.today)["version"] == "1.0"


@pytest.mark.clause("2.2.1", "2.2.3")
def test_a_request_stays_under_the_policy_in_force_when_it_was_submitted(world):
    world.until("submitted")
    before = world.code
    world.adopt(edition(deadlines={"coordination-meeting": 1, "review": 1}))
    assert [(o.kind, o.due_date) for o in world.review().opened] == [("coordination-meeting", "2026-10-13")]
    world.until("draft")
    assert world.code != before
    assert [(o.kind, o.due_date) for o in world.submit().opened] == [("review", "2026-10-08")]
    assert [(o.kind, o.due_date) for o in world.review().opened] == [("coordination-meeting", "2026-10-08")]


@pytest.mark.clause("2.2.1")
def test_a_request_submitted_anew_comes_under_the_policy_now_in_force(world):
    world.until("submitted")
    world.review("return")
    world.adopt(edition(deadlines={"review": 1}))
    assert [(o.kind, o.due_date) for o in world.submit().opened] == [("review", "2026-10-08")]


# Further obligations


@pytest.mark.clause("2.4.3")
def test_an_obligation_of_the_company_s_own_is_owed_by_each_party_and_settled_by_each(world):
    world.adopt(edition(further=further("first-report", owed_by="each-party", working_days=10)))
    world.until("executing")
    owed = [("first-report", department, "2026-10-20") for department in ("SALES", "IT", "FIN")]
    assert world.owed("first-report") == owed
    receipt = world.report("IT")
    assert ("first-report", "2.4.3", "IT") in [(o.kind, o.clause, o.owed_by) for o in receipt.discharged]
    assert world.owed("first-report") == [owed[0], owed[2]]


@pytest.mark.parametrize(("owed_by", "owner"), [("management", "management"), ("requesting", "SALES")])
def test_an_obligation_of_the_company_s_own_may_be_owed_by_one_side(world, owed_by, owner):
    rule = further(
        "kick-off-note",
        clause="3.3.3",
        opened_by="review.decided",
        discharged_by="meeting.recorded",
        owed_by=owed_by,
        working_days=1,
    )
    world.adopt(edition(further=rule))
    world.until("approved")
    assert world.owed("kick-off-note") == [("kick-off-note", owner, "2026-10-08")]
    world.coordinate()
    assert world.owed("kick-off-note") == []


def test_an_obligation_of_the_company_s_own_lapses_when_the_request_is_ended(world):
    world.adopt(edition(further=further("note", opened_by="review.decided", discharged_by="request.closed")))
    world.until("approved")
    assert len(world.owed("note")) == 3
    world.terminate()
    assert world.owed() == []


OF_PERIODS = default_policy().split("# Periods: ")[0].count("\n") + 1
"""The line of the shipped policy file that begins so."""


@pytest.mark.clause("1.1")
@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x9b", "\u00ad", "\U000e0041", "\u3164"], ids=ascii)
@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('en = "Company management"', 'en = "Company{sign} management"', "interpreted_by.en"),
        ('version = "1.0"', 'version = "1{sign}"', "version"),
        ("# Periods: ", "# Periods{sign}: ", f"policy:{OF_PERIODS}"),
        ('[clauses."1.1"]', '[clauses."1.1{sign}"]', "clauses.1.1"),
    ],
)
def test_a_policy_with_what_nobody_sees_is_refused_by_its_key(sign, before, after, key):
    text = default_policy()
    assert before in text
    with pytest.raises(InvalidInput) as caught:
        check_policy(text.replace(before, after.format(sign=sign), 1))
    told = [str(fault.message) for fault in caught.value.fields if fault.field.startswith(key)]
    assert any(f"U+{ord(sign):04X}" in message for message in told), caught.value.fields


@pytest.mark.clause("1.1")
def test_escapes_hide_nothing_in_a_policy_either():
    text = default_policy().replace('en = "Company management"', 'en = "Company\\u202E management"', 1)
    with invalid("interpreted_by.en"):
        check_policy(text)
