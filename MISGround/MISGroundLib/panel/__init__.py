"""What the user sees: the Qt panel of the module. Imports slicer and qt."""
