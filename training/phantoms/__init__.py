"""Procedural bodies where no label map exists."""
