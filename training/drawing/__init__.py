"""A slice of a donor as a scan would show it, with fresh pose, contrast and noise."""
