"""MISGround: typed anatomical queries, answered by a local vision-language model as boxes. Usable without Slicer.

Imports run one way: panel, scene, batch, cli -> extent, grounding -> engine -> vlm, semsam -> slices, anatomy,
geometry. docs/architecture.md says what each part is for; Testing/Python/project/test_imports.py checks the imports.
"""

__version__ = "0.1.0"
