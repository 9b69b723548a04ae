"""The policy texts that the book has adopted."""

from crosspolicy.queries.reader import Reader


def in_force(reader: Reader) -> str:
    """Return the policy in force, parsed, as JSON text."""
    rows = reader.rows("SELECT p.parsed FROM book b JOIN policy p ON p.digest = b.policy_digest WHERE b.id = 1")
    return str(rows[0][0])
