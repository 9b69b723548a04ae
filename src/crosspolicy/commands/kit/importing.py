"""An import from the command line to what is told of it; blank files; suggested mappings."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from crosspolicy.commands.kit.looking import clock, looking
from crosspolicy.errors import BookUnavailable, Interrupted, SystemFault, UsageFault
from crosspolicy.i18n import N_, Text
from crosspolicy.intake.assembling.columns import is_field
from crosspolicy.intake.assembling.kinds import named_act
from crosspolicy.intake.assembling.mapping import read_mapping
from crosspolicy.intake.blank.blank import blank
from crosspolicy.intake.blank.blank_notes import Scales, World
from crosspolicy.intake.blank.suggest import suggest_mapping
from crosspolicy.intake.importing.options import Options
from crosspolicy.intake.importing.running import Job, founding_form, run
from crosspolicy.intake.reading.opening import open_content
from crosspolicy.policy.file import check_policy, default_policy
from crosspolicy.policy.rules import RiskScales, scales_of
from crosspolicy.queries.organisation import departments, people
from crosspolicy.queries.risks import scales
from crosspolicy.records.outcome import Outcome
from crosspolicy.records.raw import Table
from crosspolicy.records.rejects import NoRejects
from crosspolicy.settings import Settings
from crosspolicy.store.engine import Begin, writing
from crosspolicy.store.founding import founding
from crosspolicy.store.identity import By, this_account
from crosspolicy.store.location import Location, locate
from crosspolicy.store.placing import is_free
from crosspolicy.views.export.sink import replacing
from crosspolicy.views.imports.outcome import show_outcome
from crosspolicy.views.imports.progress import shown_progress
from crosspolicy.views.imports.rejected import RejectedFiles
from crosspolicy.views.imports.report import see_report, write_report
from crosspolicy.vocabulary.hidden import visible
from crosspolicy.vocabulary.paths import see_new_name, to_new_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """What a command line asks of an import."""

    files: tuple[str, ...]
    act: str = ""
    mapping: str = ""
    maps: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    input_format: str = ""
    source: str | None = None
    as_of_record: bool = False
    create_departments: bool = False
    keep_good: bool = False
    dry_run: bool = False
    report: str = ""
    rehearsal: bool = False


def import_files(settings: Settings, wanted: Importing) -> Outcome:
    """Import, and tell what came of it. Raises what reading, opening and mapping do, and Interrupted."""
    job = _job(wanted)
    report = to_new_path(wanted.report) if wanted.report else None
    if report:
        see_report(report)
    rejected = RejectedFiles(wanted.files, wanted.input_format)
    keeps_rejects = wanted.keep_good and not wanted.dry_run
    by, now = this_account(settings.acting_as()), clock(settings)
    outcome: Outcome | None = None
    try:
        begin, job = _begin(locate(settings.book()), job, by, now, wanted)
        with rejected, shown_progress(settings) as progress:
            rejects = rejected if keeps_rejects else NoRejects()
            outcome = run(begin, job, by, rejects=rejects, now=now, progress=progress, notice=_notice)
    except KeyboardInterrupt:
        if outcome is not None:  # it is done already
            raise
        raise Interrupted(Text(N_("Interrupted: the import was rolled back, and nothing of it was written."))) from None
    show = partial(
        show_outcome, outcome, settings, dry_run=wanted.dry_run, rejects=rejected.written if keeps_rejects else ()
    )
    try:
        if report:
            write_report(report, outcome)
    except (SystemFault, UsageFault):
        show(report="")  # whatever becomes of the report, the import is what it is
        raise
    show(report=wanted.report)
    return outcome


def _begin(location: Location, job: Job, by: By, now: datetime | None, wanted: Importing) -> tuple[Begin, Job]:
    """Return what begins the transaction: in the book that is there, or in one that the first record founds."""
    if is_free(location) and (form := founding_form(job)):
        if location.path is not None:
            see_new_name(location.path)
        founded = replace(job, options=replace(job.options, is_founding=True))
        return partial(founding, location, form, by, is_rehearsal=wanted.rehearsal, now=now), founded
    return partial(writing, location), job


def _notice(text: Text) -> None:
    sys.stderr.write(f"{visible(str(text))}\n")


def _job(wanted: Importing) -> Job:
    if not wanted.act and not wanted.mapping:
        named_act("")
    mapping = read_mapping(wanted.mapping, maps=wanted.maps, sets=wanted.sets, act=wanted.act)
    options = Options(
        source=mapping.source if wanted.source is None else wanted.source,
        as_of_record=wanted.as_of_record or mapping.as_of_record,
        create_departments=wanted.create_departments,
        departments=mapping.departments,
    )
    return Job(
        files=wanted.files,
        mapping=mapping,
        options=options,
        act=named_act(wanted.act) or mapping.act,
        input_format=wanted.input_format,
        keep_good=wanted.keep_good,
        dry_run=wanted.dry_run,
    )


def print_blank(settings: Settings, kind: str, form: str, output: str | None) -> None:
    """Write a blank file; it offers what the book has to choose from, or the program's own policy without a book."""
    form = form or (to_new_path(output).suffix.lstrip(".").lower() if output else "csv")
    try:
        with looking(settings) as (reader, _book, today):
            world = World(
                [(row["code"], row["name"]) for row in departments(reader)],
                [(row["login"], row["name"]) for row in people(reader)],
                _steps(scales(reader, today)),
            )
    except BookUnavailable:
        world = World(scales=_steps(scales_of(check_policy(default_policy()).parsed["risk"])))
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise UsageFault(
            Text(N_("A workbook is a file; it does not go to a terminal.")),
            Text(N_("Name one with --output FILE.xlsx, or choose csv or yaml with --format.")),
        )
    _write(blank(kind, form, world), output)


def _steps(scales: RiskScales) -> Scales:
    return {name: scales.texts(name) for name in ("likelihood", "impact")}


def print_suggestion(files: Sequence[str], act: str, input_format: str, output: str | None) -> None:
    """Write a first mapping file for the table of a file. Raises UsageFault where there is none."""
    act = named_act(act) or "request.submitted"
    with open_content(files[0], input_format=input_format, is_field=is_field(act)) as source:
        for content in source.contents:
            if isinstance(content, Table):
                _write(suggest_mapping(content, act).encode(), output)
                return
    raise UsageFault(
        Text(N_("{path} holds no table."), path=files[0]), Text(N_("A mapping is for CSV, TSV and workbooks."))
    )


def _write(content: bytes, output: str | None) -> None:
    if output in (None, "-"):
        sys.stdout.buffer.write(content)
        return
    with replacing(to_new_path(output)) as file:
        file.write(content)
