"""What the policy demands, as data and pure functions: policy file, gates, authorities, obligations, calendar."""
