"""MISGround: typed anatomical queries, answered by a local vision-language model as boxes. Usable without Slicer."""

__version__ = "0.1.0"
