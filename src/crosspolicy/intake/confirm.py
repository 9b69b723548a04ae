"""One yes or no before something weighty, asked on standard error."""

import sys


def confirmed(question: str) -> bool:
    """Ask; no is the default. Raises KeyboardInterrupt where somebody leaves instead of answering."""
    import questionary
    from prompt_toolkit.output import create_output

    answer = questionary.confirm(question, default=False, output=create_output(stdout=sys.stderr)).unsafe_ask()
    return bool(answer)
