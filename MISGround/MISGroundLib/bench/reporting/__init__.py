"""Scores as a page, tables and pictures."""
