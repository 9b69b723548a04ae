"""From rows and objects to records in the policy's words: columns, mappings, lists of their own."""
