"""The eye's measuring: edges and presence of masks, against plain loops; its class survives save and load."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from MISGroundLib.vlm.mini_eye import _TOP, CANDIDATES, Eye, Masks, Measure, _highest, _profiles, structure_masks
from MISGroundLib.vlm.mini_model import MiniTower, number_waves

N = 24


def masks_of(box, n=N, inside=1.0):
    x0, y0, x1, y1 = box
    mask = torch.zeros(1, 1, 2, n, n)
    mask[..., y0:y1, x0:x1] = inside
    return mask


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_crisp_masks_edges_are_found_to_the_cell(data):
    x0, y0 = data.draw(st.integers(0, N - 2)), data.draw(st.integers(0, N - 2))
    x1, y1 = data.draw(st.integers(x0 + 1, N)), data.draw(st.integers(y0 + 1, N))
    candidates, sureness = _profiles(masks_of((x0, y0, x1, y1), inside=data.draw(st.floats(0.3, 1))))
    assert candidates.shape == (1, 1, 2, 4, CANDIDATES)
    for edge, expected in zip(candidates[0, 0, 0] * N, (x0, y0, x1, y1), strict=True):
        assert torch.allclose(edge[1], torch.tensor(float(expected)), atol=1e-3)  # at half of the highest value
        # Where 8 % of the mass is reached, at most.
        assert (edge - expected).abs().max() <= 0.5 + 0.09 * max(x1 - x0, y1 - y0)
    assert torch.isfinite(sureness).all()


def test_a_stray_speck_moves_the_peak_but_not_the_mass():
    mask = masks_of((10, 10, 20, 20))
    mask[..., 1, 1] = 0.9
    left = _profiles(mask)[0][0, 0, 0, 0] * N
    assert float(left[1]) < 2
    assert float(left[-2]) == pytest.approx(10, abs=0.5)


def test_an_empty_mask_gives_finite_numbers():
    candidates, sureness = _profiles(torch.zeros(1, 3, 2, N, N))
    assert torch.isfinite(candidates).all()
    assert torch.isfinite(sureness).all()
    assert float(sureness[..., 0].max()) == 0


def test_masks_of_wholes_and_pairs_equal_a_plain_loop():
    parts, twins = [[1], [2], [3], [1, 2, 3]], torch.tensor([1, 0, 2, 3])
    contains = torch.zeros(4, 5)
    for whole, members in enumerate(parts):
        contains[whole, members] = 1
    logits = torch.randn(2, 5, 6, 6)
    made = structure_masks(logits, contains, twins)
    assert made.values.shape == (2, 5, 6, 6)  # the pair's union once, though both sides have it
    masks = made.values[:, made.places].numpy()
    p = np.exp(logits.numpy())
    p /= p.sum(axis=1, keepdims=True)
    for whole, members in enumerate(parts):
        own = sum(p[:, member] for member in members)
        other = sum(p[:, member] for member in parts[int(twins[whole])]) if twins[whole] != whole else 0
        np.testing.assert_allclose(masks[:, whole, 0], own, atol=1e-5)
        np.testing.assert_allclose(masks[:, whole, 1], np.minimum(own + other, 1), atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), levels=st.sampled_from([2, 5, 100_000]))
def test_the_highest_cells_are_those_of_a_look_at_all(seed, levels):
    """Also where many cells are alike."""
    masks = torch.randint(0, levels, (2, 3, 40, 50), generator=torch.Generator().manual_seed(seed)) / levels
    assert torch.equal(_highest(masks, masks.amax(dim=-1)), masks.flatten(2).topk(_TOP).values)


def test_every_picture_of_a_batch_is_seen_as_it_is_alone():
    eye = Eye((8, 16, 16, 24, 32), 5, 64).eval()
    pictures = torch.randn(3, 3, 64, 64)
    with torch.no_grad():
        together, _ = eye(pictures)
        alone = torch.cat([eye(picture[None])[0] for picture in pictures])
    assert together.shape == (3, 5, 32, 32)
    assert torch.allclose(together, alone, atol=1e-4)


def test_boxes_and_presence_have_gradients():
    measure = Measure(2, 8)
    masks = torch.rand(1, 3, N, N, requires_grad=True)
    seen = measure(Masks(masks, torch.tensor([[0, 2], [1, 2]])), torch.zeros(1, 8))
    (seen.boxes.sum() + seen.presence.sum()).backward()
    assert masks.grad.abs().sum() > 0
    assert all(p.grad is not None for p in measure.parameters())


def test_near_numbers_have_near_waves():
    waves = number_waves(torch.tensor([0.5, 0.501, 0.6]))
    assert (waves[0] - waves[1]).norm() < 0.3 * (waves[0] - waves[2]).norm()


def test_the_tower_survives_save_and_load(tmp_path):
    config = MiniTower.config_class(
        side=64, widths=[8, 16, 16, 24, 32], parts=[[1], [2], [1, 2]], twins=[1, 0, 2], out_hidden_size=24
    )
    tower = MiniTower(config).eval()
    tower.save_pretrained(tmp_path)
    again = MiniTower.from_pretrained(tmp_path).eval()
    picture = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        assert torch.equal(tower(picture).pooler_output, again(picture).pooler_output)
    assert again(picture).pooler_output.shape == (3, 24)
