"""Where the shipped data files are."""

from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a shipped file, e.g. ``resource("Anatomy", "structures.json")``.

    In Slicer and in a checkout Resources lies beside MISGroundLib; a wheel carries it inside the package.
    """
    library = Path(__file__).resolve().parent
    beside = library.parent / "Resources"
    return (beside if beside.is_dir() else library / "Resources").joinpath(*parts)
