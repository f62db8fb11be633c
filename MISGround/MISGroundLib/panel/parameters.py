"""What the panel remembers: one typed parameter node, saved with the scene, and the settings it stands for.

The settings among its parameters follow from settings.py, under their names in Slicer.
"""

from typing import Annotated, Any

from slicer import vtkMRMLScalarVolumeNode
from slicer.parameterNodeWrapper import Choice, WithinRange, parameterNodeWrapper

from MISGroundLib.settings import Setting, Settings, declared_settings

AUTOMATIC_MODALITY = "automatic"
# What a volume can be taken for in place of what it says or looks like.
MODALITIES = (AUTOMATIC_MODALITY, "CT", "MR", "PT")


def with_settings(node_class: type) -> type:
    """The class with a parameter for each setting that is saved, as Slicer's `parameterNodeWrapper` reads them."""
    for setting in declared_settings(Settings):
        if setting.slicer and setting.saved:
            node_class.__annotations__[setting.slicer] = _annotation(setting)
            setattr(node_class, setting.slicer, setting.default)
    return node_class


def _annotation(setting: Setting) -> Any:
    if choices := setting.offered or setting.choices:
        return Annotated[setting.kind, Choice(list(choices))]
    return Annotated[setting.kind, WithinRange(*setting.within)] if setting.within else setting.kind


@parameterNodeWrapper
@with_settings
class MISGroundParameterNode:
    """The panel's state, and the settings that are saved."""

    inputVolume: vtkMRMLScalarVolumeNode
    viewName: str = "Red"
    queries: str = ""
    modality: Annotated[str, Choice(list(MODALITIES))] = AUTOMATIC_MODALITY


def _saved_settings(parameters: MISGroundParameterNode) -> dict[str, Any]:
    saved = [one.slicer for one in declared_settings(Settings) if one.slicer and one.saved]
    return {name: getattr(parameters, name) for name in saved}


def lasting_values(parameters: MISGroundParameterNode) -> dict[str, Any]:
    """The values that outlive a closed scene, by name. The volume goes with it, and so does what it was taken for."""
    return {"queries": parameters.queries, "viewName": parameters.viewName, **_saved_settings(parameters)}


def settings_from(**values: Any) -> Settings:
    """Settings from their names in Slicer: model, device, decoding, topM, allowDownload, ...

    Raises ValueError with the setting's name where one is out of range, TypeError for a name that there is not.
    """
    names = {one.slicer: one.name for one in declared_settings(Settings) if one.slicer}
    if unknown := sorted(set(values) - set(names)):
        raise TypeError(f"There is no setting {unknown[0]!r}: give {', '.join(names)}.")
    return Settings.of(**{names[name]: value for name, value in values.items()})


def settings_of(parameters: MISGroundParameterNode, allow_download: bool, allow_remote: bool = False) -> Settings:
    """The settings that a parameter node stands for, with the permissions that it does not keep."""
    return settings_from(**_saved_settings(parameters), allowDownload=allow_download, allowRemote=allow_remote)
