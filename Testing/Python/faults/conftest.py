"""The panel's fixtures, and a scan on the disk."""

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813

from Python.panel.conftest import a_logic, a_panel, a_volume, an_engine, open_panel, the_module  # noqa: F401


@pytest.fixture
def a_scan(tmp_path):
    """A soft block in air, 40 x 30 x 20 voxels of 2 x 2 x 3 mm."""
    array = np.full((20, 30, 40), -900, np.int16)
    array[5:15, 5:25, 5:35] = 50
    image = sitk.GetImageFromArray(array)
    image.SetSpacing((2, 2, 3))
    path = tmp_path / "scan.nii.gz"
    sitk.WriteImage(image, str(path))
    return path
