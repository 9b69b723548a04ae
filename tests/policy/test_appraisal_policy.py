"""The policy's settings for appraisal (6.1.1): a scale, weights that add to 100, a threshold for penalties."""

import pytest

from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.policy.rules import rules_of
from tests.support.editions import edition
from tests.support.refusals import invalid


def _appraisal(text):
    policy = check_policy(text)
    return rules_of(policy.parsed, policy.digest).appraisal


@pytest.mark.clause("6.1.1", "6.1.2")
def test_the_shipped_policy_has_the_scale_and_the_weights_that_the_company_agreed_on():
    scale = _appraisal(default_policy())
    assert (scale.lowest, scale.highest, scale.penalty_below) == (1, 5, 200)
    assert scale.weights == {
        "quality": 30,
        "progress": 25,
        "collaboration": 20,
        "communication": 15,
        "risk_control": 10,
    }


@pytest.mark.clause("6.1.1")
def test_a_company_may_have_its_own_scale_and_weights():
    text = edition().replace("quality = 30", "quality = 50").replace("collaboration = 20", "collaboration = 0")
    scale = _appraisal(text.replace("lowest = 1", "lowest = 0").replace("highest = 5", "highest = 100"))
    assert (scale.lowest, scale.highest, scale.weights["quality"]) == (0, 100, 50)
    assert scale.score(dict.fromkeys(scale.weights, 70)) == 7000


@pytest.mark.clause("6.1.1")
@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ("quality = 30", "quality = 31", ("appraisal.weights",)),
        ("quality = 30", "quality = 0", ("appraisal.weights",)),
        ("quality = 30", "quality = -30", ("appraisal.weights.quality",)),
        ("quality = 30", "quality = 30.5", ("appraisal.weights.quality",)),
        ("risk-control = 10", "charm = 10", ("appraisal.weights.risk-control", "appraisal.weights.charm")),
        ("highest = 5", "highest = 1", ("appraisal.highest",)),
        ("lowest = 1", "lowest = 9", ("appraisal.highest",)),
        ("penalty-below = 2.0", 'penalty-below = "two"', ("appraisal.penalty-below",)),
    ],
)
def test_weights_that_do_not_add_to_100_or_an_empty_scale_are_no_policy(before, after, fields):
    text = edition()
    assert text.count(before) == 1
    with invalid(*fields):
        check_policy(text.replace(before, after))


@pytest.mark.clause("6.1.1")
def test_the_faults_of_weights_and_scale_are_told_together():
    with invalid("appraisal.weights", "appraisal.highest"):
        check_policy(edition().replace("quality = 30", "quality = 40").replace("highest = 5", "highest = 1"))


@pytest.mark.clause("6.2.2")
def test_the_shipped_policy_gives_ten_working_days_for_the_appraisals():
    policy = check_policy(default_policy())
    assert rules_of(policy.parsed, policy.digest).deadlines["appraisal"] == 10


@pytest.mark.clause("6.1.1")
def test_a_policy_without_a_scale_is_none():
    text = edition()
    start, end = text.index("[appraisal]"), text.index("risk-control = 10") + len("risk-control = 10")
    with invalid("appraisal"):
        check_policy(text[:start] + text[end:])
