"""The models that can be had and those that are here: the catalogue, the folder that they lie in, their download.

`catalogue` reads Resources/Models/catalogue.json and says what is on this computer; `hub` asks Hugging Face for a
model's size and licence and fetches it; `fetching` does that in a process of its own, so that Slicer stays usable. It
may import `vlm` (families, folders and memory, without torch), the engine's process, and the library's core.
"""
