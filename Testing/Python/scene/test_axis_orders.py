"""One head, stored in eight axis orders: the same pictures, and the same answers in the patient."""

import numpy as np
import pytest

from MISGroundLib.engine.client import EngineClient
from MISGroundLib.grounding import GroundingRun
from MISGroundLib.scene.reading import read_volume
from MISGroundLib.scene.volumes import add_volume_node, slice_image, standard_grid_of
from MISGroundLib.settings import Settings
from Python.shared_data import shared_case

CODES = ["AIL", "ASR", "IAL", "LAS", "LPS", "PIR", "SRP"]
PIXEL_MM = 2.36
PLANES = ["axial", "coronal", "sagittal"]
POSITIONS_MM = {"axial": [None, -30.0, 41.3], "coronal": [None, -40.0, 55.5], "sagittal": [None, -33.3, 20.0]}


def pictures(scene, code):
    """The head's slices by plane and position, each on its own volume's grid."""
    node = add_volume_node(scene, read_volume(shared_case("orientation_niivue") / f"{code}.nii.gz"))
    return {
        (plane, position): slice_image(node, standard_grid_of(node, plane, position))
        for plane in PLANES
        for position in POSITIONS_MM[plane]
    }


@pytest.mark.parametrize("code", CODES)
def test_a_slice_of_the_patient_has_the_same_pixels_however_it_is_stored(scene, code):
    reference = pictures(scene, "RAS")
    for key, other in pictures(scene, code).items():
        first = reference[key]
        assert np.allclose(other.grid.pixel_to_ras, first.grid.pixel_to_ras, atol=1e-3), key
        assert other.grid.size_px == first.grid.size_px
        assert other.grid.position_fraction == pytest.approx(first.grid.position_fraction, abs=1e-4)
        assert (other.window, other.level) == (first.window, first.level)
        assert other.volume.modality == first.volume.modality
        # Rounding in the resampling, for which a grey value may fall on the other side of a step.
        assert np.abs(other.pixels.astype(int) - first.pixels).max() <= 1, key
        assert first.pixels.std() > 20


def test_the_embedded_model_answers_the_same_in_the_patient(scene):
    client = EngineClient()
    try:
        answers = {code: boxes(client, pictures(scene, code)) for code in ("RAS", *CODES)}
    finally:
        client.close()
    assert any(box is not None for box in answers["RAS"])
    for code in CODES:
        for box, same in zip(answers["RAS"], answers[code], strict=True):
            assert (box is None) == (same is None), code
            assert box is None or np.abs(box.corners_ras() - same.corners_ras()).max() < PIXEL_MM, code


def boxes(client, slices):
    """The boxes in RAS of the body and the brain, None where not found, in the middle of each plane."""
    said = []
    for plane in PLANES:
        run = GroundingRun(client, slices[plane, None], ["body", "brain"], Settings())
        said += [detection.box_ras for detection in run.wait().detections]
    return said
