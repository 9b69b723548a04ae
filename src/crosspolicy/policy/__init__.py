"""What the policy demands, as data and pure functions: the policy file, its gates, authorities, obligations and calendar."""
