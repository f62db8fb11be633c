"""Qt classes that Slicer's C++ would bring. Guesses at the real ones: kept as small as the module's needs."""
