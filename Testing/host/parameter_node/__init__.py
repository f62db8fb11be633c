"""`slicer.parameterNodeWrapper`: typed access to a vtkMRMLScriptedModuleNode, for the types that the module needs.

Behaves, and stores its values, as Slicer's: checked by the tests against the raw node.
"""

from host.parameter_node.annotations import Choice, Default, Exclude, IsInstance, Maximum, Minimum, NotNone, WithinRange
from host.parameter_node.connectors import Decimals, SingleStep
from host.parameter_node.wrapper import isParameterNodeWrapper, parameterNodeWrapper

__all__ = [
    "Choice",
    "Decimals",
    "Default",
    "Exclude",
    "IsInstance",
    "Maximum",
    "Minimum",
    "NotNone",
    "SingleStep",
    "WithinRange",
    "isParameterNodeWrapper",
    "parameterNodeWrapper",
]
