"""The kinds that can be exported, and the sources of each."""

from typing import Final

from crosspolicy.queries.exports.journal import JOURNAL
from crosspolicy.queries.exports.on_requests import APPRAISALS, OBLIGATIONS, REPORTS, RISKS
from crosspolicy.queries.exports.requests import REQUESTS
from crosspolicy.queries.exports.source import Source
from crosspolicy.queries.exports.training import TRAINING

EVERYTHING: Final = "everything"

KINDS: Final[dict[str, tuple[Source, ...]]] = {
    "requests": (REQUESTS,),
    "obligations": (OBLIGATIONS,),
    "risks": (RISKS,),
    "reports": (REPORTS,),
    "appraisals": (APPRAISALS,),
    "training": TRAINING,
    "journal": (JOURNAL,),
    EVERYTHING: (REQUESTS, OBLIGATIONS, RISKS, REPORTS, APPRAISALS, *TRAINING, JOURNAL),
}
