"""One yes or no before something weighty, asked on standard error."""

import sys


def confirmed(question: str) -> bool:
    """Ask; no is the default. Raises KeyboardInterrupt where somebody leaves instead of answering."""
    import questionary
    from prompt_toolkit.output import create_output
    from prompt_toolkit.output.vt100 import Vt100_Output

    page = create_output(stdout=sys.stderr)
    if isinstance(page, Vt100_Output):
        page.enable_cpr = False  # asking where the cursor is costs a second where the terminal does not answer
    answer = questionary.confirm(question, default=False, output=page).unsafe_ask()
    return bool(answer)
