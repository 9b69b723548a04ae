"""The policy texts that the book has adopted."""

from crosspolicy.queries.reader import Reader


def in_force(reader: Reader) -> str:
    """Return the policy in force, parsed, as JSON text."""
    rows = reader.rows("SELECT p.parsed FROM book b JOIN policy p ON p.digest = b.policy_digest WHERE b.id = 1")
    return str(rows[0][0])


def governing(reader: Reader, request_id: int) -> str:
    """Return the policy that governs a request, parsed, as JSON text: that of its submission; a draft's is in force."""
    rows = reader.rows(
        """SELECT p.parsed FROM book b JOIN request r ON r.id = :id JOIN policy p ON p.digest = CASE
             WHEN r.stage = 'draft' OR r.policy_digest IS NULL THEN b.policy_digest ELSE r.policy_digest END
           WHERE b.id = 1""",
        id=request_id,
    )
    return str(rows[0][0])
