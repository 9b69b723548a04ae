"""One question to one answer, on whatever the terminal can do."""

from prompt_toolkit.utils import is_dumb_terminal

from crosspolicy.intake.prompts.sheet import Sheet


def asked(sheet: Sheet) -> object:
    """Ask, and return the plain answer; None where there is none. Raises GoBack and Left with what stood half-typed."""
    if is_dumb_terminal():
        from crosspolicy.intake.prompts.plain import asked_plainly

        return asked_plainly(sheet)
    from crosspolicy.intake.prompts.picked import picked, ticked
    from crosspolicy.intake.prompts.typed import typed

    return sheet.read((ticked if sheet.is_several else picked if sheet.options else typed)(sheet))
