"""Labelled volumes, as they come from five kinds of folder."""
