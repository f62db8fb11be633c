"""Answers held against questions."""
