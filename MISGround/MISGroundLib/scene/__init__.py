"""The MRML side: read slices, draw ROIs, keep provenance, export. Imports slicer and vtk."""
