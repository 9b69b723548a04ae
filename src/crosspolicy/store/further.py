"""What only some forms are judged by, read when they come: what they rest on, evidence, editions, a year's training."""

from dataclasses import replace

from crosspolicy.acts.act import Act
from crosspolicy.forms.appraisal import Appraisal, Incentive, Penalty
from crosspolicy.forms.base import Form, said
from crosspolicy.forms.governance import Adoption
from crosspolicy.forms.training import Need
from crosspolicy.policy.facts import NO_REQUEST, BookFacts, Clock, RequestFacts
from crosspolicy.queries.evidence import evidence
from crosspolicy.queries.facts import obligations
from crosspolicy.queries.grounds import grounds, known_codes, last_numbers
from crosspolicy.queries.reader import Reader
from crosspolicy.queries.training_facts import training_facts
from crosspolicy.store.loading import rules_in_force


def further(
    reader: Reader, act: Act, form: Form, book: BookFacts, request: RequestFacts, clock: Clock, target: str
) -> tuple[BookFacts, RequestFacts]:
    """Add what only some forms are judged by: what they rest on, evidence, editions, a year's training."""
    if isinstance(form, Incentive | Penalty):
        book = replace(book, grounds=grounds(reader, form.rests_on))
    if isinstance(form, Adoption):
        book = replace(book, editions={a.digest: rules_in_force(reader, a.digest)[0] for a in book.adoptions})
    if isinstance(form, Need):
        book = replace(book, known=known_codes(reader, form.evidence))
    if isinstance(form, Appraisal):
        known = evidence(reader, request.id, form.department or "", form.person or "", clock.day)
        request = replace(request, evidence=known)
    if not act.is_of_book:
        return book, request
    held_on = said(form, "held_on")
    year = said(form, "year") or (held_on or clock.day).year
    book = replace(book, year=year, counters=last_numbers(reader, year))
    if act.name.startswith("training."):
        training = training_facts(
            reader,
            year=year,
            target=target,
            rests_on=str(said(form, "rests_on") or ""),
            taught_on=held_on,
            instructor=str(said(form, "instructor") or ""),
        )
        book = replace(book, training=training)
    return book, replace(request, obligations=obligations(reader, NO_REQUEST))
