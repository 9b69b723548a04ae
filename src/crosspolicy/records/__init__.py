"""Records of batch files, and what came of them: plain values that reading, importing and showing share."""
