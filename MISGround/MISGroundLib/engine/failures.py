"""What an exception in the worker means, in words for the user."""

from __future__ import annotations

from MISGroundLib.errors import UserError

_MEMORY = ("out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory")
_DEVICE = ("cuda error", "hip error", "device-side assert", "cudnn", "cublas", "mps backend")


def explain_failure(error: BaseException) -> tuple[str, str]:
    """A slug and a sentence. user-error carries its own words; internal-error is all that has no better name."""
    if isinstance(error, UserError):
        return "user-error", str(error)
    if isinstance(error, ImportError):
        package = getattr(error, "name", None) or str(error)
        return "missing-package", (
            f"The Python package {package} is missing or cannot be used ({error}). "
            "Install MISGround's Python packages (see README), then ask again."
        )
    text = str(error).lower()
    if isinstance(error, MemoryError) or any(word in text for word in _MEMORY):
        where = "The graphics card" if "cuda" in text or "mps" in text or "hip" in text else "The computer"
        return "out-of-memory", (
            f"{where} ran out of memory. "
            "Choose a smaller model or the device cpu, or close other programs, and ask again."
        )
    if isinstance(error, RuntimeError) and any(word in text for word in _DEVICE):
        return "device-error", (
            f"The graphics card reported an error ({_first_line(error)}). "
            "The next query starts the model afresh; if it happens again, choose the device cpu."
        )
    return "internal-error", (
        f"The model failed ({type(error).__name__}: {_first_line(error)}). "
        "Ask again; if it happens again, choose another model."
    )


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no message"])[0][:300]
