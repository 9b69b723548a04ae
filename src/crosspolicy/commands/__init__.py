"""The commands, one module a noun or a verb: parse, intake, perform or query, view; nothing else."""
