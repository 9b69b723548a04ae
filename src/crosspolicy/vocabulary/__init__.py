"""The words of the policy: fixed lists, codes and labels. Light on purpose: reading paths need no form for them."""
