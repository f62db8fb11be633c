"""Volumes and boxes: files to volumes, volumes to slices, answers to ROIs in a scene and to files.

`reading.py` reads a scan, by `file_*.py` and `dicom_*.py`, which need no `slicer`. `volumes.py` makes a node of it and
cuts slices, `rois.py` draws boxes with their provenance, `export.py` and `views_png.py` write files, and `headless.py`
makes scenes without the application. May import `slicer`, `vtk`, `grounding` and the files of the core; no Qt.
"""
