"""What the panel remembers: one typed parameter node, saved with the scene, and the settings it stands for."""

from typing import Annotated

from slicer import vtkMRMLScalarVolumeNode
from slicer.parameterNodeWrapper import Choice, WithinRange, parameterNodeWrapper

from MISGroundLib.settings import DECODINGS, EMBEDDED_MODEL, Decoding, Settings
from MISGroundLib.slices import AUTOMATIC_WINDOW, WINDOWS

AUTOMATIC_MODALITY = "automatic"
# What a volume can be taken for in place of what it says or looks like.
MODALITIES = (AUTOMATIC_MODALITY, "CT", "MR", "PT")

# Kept when a scene is closed; the volume goes with its scene, and so does what it was taken for.
LASTING = (
    "queries",
    "viewName",
    "model",
    "decoding",
    "mode",
    "topM",
    "topP",
    "neighbours",
    "sample",
    "seed",
    "device",
    "window",
)


@parameterNodeWrapper
class MISGroundParameterNode:
    """The panel's state. What may be downloaded or sent is left out: a scene from elsewhere must not decide that."""

    inputVolume: vtkMRMLScalarVolumeNode
    viewName: str = "Red"
    queries: str = ""
    model: str = EMBEDDED_MODEL
    decoding: Annotated[str, Choice(list(DECODINGS))] = "semsam"
    mode: Annotated[str, Choice(["safe", "paper"])] = "safe"
    topM: Annotated[int, WithinRange(1, 64)] = 8
    topP: Annotated[float, WithinRange(0.01, 1.0)] = 0.95
    neighbours: Annotated[int, WithinRange(1, 256)] = 16
    sample: bool = False
    seed: Annotated[int, WithinRange(0, 2147483647)] = 0
    device: Annotated[str, Choice(["auto", "cpu", "cuda", "mps"])] = "auto"
    window: Annotated[str, Choice(list(WINDOWS))] = AUTOMATIC_WINDOW
    modality: Annotated[str, Choice(list(MODALITIES))] = AUTOMATIC_MODALITY


def lasting_values(parameters: MISGroundParameterNode) -> dict[str, object]:
    """The values that outlive a closed scene, by name."""
    return {name: getattr(parameters, name) for name in LASTING}


def settings_from(
    *,
    model: str = EMBEDDED_MODEL,
    device: str = "auto",
    decoding: str = "semsam",
    mode: str = "safe",
    topM: int = 8,
    topP: float = 0.95,
    neighbours: int = 16,
    sample: bool = False,
    seed: int = 0,
    allowDownload: bool = False,
    allowRemote: bool = False,
    window: str = AUTOMATIC_WINDOW,
) -> Settings:
    """Settings from the panel's names. Raises ValueError with the setting's name where one is out of range."""
    chosen = Decoding(name=decoding, mode=mode, top_m=topM, top_p=topP, k=neighbours, sample=sample)
    return Settings(model, device, chosen, seed, allowDownload, allowRemote, window=window)


def settings_of(parameters: MISGroundParameterNode, allow_download: bool, allow_remote: bool = False) -> Settings:
    """The settings that a parameter node stands for."""
    values = lasting_values(parameters)
    del values["queries"], values["viewName"]
    return settings_from(**values, allowDownload=allow_download, allowRemote=allow_remote)  # type: ignore[arg-type]
