"""Faces over PySide6 that behave as PythonQt's wrappers do: properties are attributes, wrong use raises."""
