"""What the user sees: the Qt panel of the module, its typed parameter node, and runs that keep the application alive.

May import slicer, vtk and qt, and of the library everything but vlm and semsam: a Slicer without torch opens the panel.
"""
