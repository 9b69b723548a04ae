"""The policy's settings for training (7.1.1, 7.2.1): by which day of each year, and who owes the round."""

import pytest

from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.policy.rules import rules_of
from tests.support.editions import edition, without
from tests.support.refusals import invalid


def _rules(text):
    policy = check_policy(text)
    return rules_of(policy.parsed, policy.digest)


@pytest.mark.clause("7.1.1", "7.2.1", "7.4.1", "7.4.3")
def test_the_shipped_policy_has_the_round_that_the_company_agreed_on():
    rules = _rules(default_policy())
    assert (rules.training.needs_by, rules.training.plan_by) == ((10, 31), (11, 30))
    assert rules.training.owed_by == "management"
    assert (rules.deadlines["training-evaluation"], rules.deadlines["training-adjustment"]) == (10, 10)


@pytest.mark.clause("7.1.1", "7.2.1")
def test_a_company_may_have_its_own_round():
    text = edition().replace('needs-by = "10-31"', 'needs-by = "02-28"').replace('"management"  ', '"HR"  ')
    assert _rules(text).training.needs_by == (2, 28)


@pytest.mark.clause("7.1.1", "7.2.1")
@pytest.mark.parametrize(
    "day", ["02-30", "02-29", "13-01", "00-10", "10-00", "1031", "31-10", "10-31-2026", "", "Oct 31", "W01-1"]
)
def test_a_day_that_not_every_year_has_is_none(day):
    with invalid("training.needs-by") as faults:
        check_policy(edition().replace('needs-by = "10-31"', f'needs-by = "{day}"'))
    assert "10-31" in str(faults[0].message)


@pytest.mark.clause("7.1.1", "7.2.1")
@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ('owed-by = "management"', 'owed-by = ""', ("training.owed-by",)),
        ('owed-by = "management"', "owed-by = 7", ("training.owed-by",)),
        ('plan-by = "11-30"', "plan-by = 2026-11-30", ("training.plan-by",)),
        ('plan-by = "11-30"', 'plans-by = "11-30"', ("training.plan-by", "training.plans-by")),
    ],
)
def test_settings_that_say_nothing_are_no_policy(before, after, fields):
    text = edition()
    assert text.count(before) == 1
    with invalid(*fields):
        check_policy(text.replace(before, after))


@pytest.mark.clause("7.1.1", "7.2.1")
def test_the_faults_of_the_round_are_told_together():
    text = edition().replace('needs-by = "10-31"', 'needs-by = "02-30"').replace('plan-by = "11-30"', 'plan-by = "x"')
    with invalid("training.needs-by", "training.plan-by", "training.owed-by"):
        check_policy(without(text, "owed-by"))
