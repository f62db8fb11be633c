"""MISGround: typed anatomical queries, answered by a local vision-language model as boxes. Usable without Slicer.

A part may import those to its right: panel, scene, batch, cli -> extent, grounding -> engine -> vlm, semsam -> slices,
anatomy, geometry. docs/architecture.md says what each part is for; Testing/Python/project/test_imports.py checks it.
"""

__version__ = "0.1.0"
