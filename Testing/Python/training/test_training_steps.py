"""The eye's training: steps lower the loss; sides and unknown cells; a killed run goes on as if never stopped."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from training.donor import save_donor
from training.examples import Pool, make_batch
from training.export import export_model
from training.feeding import Feeder
from training.model import make_model, make_tokenizer
from training.muon import Muon
from training.schedule import save_state
from training.structures import CONTAINS, COUNT, IGNORE, STRUCTURE_ID, mirror_id
from training.train import OPTIMISERS, Plan, Trainer, train
from training.warm_start import warm_start

PLAN = Plan(steps=500, batch=2, seed=3)


@pytest.fixture(scope="module")
def batches(phantoms):
    return [make_batch(Pool(phantoms), seed=1, step=step, size=2) for step in range(2)]


def test_batches_depend_on_seed_and_step_alone(phantoms, batches):
    again = make_batch(Pool(phantoms), seed=1, step=0, size=2)
    for name in ("images", "labels", "boxes", "present"):
        assert torch.equal(getattr(again, name).nan_to_num(), getattr(batches[0], name).nan_to_num())
    assert not torch.equal(batches[0].images, batches[1].images)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_steps_lower_the_loss(batches, optimiser):
    trainer = Trainer(PLAN, optimiser=OPTIMISERS[optimiser])
    losses = [trainer.train_step(batches[0])["total"] for _ in range(6)]
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


def test_muon_moves_a_kernel_as_the_matrix_of_its_filters():
    torch.manual_seed(5)
    start, gradient = torch.randn(8, 6, 3, 3), torch.randn(8, 6, 3, 3)
    kernel = torch.nn.Parameter(start.clone().to(memory_format=torch.channels_last))
    matrix = torch.nn.Parameter(start.flatten(1).clone())
    kernel.grad, matrix.grad = gradient.clone(), gradient.flatten(1).clone()
    for parameter in (kernel, matrix):
        Muon([parameter], lr=0.1).step()
    assert torch.allclose(kernel.flatten(1), matrix, atol=1e-6)
    # The plain way: the gradient's own singular vectors, all as long; Newton-Schulz reaches 0.7 to 1.2 of it.
    step = (start.flatten(1) - matrix.detach()) / (0.1 * 0.2 * 54**0.5)
    u, _, v = torch.linalg.svd(gradient.flatten(1), full_matrices=False)
    lengths = (u.T @ step @ v.T).diagonal()
    assert (lengths > 0.6).all() and (lengths < 1.3).all()
    assert (step - u @ torch.diag(lengths) @ v).norm() < 1e-3 * step.norm()


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_checkpoint_resumes_exactly(batches, tmp_path, optimiser):
    through = Trainer(PLAN, optimiser=OPTIMISERS[optimiser])
    for step in range(4):
        through.train_step(batches[step % 2])
    stopped = Trainer(PLAN, optimiser=OPTIMISERS[optimiser])
    for step in range(2):
        stopped.train_step(batches[step % 2])
    save_state(stopped.state(), tmp_path / "checkpoint.pt")
    resumed = Trainer(PLAN, optimiser=OPTIMISERS[optimiser])
    resumed.restore(torch.load(tmp_path / "checkpoint.pt", weights_only=True))
    for step in range(2, 4):
        resumed.train_step(batches[step % 2])
    assert resumed.step == through.step
    for kept in ("parameters", "average"):
        for name, one in getattr(through, kept).items():
            assert torch.equal(one, getattr(resumed, kept)[name]), name


def dense_loss(trainer, batch, seen, labels, may=None, sagittal=False):
    """The cross-entropy of an eye that is sure of one structure in every cell of a picture with these labels."""
    logits = torch.zeros(1, COUNT + 1, 4, 4)
    logits[:, seen] = 14.0
    given = replace(
        batch,
        may=torch.zeros(1, COUNT + 1).index_fill(1, torch.tensor([may] if may else [], dtype=torch.long), 1.0),
        sagittal=torch.tensor([sagittal]),
    )
    return float(trainer._dense(logits, torch.as_tensor(labels, dtype=torch.uint8).expand(1, 4, 4), given)[0])


def test_what_a_map_leaves_out_is_no_mistake(batches):
    trainer, liver = Trainer(PLAN), STRUCTURE_ID["liver"]
    some_ignored = torch.full((4, 4), IGNORE)
    some_ignored[0] = liver
    assert dense_loss(trainer, batches[0], liver, 0) > 5
    assert dense_loss(trainer, batches[0], liver, 0, may=liver) < 0.01
    assert dense_loss(trainer, batches[0], liver, STRUCTURE_ID["spleen"], may=liver) > 5
    assert dense_loss(trainer, batches[0], liver, some_ignored) < 0.01


def test_sides_are_told_apart_except_in_sagittal_pictures(batches):
    trainer = Trainer(PLAN)
    left, right = STRUCTURE_ID["left kidney"], STRUCTURE_ID["right kidney"]
    assert dense_loss(trainer, batches[0], left, right) > 5
    assert dense_loss(trainer, batches[0], left, right, sagittal=True) < 0.01
    assert dense_loss(trainer, batches[0], left, STRUCTURE_ID["spleen"], sagittal=True) > 5


def test_ignored_cells_teach_nothing(batches):
    trainer, batch = Trainer(PLAN), batches[0]
    x = torch.randn(2, COUNT + 1, 8, 8, requires_grad=True)
    labels = torch.full((2, 8, 8), IGNORE, dtype=torch.uint8)
    labels[:, :4] = STRUCTURE_ID["liver"]
    cross, dice = trainer._dense(x, labels, batch)
    (cross + dice).backward()
    assert x.grad[:, :, 4:].abs().max() == 0 < x.grad[:, :, :4].abs().max()


def test_wholes_are_made_of_their_parts_and_pairs_of_both_sides():
    tower = make_model(make_tokenizer()).model.visual
    for index in range(1, COUNT + 1):
        assert torch.equal(tower.contains[index - 1] > 0, torch.from_numpy(CONTAINS[index]))
        assert int(tower.twins[index - 1]) == mirror_id(index) - 1


def test_a_published_models_weights_are_a_beginning(tmp_path):
    tokenizer = make_tokenizer()
    published, model = make_model(tokenizer, seed=3), make_model(tokenizer, seed=9)
    export_model(published, tokenizer, tmp_path)
    assert warm_start(model, tokenizer, tmp_path) > 50
    for (name, mine), other in zip(model.named_parameters(), published.parameters(), strict=True):
        assert torch.allclose(mine, other, atol=2e-2, rtol=1e-2), name


def test_batches_of_several_processes_come_in_order(phantoms, batches, tmp_path):
    for phantom in phantoms:
        save_donor(replace(phantom, held_out=False), tmp_path)
    with Feeder(tmp_path, seed=1, first_step=0, size=2, producers=2) as feeder:
        made = [feeder.next() for _ in range(3)]
    for batch, expected in zip(made, batches, strict=False):
        assert torch.equal(batch.images, expected.images)
        assert torch.equal(batch.labels, expected.labels)
    assert not torch.equal(made[2].images, made[1].images)


def test_training_without_donors_says_how_to_make_them(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"training\.pool"):
        train(tmp_path / "run", tmp_path / "nothing", PLAN)


def test_a_run_goes_on_with_its_own_optimiser_and_no_other(tmp_path, phantoms):
    for donor in phantoms:
        save_donor(replace(donor, held_out=False), tmp_path / "donors")
    where = (tmp_path / "run", tmp_path / "donors")
    train(*where, replace(PLAN, steps=1), optimiser="adamw")
    assert train(*where, replace(PLAN, steps=2), resume=True, optimiser="adamw").step == 2
    with pytest.raises(ValueError, match="begun with another optimiser than muon"):
        train(*where, replace(PLAN, steps=3), resume=True)
