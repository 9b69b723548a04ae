"""Scores of appraisals: kept in hundredths of a mark, told with two decimal places."""

from collections.abc import Sequence


def score_text(hundredths: int) -> str:
    """Write a score: ``3.30``."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def mean_of(scores: Sequence[int]) -> int | None:
    """Return the mean of scores in hundredths, half a hundredth upward; None of none."""
    return (2 * sum(scores) + len(scores)) // (2 * len(scores)) if scores else None
