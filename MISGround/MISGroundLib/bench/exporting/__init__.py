"""Questions in the form that other programs read."""
