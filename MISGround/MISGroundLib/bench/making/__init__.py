"""Questions from a case, certain and balanced."""
