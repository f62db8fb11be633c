"""How good misground-mini is, asked as the product asks it: suites, prior, scores, robustness, report."""
