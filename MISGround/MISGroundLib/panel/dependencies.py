"""The Python packages that the worker needs in Slicer's own Python: found, or installed when the user agrees."""

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import slicer
from packaging.requirements import Requirement
from slicer.i18n import tr as _

from MISGroundLib.errors import UserError
from MISGroundLib.files import resource

# The class that misground-mini and Qwen3-VL are read with. A transformers without it loads neither.
PREFLIGHT = ("transformers", "models/qwen3_vl/modeling_qwen3_vl.py")


def required_packages() -> list[Requirement]:
    """What Resources/requirements.txt asks for, torch first."""
    lines = resource("requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]


def installed_version(name: str) -> str | None:
    """The version of an installed package, or None. The package itself is not imported."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


class Dependencies:
    """Checks the packages without importing them, and installs them on request: torch first, by the PyTorch extension.

    `version_of` and the installers are given by tests; in Slicer the defaults hold.
    """

    def __init__(
        self,
        version_of: Callable[[str], str | None] = installed_version,
        install_torch: Callable[[str], bool] | None = None,
        install_packages: Callable[[Sequence[Requirement]], None] | None = None,
    ) -> None:
        """Nothing is checked yet."""
        self._version_of = version_of
        self._install_torch = install_torch or _install_torch
        self._install_packages = install_packages or _install_packages

    def missing(self) -> list[Requirement]:
        """The packages that are absent or outside their bounds."""
        return [needed for needed in required_packages() if not self._satisfied(needed)]

    def ensure(self) -> None:
        """Install what is missing, asking first. Raises UserError where it is still missing afterwards."""
        missing = self.missing()
        if not missing:
            return
        if slicer.app.testingEnabled():
            raise UserError(_still_missing(missing))
        torch = [needed for needed in missing if needed.name == "torch"]
        if torch and self._version_of("torch") is not None:
            raise UserError(
                _(
                    "The installed PyTorch {version} does not fit: {needed} is needed. Open the module PyTorch Utils, "
                    "uninstall PyTorch, restart Slicer and press Ground again."
                ).format(version=self._version_of("torch"), needed=torch[0])
            )
        if torch and not self._install_torch(str(torch[0].specifier)):
            raise UserError(_("PyTorch was not installed. Press Ground to be asked again."))
        self._install_packages([needed for needed in missing if needed.name != "torch"])
        importlib.invalidate_caches()
        missing = self.missing()
        if missing:
            raise UserError(_still_missing(missing))
        _preflight()

    def _satisfied(self, needed: Requirement) -> bool:
        version = self._version_of(needed.name)
        return version is not None and needed.specifier.contains(version, prereleases=True)


def _still_missing(missing: Sequence[Requirement]) -> str:
    return _("These Python packages are missing: {packages}. Install them and press Ground again.").format(
        packages=", ".join(str(needed) for needed in missing)
    )


def _install_torch(specifier: str) -> bool:
    """By the PyTorch extension, which asks and picks the build for this computer. False where the user said no."""
    try:
        pytorch_utils: Any = importlib.import_module("PyTorchUtils")
    except ModuleNotFoundError as error:
        raise UserError(
            _(
                "PyTorch is missing. Install the extension named PyTorch with the Extensions Manager, restart Slicer "
                "and press Ground again."
            )
        ) from error
    try:
        logic = pytorch_utils.PyTorchUtilsLogic()
        return logic.installTorch(askConfirmation=True, torchVersionRequirement=specifier) is not None
    except Exception as error:
        raise UserError(_("PyTorch could not be installed: {error}").format(error=error)) from error


def _install_packages(packages: Sequence[Requirement]) -> None:
    """By slicer.packaging where Slicer has it (5.11 and later), else by pip_install after a question."""
    if not packages:
        return
    names = [str(needed) for needed in packages]
    try:
        try:
            slicer_packaging: Any = importlib.import_module("slicer.packaging")
        except ModuleNotFoundError:
            question = _("MISGround needs these Python packages: {packages}. Install them now?").format(
                packages=", ".join(names)
            )
            if slicer.util.confirmOkCancelDisplay(question):
                slicer.util.pip_install(names)
        else:
            slicer_packaging.pip_ensure(list(packages), requester="MISGround")
    except Exception as error:
        raise UserError(
            _("The Python packages could not be installed: {error}. Press Ground to try again.").format(error=error)
        ) from error


def _preflight() -> None:
    """A package can be new enough by number and still lack the model's code: look for the file itself."""
    package, file = PREFLIGHT
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not any((Path(place) / file).is_file() for place in places):
        raise UserError(
            _("The installed transformers has no Qwen3-VL. Update it to 5.2 or later and press Ground again.")
        )
